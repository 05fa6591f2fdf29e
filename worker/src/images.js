/**
 * The pictures of a snapshot: which are wanted, and bringing those that are missing. They never
 * hold up a commit, and they come in small steps, which may end at any point.
 */
import { dropPictures, storedBodies, timesDropped, writeEntries } from "./bodies.js";
import { whileWriting } from "./busy.js";
import { now } from "./clock.js";
import { get, onFull, put } from "./db.js";
import { describe, fetchAndKeep, fixedKey, keepPlaceholder, Refused } from "./fetching.js";
import { settle } from "./health.js";
import { urlKey } from "./keys.js";
import { isLoggedIn, OTHER_LOGIN } from "./manifest.js";
import { given, pauseAsking, resting } from "./refusals.js";
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

/**
 * Those of them that are not stored, by their keys, as known when pictures had been dropped so many
 * times. To list what is stored takes seconds where there is much, and an open page asks every 30 s.
 *
 * @type {Map<string, {drops: number, urls: Map<string, string>}>}
 */
const lacking = new Map();

/** The last priming of each config: a visit leaves the pictures to it. @type {Map<number, object>} */
const primings = new Map();

/** Milliseconds without pictures after the disk was full, longer each time: on a small disk sales take turns with them. */
const FULL_REST = 60_000;
const LONGEST_REST = 3_600_000;
let rest = FULL_REST;
let fullUntil = -Infinity;
const isFull = () => now() < fullUntil;

function noteFull() {
    if (!isFull()) {
        fullUntil = now() + rest;
        rest = Math.min(2 * rest, LONGEST_REST);
    }
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
export async function wantImages(record, urls) {
    lists.set(record.id, urls);
    wantedKeys.delete(record.id);
    lacking.delete(record.id);
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
            lacking.delete(id);
        }
    }
    return allSnapshots().flatMap((record) => [listKey(record.id), oldListKey(record)]);
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<Map<string, string>>} the addresses of those of its pictures that are not stored, by their keys
 */
async function lackingOf(record) {
    const known = lacking.get(record.id);
    const drops = timesDropped();
    if (known?.drops === drops) {
        return known.urls;
    }
    const wanted = await wantedImages(record);
    const stored = wanted.length ? await storedBodies() : new Set();
    const urls = new Map(wanted.map((url) => /** @type {const} */ ([fixedKey(record, url), url])).filter(([key]) => !stored.has(key)));
    // A list that could not be read, or was replaced meanwhile, is not known.
    if (lists.get(record.id) === wanted) {
        lacking.set(record.id, { drops, urls });
    }
    return urls;
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<string[]>} those of its pictures that are not stored and worth asking for now
 */
export async function missingImages(record) {
    if (isFull()) {
        return [];
    }
    const [urls, isResting] = [await lackingOf(record), await resting()];
    if (!urls.size) {
        rest = FULL_REST; // all fit, so the next full disk is another one
    }
    return [...urls].filter(([key]) => !isResting(key)).map(([, url]) => url);
}

/** @param {string} key of a picture's body that was stored */
export async function haveStored(key) {
    lacking.forEach(({ urls }) => urls.delete(key));
    await given(key);
}

/**
 * A picture is not stored. Where it was taken for stored, somebody has deleted files: then it must
 * be looked what is there.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {string} key of its body
 */
export async function notFound(record, key) {
    const known = record && lacking.get(record.id);
    if (known && !known.urls.has(key) && (await isWanted(record, key))) {
        lacking.delete(record.id);
    }
}

/** What only this terminal has does not fit on the disk: pictures, which the server has, make way. */
export async function giveRoom() {
    noteFull(); // or they come again at once
    return (await dropPictures(1)) || (await dropPictures(0));
}

onFull(async () => (await giveRoom()) > 0);

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
    if (urls.length && (await isLoggedIn(record, 0)) === false) {
        return;
    }
    if (priming && urls.length) {
        primings.set(config, {});
        lacking.delete(record.id);
        [fullUntil, rest] = [-Infinity, FULL_REST];
    }
    const turn = primings.get(config);
    const end = now() + budget;
    /** @type {Failed} */
    const failed = { placeholder: [], refused: [], lost: [], quota: [], other: [] };
    const isOver = () => turn !== primings.get(config) || isFull() || now() > end || failed.other.length > 0;
    const lacks = await lackingOf(record);
    await whileWriting(() =>
        each(urls, width, async (url) => {
            if (isOver() || (!lacks.has(fixedKey(record, url)) && describe(url).fixed)) {
                return progress(0);
            }
            const kept = await fetchAndKeep(record, url, "default").catch((error) => void failed[whyNot(error)].push(url));
            kept && (await haveStored(kept.key));
            progress(kept?.fresh || 0);
        })
    );
    if (!isOver()) {
        await keepPlaceholders(record, failed, width);
    }
    await letRest(record, failed).catch(() => {});
    await writeEntries().catch(() => {});
}

/** @typedef {Record<"placeholder" | "refused" | "lost" | "quota" | "other", string[]>} Failed pictures that did not come, by why */

/**
 * @param {any} error
 * @returns {keyof Failed}
 */
function whyNot(error) {
    if (error?.name === "QuotaExceededError") {
        noteFull();
        return "quota";
    }
    if (error instanceof Refused && error.code === OTHER_LOGIN) {
        return "other";
    }
    if (error instanceof Refused) {
        return error.code === PLACEHOLDER ? "placeholder" : "refused";
    }
    return "lost";
}

/**
 * @param {import("./types").Snapshot} record
 * @param {Failed} failed
 * @param {number} width
 */
async function keepPlaceholders(record, { placeholder, refused: bad }, width) {
    // A placeholder may be the first sign that the log-in has ended: what was said before it is too old.
    const loggedIn = placeholder.length ? await isLoggedIn(record, 0) : false;
    if (loggedIn === null) {
        bad.push(...placeholder); // nobody can say whether it is the truth
    }
    const keep = (/** @type {string} */ url) => keepPlaceholder(record, url).then(({ key }) => haveStored(key));
    if (loggedIn) {
        await whileWriting(() => each(placeholder, width, (url) => keep(url).catch((error) => void (error instanceof Refused && bad.push(url)))));
    }
}

/**
 * What the server, alive, did not give need not be asked for at the next turn.
 *
 * @param {import("./types").Snapshot} record
 * @param {Failed} failed
 */
async function letRest(record, { refused: bad, lost }) {
    if ((bad.length || lost.length) && (await settle("network-error"))) {
        const keysOf = (/** @type {string[]} */ urls) => urls.map((url) => fixedKey(record, url));
        await pauseAsking(keysOf(bad), false);
        await pauseAsking(keysOf(lost), true);
    }
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
