/**
 * The pictures of a snapshot: which are wanted, and bringing those that are missing. They never
 * hold up a commit, and they come in small steps, which may end at any point.
 */
import { dropPictures, storedBodies, writeEntries } from "./bodies.js";
import { whileWriting } from "./busy.js";
import { now } from "./clock.js";
import { get, put } from "./db.js";
import { describe, fetchAndKeep, fixedKey, keepPlaceholder } from "./fetching.js";
import { urlKey } from "./keys.js";
import { isLoggedIn } from "./manifest.js";
import { ORIGIN } from "./scope.js";
import { allSnapshots, saveSnapshot } from "./snapshots.js";
import { PLACEHOLDER } from "./trust.js";

/** The list of a shop with 20,000 pictures is large: it stands beside the snapshot, under its name. */
const listKey = (/** @type {string} */ id) => `images/${id}`;

/** Where an older version kept it. @param {import("./types").Owner} owner */
const oldListKey = ({ database, user, config }) => `images/${database}/${user}/${config}`;

/** Lists that were read. @type {Map<string, string[]>} */
const lists = new Map();

/** Where those pictures are stored. @type {Map<string, Set<string>>} */
const wantedKeys = new Map();

/** The last priming of each config: a visit leaves the pictures to it. @type {Map<number, object>} */
const primings = new Map();

/** The disk is full; another try waits for the next worker. */
let full = false;

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
export async function wantImages(record, urls) {
    lists.set(record.id, urls);
    wantedKeys.delete(record.id);
    await put("meta", { key: listKey(record.id), urls });
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<string[]>} the pictures that its page shows
 */
export async function wantedImages(record) {
    if (!lists.has(record.id)) {
        remember(record, (await get("meta", listKey(record.id))) || (await get("meta", oldListKey(record))));
    }
    return lists.get(record.id) || [];
}

/**
 * The same for one who has read all of `meta`: there a list that could not be read is not an empty one.
 *
 * @param {Map<string, any>} meta by key
 * @param {import("./types").Snapshot} record
 */
export function imagesIn(meta, record) {
    remember(record, meta.get(listKey(record.id)) || meta.get(oldListKey(record)));
    return lists.get(record.id) || [];
}

/**
 * The page may have said it meanwhile; and a list that is not there yet is not an empty one.
 *
 * @param {import("./types").Snapshot} record
 * @param {{urls: string[]} | undefined} stored
 */
function remember(record, stored) {
    if (stored && !lists.has(record.id)) {
        lists.set(record.id, stored.urls);
    }
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} key of a picture's body
 */
async function isWanted(record, key) {
    const urls = await wantedImages(record);
    const keys = wantedKeys.get(record.id) || new Set(urls.map((url) => fixedKey(record, url)));
    if (lists.has(record.id)) {
        wantedKeys.set(record.id, keys);
    }
    return keys.has(key);
}

/** A page that shows more pictures besides those of its list has a leak. */
const SEEN_MOST = 2000;

/**
 * A snapshot also names the pictures that its page shows besides those of its list.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {string} url
 * @param {string} key of its body
 */
export async function nameImage(record, url, key) {
    const name = urlKey(url, ORIGIN);
    if (!record || record.entries[name] === key || Object.keys(record.entries).length > SEEN_MOST || (await isWanted(record, key))) {
        return;
    }
    record.entries[name] = key;
    await saveSnapshot(record);
}

/** The keys in `meta` under which the lists of live snapshots stand. */
export function listKeys() {
    for (const id of lists.keys()) {
        if (!allSnapshots().some((record) => record.id === id)) {
            lists.delete(id);
            wantedKeys.delete(id);
        }
    }
    return allSnapshots().flatMap((record) => [listKey(record.id), oldListKey(record)]);
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<string[]>} those of its pictures that are not stored
 */
export async function missingImages(record) {
    const wanted = await wantedImages(record);
    if (!wanted.length || full) {
        return [];
    }
    const stored = await storedBodies();
    return wanted.filter((url) => !stored.has(fixedKey(record, url)));
}

/** What only this terminal has does not fit on the disk: pictures, which the server has, make way. */
export async function giveRoom() {
    full = true; // or they come again
    return (await dropPictures(1)) || (await dropPictures(0));
}

/**
 * @typedef {object} Haste
 * @property {number} width requests at once
 * @property {number} [budget] ms after which no further picture is begun
 * @property {boolean} [priming] takes the pictures over from a visit
 */

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 * @param {Haste} haste
 * @param {(bytes: number) => void} [progress]
 */
export async function keepImages(record, urls, { width, budget = Infinity, priming = false }, progress = () => {}) {
    const { config } = record;
    // Pictures are of who is logged in now.
    if (urls.length && (await isLoggedIn(record)) === false) {
        return;
    }
    if (priming && urls.length) {
        primings.set(config, {});
        full = false;
    }
    const turn = primings.get(config);
    const end = now() + budget;
    const isOver = () => turn !== primings.get(config) || full || now() > end;
    const stored = await storedBodies();
    /** @type {string[]} */
    const placeholders = [];
    await whileWriting(() =>
        each(urls, width, async (url) => {
            if (isOver() || (stored.has(fixedKey(record, url)) && describe(url).fixed)) {
                return progress(0);
            }
            const kept = await fetchAndKeep(record, url, "default").catch((error) => {
                full = error?.name === "QuotaExceededError";
                error?.code === PLACEHOLDER && placeholders.push(url);
            });
            progress(kept?.fresh || 0);
        })
    );
    if (placeholders.length && !isOver() && (await isLoggedIn(record))) {
        await whileWriting(() => each(placeholders, width, async (url) => void (await keepPlaceholder(record, url).catch(() => {}))));
    }
    await writeEntries().catch(() => {});
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} width
 * @param {(item: T) => Promise<void>} work
 */
export async function each(items, width, work) {
    const queue = [...items];
    const lane = async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
            await work(item);
        }
    };
    await Promise.all(Array.from({ length: width }, lane));
}
