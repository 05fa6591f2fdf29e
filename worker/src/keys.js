/**
 * Keys under which answers are kept: what makes two questions the same question.
 */

/**
 * The path and query of a same-origin URL. A fragment never reaches the server.
 *
 * @param {string} url
 * @param {string} origin
 */
export function urlKey(url, origin) {
    const { pathname, search } = new URL(url, origin);
    return pathname + search;
}

/**
 * The key of an image. `unique` is a time printed by the terminal with its own zone offset, so
 * one picture has many spellings; they are one instant. The raw query is parsed because
 * `searchParams` alone reads the "+" of "+02:00" as a space.
 *
 * @param {string} url
 * @param {string} origin
 * @returns {{key: string, base: string, fixed: boolean}} base: the same picture at any time
 */
export function imageKey(url, origin) {
    const parsed = new URL(url, origin);
    const pairs = parsed.search.slice(1).split("&").filter(Boolean);
    const unique = pairs.find((pair) => pair.startsWith("unique="));
    const rest = pairs.filter((pair) => pair !== unique).sort();
    const base = parsed.pathname + (rest.length ? "?" + rest.join("&") : "");
    if (!unique || unique === "unique=") {
        return { key: base, base, fixed: false };
    }
    const mark = instant(new URLSearchParams(unique.replaceAll("+", "%2B")).get("unique") || "");
    return { key: `${base}${rest.length ? "&" : "?"}unique=${mark}`, base, fixed: true };
}

/**
 * Whole seconds since 1970, or the text itself when it is no time. Odoo writes times without a
 * zone in UTC; a browser would read them in the terminal's zone.
 *
 * @param {string} text
 */
function instant(text) {
    const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
    const dated = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text);
    const millis = dated ? Date.parse(text.replace(" ", "T") + (zoned ? "" : "Z")) : NaN;
    return millis ? String(Math.floor(millis / 1000)) : encodeURIComponent(text);
}

/**
 * Where a body lives in the Cache API. Two versions of one URL have two keys, so nothing is ever
 * overwritten under a snapshot that names it.
 *
 * @param {import("./types").Identity | null} who null: it is the same for all users of the origin
 * @param {string} version
 * @param {string} key
 */
export function bodyKey(who, version, key) {
    const place = who ? `${encodeURIComponent(who.database)}/${who.user}` : "shared";
    return `/.poswarm/${place}/${version}${key}`;
}

/**
 * JSON with sorted object keys: two pages may build the same question in another order.
 *
 * @param {any} value
 * @returns {string}
 */
export function canonical(value) {
    return JSON.stringify(value, (_, item) => {
        const plain = item && typeof item === "object" && !Array.isArray(item);
        return plain ? Object.fromEntries(Object.keys(item).sort().map((name) => [name, item[name]])) : item;
    });
}
