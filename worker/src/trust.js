/**
 * Decides whether an answer may be stored. Nothing else in the worker writes a body without
 * asking here. Every refusal has a code, because "why is this terminal not ready" is asked
 * weeks later and from far away.
 */

/** A picture of a record that has none, or an answer to somebody who is not logged in. */
export const PLACEHOLDER = "placeholder-image";

const NO_PAGE = /^(?!text\/html)/;

/** @type {Record<string, RegExp>} */
const FITS = {
    script: /(?:java|ecma)script/,
    style: /^text\/css/,
    image: /^image\//,
    page: /^text\/html/,
    json: /json/,
    // Fonts come under a dozen names, octet-stream among them; only a page is certainly wrong.
    font: NO_PAGE,
    static: NO_PAGE,
};

/**
 * @param {import("./types").Kind} kind
 * @param {string} contentType in small letters
 */
export function fitsKind(kind, contentType) {
    return FITS[kind].test(contentType);
}

/**
 * @param {import("./types").Kind} kind
 * @param {{status: number, type: string, redirected: boolean, url: string, headers: Headers}} response
 * @param {string} origin
 * @returns {string | null} null: the head of the answer can be trusted
 */
export function judgeHead(kind, response, origin) {
    if (response.type === "opaqueredirect" || response.redirected) {
        return "redirected";
    }
    if (response.type === "opaque" || response.type === "error") {
        return "opaque";
    }
    if (response.url && new URL(response.url).origin !== origin) {
        return "not-same-origin";
    }
    if (response.status === 206) {
        return "partial";
    }
    if (response.status !== 200) {
        return "status";
    }
    if (!fitsKind(kind, (response.headers.get("content-type") || "").toLowerCase())) {
        return "content-type";
    }
    if (kind === "image" && isPlaceholder(response.headers)) {
        return PLACEHOLDER;
    }
    return null;
}

/**
 * Odoo answers 200 and a grey box, cacheable for a year, when the log-in has expired
 * (odoo/odoo ir.binary, placeholder.png); the file name is the only thing that tells.
 *
 * @param {Headers} headers
 */
function isPlaceholder(headers) {
    return /filename\*?=(?:"|UTF-8'')?placeholder\.png/i.test(headers.get("content-disposition") || "");
}

/**
 * @param {Headers} headers
 * @param {number} size bytes that arrived, decoded
 * @returns {string | null}
 */
export function judgeLength(headers, size) {
    const announced = headers.get("content-length");
    // With a content encoding the announced length is that of the packed body.
    if (announced && !headers.get("content-encoding") && Number(announced) !== size) {
        return "length";
    }
    return size ? null : "length";
}

/**
 * @param {string} text
 * @param {import("./types").Markers | null} markers what page.js read from that text
 * @param {number | null} config the POS config that was asked for
 * @returns {string | null}
 */
export function judgePage(text, markers, config) {
    if (!markers) {
        return isLoginForm(text) ? "login-page" : "not-a-pos-page";
    }
    return config && markers.config !== config ? "wrong-config" : null;
}

/** @param {string} text */
function isLoginForm(text) {
    return /<form[^>]+action="\/web\/login/.test(text);
}

/**
 * What Odoo's answers begin with (odoo/http.py). A gateway's `{"error": …}` or a portal's
 * `{"result": "login_required"}` lacks the version.
 */
const ID = String.raw`\s*"id"\s*:\s*(?:\d+|null|"[^"]*")\s*,`;
const ENVELOPE = new RegExp(String.raw`^\s*\{(?:${ID})?\s*"jsonrpc"\s*:\s*"2\.0"\s*,(?:${ID})?\s*"(result|error)"\s*:`);

/**
 * Reads the envelope of a JSON-RPC reply without parsing the reply: a shop with 50,000 products
 * answers more than 50 MB, and parsing that twice blocks the till.
 *
 * @param {string} head first characters of the reply
 * @param {string} tail last characters of the reply
 * @returns {{refusal: string} | {skip: number}} skip: where the value of `result` starts
 */
export function judgeReply(head, tail) {
    const match = ENVELOPE.exec(head);
    if (match && match[1] === "result") {
        return /\}\s*$/.test(tail) ? { skip: match[0].length } : { refusal: "length" };
    }
    return { refusal: match ? "rpc-error" : "rpc-no-result" };
}

/**
 * @param {any} body
 * @returns {string | null}
 */
export function judgeTranslations(body) {
    return body && body.hash && body.modules && body.lang_parameters ? null : "short-translations";
}
