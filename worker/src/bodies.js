/**
 * Bodies in the Cache API, each with a small record in IndexedDB that says whose it is and how
 * big. A body is written once under its key and never changed.
 */
import { all, put, remove } from "./db.js";
import { bodyKey, urlKey } from "./keys.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";
import { SCHEMA } from "./version.js";

export const CACHE = `poswarm-${SCHEMA}`;

/** The cache is opened each time: a handle outlives `caches.delete` and then writes to nowhere. */
const cache = () => caches.open(CACHE);

/**
 * @param {string} [key]
 * @returns {Promise<Response | undefined>} a crash while it was replaced leaves the spare one: writeBody
 */
export async function readBody(key = "/") {
    const place = await cache();
    return (await place.match(key)) || place.match(key + "+");
}

/**
 * The body that a snapshot has for an address.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {string} url
 */
export function bodyOf(record, url) {
    return readBody(record?.entries[urlKey(url, ORIGIN)]);
}

/**
 * One question instead of one for each. Chrome refuses to list more than about 17,000 keys (10 MB,
 * cache_storage_cache.cc); so many bodies are not lost one by one, and their entries tell.
 *
 * @returns {Promise<Set<string> | null>} the addresses of all bodies, null for too many
 */
async function addresses() {
    return (await cache()).keys().then((list) => new Set(list.map(({ url }) => url)), () => null);
}

/** @returns {Promise<Set<string>>} the keys of all bodies that have an entry */
export async function storedBodies() {
    const there = await addresses();
    return new Set((await entries()).map(({ key }) => key).filter((key) => !there || there.has(ORIGIN + key)));
}

/**
 * What is stored under none of these keys: by the entries, and by the cache itself, since a disk
 * that took a body may have refused its entry.
 *
 * @param {Set<string>} named
 * @returns {Promise<string[]>} keys
 */
export async function unnamedBodies(named) {
    const [there, known] = await Promise.all([addresses(), entries()]);
    const kept = new Set([...named].map((key) => new URL(key, ORIGIN).href));
    // The spare one of a body that is named stays: readBody.
    const stray = [...(there || [])].filter((url) => !kept.has(url) && !(url.endsWith("+") && kept.has(url.slice(0, -1))));
    return [...known.map(({ key }) => key).filter((key) => !named.has(key)), ...stray.map((url) => url.slice(ORIGIN.length))];
}

/**
 * Stores a trusted body. Without `version` the content names it.
 *
 * @param {import("./types").Identity} who
 * @param {import("./types").Described} what
 * @param {Blob} blob
 * @param {Headers} headers of the answer
 * @returns {Promise<{key: string, fresh: number}>} fresh: bytes that were not here before
 */
export async function writeBody(who, what, blob, headers) {
    const { url, kind, base = "", fixed } = what;
    const owner = what.shared ? null : who;
    const key = bodyKey(owner, what.version || (await digest(blob)), url);
    // A picture under its time never changes: nobody needs to know what was there.
    const once = base && fixed;
    const old = !once && (await readBody(key));
    // Under the digest of its content stands that content; under a version of the server's it may
    // have come wrong: Odoo gives an error as a style sheet, under the name of the good one (assetsbundle.py).
    const isNamedByContent = !what.version && kind !== "image";
    const same = old && (isNamedByContent || (await digest(await old.blob())) === (await digest(blob)));
    for (let keep = 1; !same; keep--) {
        try {
            // Chrome drops the old body before it writes the new one: a crash in between would leave none.
            // With its Cache-Control the browser keeps in memory what never changes, as without a worker.
            for (const name of old ? [key + "+", key] : [key]) {
                const kept = { "Content-Type": headers.get("content-type") || "", "Cache-Control": headers.get("cache-control") || "" };
                await (await cache()).put(name, new Response(blob, { headers: kept }));
            }
            break;
        } catch (error) {
            if (kind === "image" || keep < 0 || /** @type {any} */ (error)?.name !== "QuotaExceededError") {
                throw error;
            }
            await dropPictures(keep);
        }
    }
    const { database, user } = owner || { database: "", user: 0 };
    queue.push({ key, url, kind, base, bytes: blob.size, stored: Date.now(), database, user });
    // A transaction for each of 20,000 pictures takes a tenth of their time. A picture whose entry is
    // lost with this worker is stored anew: storedBodies.
    if (!once || queue.length > 50) {
        await writeEntries();
    }
    return { key, fresh: same ? 0 : blob.size };
}

/** @type {import("./types").Entry[]} */
const queue = [];

/** Writes what is known of the pictures stored lately. */
export async function writeEntries() {
    moments = queue.length ? null : moments;
    await put("entries", ...queue.splice(0));
}

let drops = 0;

/** How often pictures have made way: what was known before of those that are stored holds no more. */
export function timesDropped() {
    return drops;
}

/**
 * Pictures give way to what the till cannot start without: first those that only data of
 * yesterday asks for, then all.
 *
 * @param {number} keep of each picture
 * @returns {Promise<number>} how many went
 */
export async function dropPictures(keep) {
    const gone = pictures(await entries(), keep);
    drops++;
    note("quota", { images_dropped: gone.length });
    await dropBodies(gone.map((entry) => entry.key));
    return gone.length;
}

/**
 * One picture at all its moments.
 *
 * @param {import("./types").Identity} who
 * @param {string} base
 */
const familyOf = ({ database, user }, base) => `${database}/${user}${base}`;

/**
 * Of each picture the newest body. A page without its pictures asks for hundreds at a time, and all
 * entries of a big shop take half a second to read.
 *
 * @type {Promise<Map<string, import("./types").Entry>> | null}
 */
let moments = null;

async function readMoments() {
    const pictured = (await entries()).filter(({ base }) => base).sort((a, b) => a.stored - b.stored);
    return new Map(pictured.map((entry) => [familyOf(entry, entry.base), entry]));
}

/**
 * @param {import("./types").Identity} who
 * @param {string} base
 * @returns {Promise<Response | undefined>} the picture as it was last
 */
export async function lastMoment(who, base) {
    const found = await (moments ??= readMoments()).then((newest) => newest.get(familyOf(who, base)), () => void (moments = null));
    return found && readBody(found.key);
}

/**
 * @param {import("./types").Entry[]} stored
 * @param {number} keep of each picture the newest stay
 * @returns {import("./types").Entry[]} the others
 */
function pictures(stored, keep) {
    /** @type {Map<string, number>} */
    const seen = new Map();
    return stored
        .filter((entry) => entry.base)
        .sort((a, b) => b.stored - a.stored)
        .filter((entry) => {
            const family = familyOf(entry, entry.base);
            const count = (seen.get(family) || 0) + 1;
            seen.set(family, count);
            return count > keep;
        });
}

/** @param {string[]} keys */
export async function dropBodies(keys) {
    if (!keys.length) {
        return;
    }
    moments = null;
    const store = await cache();
    const taken = await remove("entries", keys).then(() => true, () => false); // on a full disk that fails as well
    await Promise.all(keys.flatMap((key) => [store.delete(key), store.delete(key + "+")]));
    if (!taken) {
        await remove("entries", keys);
    }
}

/** @returns {Promise<import("./types").Entry[]>} */
export async function entries() {
    await writeEntries().catch(() => {});
    return all("entries");
}

/** @param {Blob} blob */
async function digest(blob) {
    const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
