/**
 * Bodies in the Cache API, each with a small record in IndexedDB that says whose it is and how
 * big. A body is written once under its key and never changed.
 */
import { all, get, put, remove } from "./db.js";
import { bodyKey } from "./keys.js";
import { note } from "./journal.js";
import { SCHEMA } from "./version.js";

export const CACHE = `poswarm-${SCHEMA}`;

/** The cache is opened each time: a handle outlives `caches.delete` and then writes to nowhere. */
const cache = () => caches.open(CACHE);

/**
 * @param {string} key
 * @returns {Promise<Response | undefined>}
 */
export async function readBody(key) {
    return (await cache()).match(key, { ignoreVary: true });
}

/**
 * Stores a trusted body. Without `version` the content names it.
 *
 * @param {import("./types").Identity} who
 * @param {{url: string, kind: import("./types").Kind, base?: string, version?: string}} what
 * @param {Blob} blob
 * @param {Headers} headers of the answer
 * @returns {Promise<{key: string, bytes: number, fresh: boolean}>} fresh: it was not here before
 */
export async function writeBody(who, what, blob, headers) {
    const key = bodyKey(who, what.version ?? (await digest(blob)), what.url);
    const known = await get("entries", key);
    if (known && what.kind !== "image" && (await readBody(key))) {
        return { key, bytes: known.bytes, fresh: false };
    }
    const write = async () =>
        (await cache()).put(key, new Response(blob, { headers: { "Content-Type": headers.get("content-type") || "" } }));
    for (let keep = 1; ; keep--) {
        try {
            await write();
            break;
        } catch (error) {
            if (what.kind === "image" || keep < 0 || /** @type {any} */ (error)?.name !== "QuotaExceededError") {
                throw error;
            }
            await dropPictures(keep);
        }
    }
    const { url, kind, base = "" } = what;
    await put("entries", { key, url, kind, base, bytes: blob.size, stored: Date.now(), database: who.database, user: who.user });
    return { key, bytes: blob.size, fresh: !known || known.bytes !== blob.size };
}

/**
 * Pictures give way to what the till cannot start without: first those that only data of
 * yesterday asks for, then all.
 *
 * @param {number} keep of each picture
 */
async function dropPictures(keep) {
    const gone = pictures(await entries(), keep);
    note("quota", { images_dropped: gone.length });
    await dropBodies(gone.map((entry) => entry.key));
}

/**
 * @param {import("./types").Entry[]} stored
 * @param {number} keep of each picture the newest stay
 * @returns {import("./types").Entry[]} the others
 */
export function pictures(stored, keep) {
    /** @type {Map<string, number>} */
    const seen = new Map();
    return stored
        .filter((entry) => entry.base)
        .sort((a, b) => b.stored - a.stored)
        .filter((entry) => {
            const family = `${entry.database}/${entry.user}${entry.base}`;
            seen.set(family, (seen.get(family) || 0) + 1);
            return (seen.get(family) || 0) > keep;
        });
}

/** @param {string[]} keys */
export async function dropBodies(keys) {
    const store = await cache();
    await remove("entries", keys);
    await Promise.all(keys.map((key) => store.delete(key)));
}

/** @returns {Promise<import("./types").Entry[]>} */
export function entries() {
    return all("entries");
}

/** @param {Blob} blob */
async function digest(blob) {
    const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
