// @odoo-module ignore
// POS Offline Reload 0.1.0, built from worker/src. SPDX-License-Identifier: LGPL-3.0-only
(() => {
"use strict";

// ---- clock.js ----

/**
 * Time as the worker measures it: never the terminal's clock, which people and batteries set.
 */

/** Milliseconds since this worker started. */
function now() {
    return performance.now();
}

/**
 * @param {number} ms
 * @returns {Promise<undefined>}
 */
function pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

/**
 * Waits for a promise, but not longer than so many ms. The promise goes on.
 *
 * @template T, F
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {F} otherwise what there is when the time is over
 * @returns {Promise<T | F>}
 */
function within(promise, ms, otherwise) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const over = new Promise((resolve) => (timer = setTimeout(resolve, ms, otherwise)));
    return /** @type {Promise<T | F>} */ (Promise.race([promise, over])).finally(() => clearTimeout(timer));
}

/**
 * Runs work under a signal that aborts it after so many ms. Safari 15 and Chrome 102 have no
 * AbortSignal.timeout.
 *
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
function limited(ms, work) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new DOMException("the deadline has passed", "TimeoutError")), ms);
    return work(controller.signal).finally(() => clearTimeout(timer));
}

/**
 * Runs work that tells when it hears something, and aborts it after so many ms of silence. On a slow
 * line a large file takes minutes; how long it takes says nothing of whether it comes.
 *
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal, heard: () => void) => Promise<T>} work
 * @param {AbortController} [controller]
 * @returns {Promise<T>}
 */
function untilSilent(ms, work, controller = new AbortController()) {
    const giveUp = () => controller.abort(new DOMException("nothing comes any more", "TimeoutError"));
    let timer = setTimeout(giveUp, ms);
    const heard = () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, ms);
    };
    return work(controller.signal, heard).finally(() => clearTimeout(timer));
}

// ---- db.js ----

/**
 * The worker's own IndexedDB, as promises. One database, five stores; what belongs together is
 * written in one transaction.
 */

const NAME = "poswarm";

/** The key of each store. @type {Record<string, string>} */
const STORES = { snapshots: "id", replies: "key", entries: "key", clients: "id", meta: "key" };

/** What a power cut must not undo once it is said to be done; every other loss the next visit makes good. */
const DURABLE = new Set(["snapshots", "replies"]);

/** Nobody waits longer than this for a single record. */
const READ_PATIENCE = 1000;

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

/** A database that does not answer was not there for anybody: nobody waits for it a second time. */
let unanswered = false;

/** An opening that is not answered by then is given up and tried anew. */
const OPEN_PATIENCE = 5000;

/** @returns {Promise<IDBDatabase>} */
function open() {
    opening ??= new Promise((resolve, reject) => {
        const request = indexedDB.open(NAME, 1);
        let late = false;
        const timer = setTimeout(() => {
            late = true;
            reject(new DOMException("the database does not answer", "TimeoutError"));
        }, OPEN_PATIENCE);
        request.onupgradeneeded = () => {
            for (const [store, keyPath] of Object.entries(STORES)) {
                request.result.createObjectStore(store, { keyPath });
            }
        };
        request.onerror = () => {
            clearTimeout(timer);
            reject(request.error);
        };
        request.onsuccess = () => {
            clearTimeout(timer);
            const db = request.result;
            if (late) {
                return db.close();
            }
            // Odoo's "Reload data" deletes every database of the origin; never stand in its way.
            db.onversionchange = () => {
                db.close();
                opening = undefined;
            };
            db.onclose = () => (opening = undefined);
            unanswered = false;
            resolve(db);
        };
    });
    opening.catch(() => (opening = undefined));
    return opening;
}

/** @type {() => Promise<boolean>} */
let makeRoom = async () => false;
/** @type {Promise<boolean> | null} */
let making = null;

/** @param {() => Promise<boolean>} way takes pictures off a full disk, and says whether any went */
function onFull(way) {
    makeRoom = way;
}

/**
 * A snapshot, a reply, a list: pictures give way to each, as they do to files. Only their own
 * entries wait for room that somebody else makes.
 *
 * @template T
 * @param {string} name of the store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
async function transact(name, mode, work) {
    try {
        return await attempt(name, mode, work);
    } catch (error) {
        if (/** @type {any} */ (error)?.name !== "QuotaExceededError" || name === "entries") {
            throw error;
        }
        // On a disk that takes nothing at all no room can be made.
        making ??= makeRoom()
            .catch(() => false)
            .finally(() => (making = null));
        if (!(await making)) {
            throw error;
        }
        return attempt(name, mode, work);
    }
}

/**
 * @template T
 * @param {string} name of the store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
async function attempt(name, mode, work) {
    const db = await open();
    return new Promise((resolve, reject) => {
        // Writers share a store, so that there is one at a time. A Chrome that is killed with two
        // unfinished ones in a database calls all databases of the origin corrupt, the POS's too, and
        // deletes them: it notes that they share the database and, starting again, wants it for each
        // alone (LevelDBScopes::Initialize in leveldb_scopes.cc).
        const tx = db.transaction(mode === "readwrite" ? [name, "meta"] : name, mode, {
            durability: DURABLE.has(name) ? "strict" : "default",
        });
        tx.onabort = () => reject(tx.error);
        const request = work(tx.objectStore(name));
        tx.oncomplete = () => resolve(/** @type {T} */ (request?.result));
    });
}

/**
 * @param {string} name of the store
 * @param {string} key
 * @returns {Promise<any>} rejects when it cannot be read
 */
async function read(name, key) {
    return withBlob(await transact(name, "readonly", (store) => store.get(key)));
}

/**
 * What cannot be read, or not within a second, counts as missing: a broken database must not stop
 * what the server can do.
 *
 * @param {string} name of the store
 * @param {string} key
 * @returns {Promise<any>}
 */
async function get(name, key) {
    if (unanswered) {
        return undefined;
    }
    const found = read(name, key).then(
        (value) => ({ value }),
        () => ({ value: undefined })
    );
    const answer = await within(found, READ_PATIENCE, null);
    if (!answer) {
        unanswered = true;
        void found.then(() => (unanswered = false));
    }
    return answer?.value;
}

/**
 * @param {string} name of the store
 * @returns {Promise<any[]>}
 */
async function all(name) {
    return (await transact(name, "readonly", (store) => store.getAll())).map(withBlob);
}

/** WebKit has no place for the files of Blobs in a private tab, and says so with one of these. */
const BLOB_ERRORS = new Set(["DataCloneError", "UnknownError"]);

let asBytes = false;

/** @param {any} record */
async function withBytes(record) {
    return record.body instanceof Blob ? { ...record, body: await record.body.arrayBuffer() } : record;
}

/** @param {any} record */
function withBlob(record) {
    return record?.body?.byteLength === undefined ? record : { ...record, body: new Blob([record.body]) };
}

/**
 * @param {string} name of the store
 * @param {any[]} values
 * @returns {Promise<void>}
 */
async function put(name, ...values) {
    const store = (/** @type {any[]} */ records) =>
        transact(name, "readwrite", (to) => records.forEach((record) => to.put(record)));
    try {
        await store(asBytes ? await Promise.all(values.map(withBytes)) : values);
    } catch (error) {
        const { name: why } = /** @type {DOMException} */ (error);
        if (asBytes || !BLOB_ERRORS.has(why) || !values.some(({ body }) => body instanceof Blob)) {
            throw error;
        }
        await store(await Promise.all(values.map(withBytes)));
        asBytes = true;
    }
}

/**
 * @param {string} name of the store
 * @param {string[]} keys
 * @returns {Promise<void>}
 */
function remove(name, keys) {
    return transact(name, "readwrite", (store) => keys.forEach((key) => store.delete(key)));
}

// ---- keys.js ----

/**
 * Keys under which answers are kept: what makes two questions the same question.
 */

/**
 * The path and query of a same-origin URL. A fragment never reaches the server.
 *
 * @param {string} url
 * @param {string} origin
 */
function urlKey(url, origin) {
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
function imageKey(url, origin) {
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
function bodyKey(who, version, key) {
    const place = who ? `${encodeURIComponent(who.database)}/${who.user}` : "shared";
    return `/.poswarm/${place}/${version}${key}`;
}

/**
 * JSON with sorted object keys: two pages may build the same question in another order.
 *
 * @param {any} value
 * @returns {string}
 */
function canonical(value) {
    return JSON.stringify(value, (_, item) => {
        const plain = item && typeof item === "object" && !Array.isArray(item);
        return plain ? Object.fromEntries(Object.keys(item).sort().map((name) => [name, item[name]])) : item;
    });
}

// ---- journal.js ----

/**
 * What the worker did, for the status: which calls it took over, and its last events. Kept in
 * IndexedDB because the browser stops an idle worker after half a minute.
 */

const KEPT = 50;

/** @type {Map<string, {method: string, path: string, call?: string, count: number}>} */
let intercepted = new Map();

/** @type {{time: string, event: string, detail?: any}[]} */
let events = [];

/** @type {Promise<void> | undefined} */
let writing;
let dirty = false;

/** Brings back what an earlier life of this worker noted. */
async function loadJournal() {
    const stored = await read("meta", "journal");
    if (stored) {
        intercepted = new Map(stored.intercepted);
        events = stored.events;
    }
}

/**
 * @param {string} path
 * @param {string} [call]
 */
function noteCall(path, call) {
    const item = intercepted.get(path) || { method: "POST", path, call, count: 0 };
    item.count++;
    intercepted.set(path, item);
    return save();
}

/**
 * @param {string} event
 * @param {any} [detail]
 */
function note(event, detail) {
    events.push({ time: new Date().toISOString(), event, detail });
    events = events.slice(-KEPT);
    void save();
}

/**
 * @param {any} error not the network's
 * @param {string} [type] of the message that it answers
 * @returns {null} what there is instead of a result
 */
function noteError(error, type) {
    note("error", { type, message: String(error) });
    return null;
}

/** Writes the journal; calls that come while a write runs share the next one. */
function save() {
    dirty = true;
    writing ??= (async () => {
        while (dirty) {
            dirty = false;
            await put("meta", { key: "journal", intercepted, events });
        }
    })()
        .catch(() => {})
        .finally(() => (writing = undefined));
    return writing;
}

/** The journal as the status shows it. */
function journal() {
    return { intercepted: [...intercepted.values()], events };
}

// ---- scope.js ----

/**
 * The one cast of the project: `self` of a classic worker script, seen as what it is.
 */
const sw = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** Everything we keep or answer belongs to this origin. */
const ORIGIN = sw.location.origin;

// ---- version.js ----

/** Version of the worker, shown in its status and in the header of the built file. */
const VERSION = "0.1.0";

/** Version of the stored data and of every message. A change needs a step in migrate.js. */
const SCHEMA = 1;

// ---- bodies.js ----

/**
 * Bodies in the Cache API, each with a small record in IndexedDB that says whose it is and how
 * big. A body is written once under its key and never changed.
 */

const CACHE = `poswarm-${SCHEMA}`;

/** The cache is opened each time: a handle outlives `caches.delete` and then writes to nowhere. */
const cache = () => caches.open(CACHE);

/**
 * @param {string} [key]
 * @returns {Promise<Response | undefined>} a crash while it was replaced leaves the spare one: writeBody
 */
async function readBody(key = "/") {
    const place = await cache();
    return (await place.match(key)) || place.match(key + "+");
}

/**
 * The body that a snapshot has for an address.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {string} url
 */
function bodyOf(record, url) {
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
async function storedBodies() {
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
async function unnamedBodies(named) {
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
async function writeBody(who, what, blob, headers) {
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
async function writeEntries() {
    moments = queue.length ? null : moments;
    await put("entries", ...queue.splice(0));
}

let drops = 0;

/** How often pictures have made way: what was known before of those that are stored holds no more. */
function timesDropped() {
    return drops;
}

/**
 * Pictures give way to what the till cannot start without: first those that only data of
 * yesterday asks for, then all.
 *
 * @param {number} keep of each picture
 * @returns {Promise<number>} how many went
 */
async function dropPictures(keep) {
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
async function lastMoment(who, base) {
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
async function dropBodies(keys) {
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
async function entries() {
    await writeEntries().catch(() => {});
    return all("entries");
}

/** @param {Blob} blob */
async function digest(blob) {
    const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- activate.js ----

/**
 * Install and activation. An upgrade never empties anything: what an older version stored is
 * carried over first, and only then its caches are removed.
 */

/** Odoo's own worker leaves this one behind; nobody reads or prunes it any more. */
const ABANDONED = "odoo-pos-cache";

const outdated = async () => (await caches.keys()).filter((name) => name.startsWith("poswarm-") && name !== CACHE);

/**
 * Takes over the bodies of an older schema. Keys say what a body is and never change; records in
 * IndexedDB are read with what they lack. During `install` the old worker still serves, and when
 * this fails it goes on to.
 */
async function carryOver() {
    for (const name of await outdated()) {
        const store = await caches.open(CACHE);
        const old = await caches.open(name);
        for (const request of await old.keys()) {
            const body = !(await store.match(request)) && (await old.match(request));
            body && (await store.put(request, body));
        }
    }
}

/**
 * Removes the caches of ours that this version does not use, once what they hold is here.
 * Everything else on this origin, known or not, belongs to somebody.
 */
async function removeOutdated() {
    // The old worker has gone on storing until now.
    await carryOver();
    for (const name of await outdated()) {
        await caches.delete(name);
    }
    // Pages tell by this cache whether the worker in charge of them is ours (first-visit.js).
    await caches.open(CACHE);
}

/** After our first commit the terminal no longer needs what Odoo's worker had stored. */
function caughtUp() {
    return caches.delete(ABANDONED);
}

// ---- calltable.js ----

/**
 * The read-only calls that may be answered from storage, one row each. Whatever is not here is
 * never intercepted: Odoo's own offline logic lives on honest connection errors, so a made-up
 * success (an order number, a gift card balance, a payment status) is worse than a failure.
 *
 * A row returns what makes it the same question, or null when this question must not be stored
 * or answered. Its first member is the POS session that the reply belongs to, or 0.
 */

/** @type {Record<string, (args: any[], kwargs: Record<string, any>) => any[] | null>} */
const TABLE = {
    // Without these two, scanning is dead until the next online start; they change with the
    // settings of the company only.
    "barcode.nomenclature.read": readQuestion,
    "barcode.rule.search_read": readQuestion,

    // Fields and relations of the models, the same for every session of a config. The POS keeps
    // a copy in localStorage; ours counts when that is gone.
    "pos.session.load_data_params": () => [0],

    // A full load is an answer for its own session. A delta answers only the moment it was asked:
    // replayed on an empty database it makes a shop of six products, for good.
    "pos.session.load_data": ([session, models], { context }) =>
        context?.pos_last_server_date ? null : [session, models, !!context?.pos_limited_loading],

    // Names records to forget. Goes only with the full load of the same boot (calls.js).
    "pos.session.filter_local_data": ([session]) => [session],

    // The receipts' templates, which change with Odoo's code and its addons only. From saas-19.4 on
    // the POS waits for them at its start and ends in the critical box without
    // (`APP/services/data_service.js`).
    "pos.order.get_receipt_template_for_pos_frontend": (args) => [0, args],

    // A product scanned or searched that the limited load left out.
    "product.template.load_product_from_pos": (args, { context }) => [0, args, !!context?.load_archived],

    // Only the look-up of a customer's card; other questions about partners are live.
    "res.partner.search_read": (args, kwargs) => {
        const [term, ...more] = args[0] || kwargs.domain || [];
        return !more.length && term?.[0] === "barcode" && term[1] === "=" ? readQuestion(args, kwargs) : null;
    },
};

/** What is asked for one thing at a time, while people sell; every other row is of the boot. */
const LOOK_UPS = new Set(["product.template.load_product_from_pos", "res.partner.search_read"]);

/** @param {string} call "model.method" */
function isLookUp(call) {
    return LOOK_UPS.has(call);
}

/** @returns {string[]} each "model.method" */
function calls() {
    return Object.keys(TABLE);
}

/** @param {string} call "model.method" */
function isListed(call) {
    return Object.hasOwn(TABLE, call);
}

/**
 * @param {string} call
 * @param {import("./types").Params} params
 * @returns {any[] | null}
 */
function question(call, { args = [], kwargs = {} }) {
    return TABLE[call](args, kwargs);
}

/**
 * A read of fields. Odoo sorts its field lists in place now and then, so the same read comes in
 * two orders.
 *
 * @param {any[]} args
 * @param {Record<string, any>} kwargs
 */
function readQuestion([about, fields, ...rest], kwargs) {
    return [0, about, sorted(fields), rest, { ...kwargs, fields: sorted(kwargs.fields), context: null }];
}

/** @param {any} list */
function sorted(list) {
    return Array.isArray(list) ? [...list].sort() : list;
}

// ---- route.js ----

/**
 * Decides what a request is, and by that whether the worker touches it at all.
 *
 * The decision must be made before `respondWith`, from what is known without waiting, because a
 * request that we take over and hand back unchanged is no longer the browser's own: it has lost
 * its streaming body, and it would stand in the list of intercepted calls.
 */

/**
 * Where a POS leads to its log-in, or to whatever asks for one in front of it: an address of its
 * own, which the worker lets pass untouched. The page comes back from there by itself
 * (first-visit.js).
 *
 * @param {number} config
 */
function loginUrl(config) {
    return `/pos/ui/${config}?poswarm=login`;
}

const PAGE = /^\/pos\/(?:ui|web)(?:\/(\d+)(?:\/.*)?|\/)?$/;
const CALL = /^\/web\/dataset\/call_kw\/([\w.]+)\/(\w+)$/;

/** Where a call of the table is asked. @param {string} call "model.method" */
function callPath(call) {
    return `/web/dataset/call_kw/${call.replace(/\.(\w+)$/, "/$1")}`;
}

const PING = "/pos/ping";

const ASSET = /^\/web\/assets\/(?:\d+\/)?[0-9a-f]{7,}\//;
const STATIC = /^\/[\w-]+\/static\//;
const IMAGE = /^\/(?:web\/image(?:\/|$)|logo$|web\/binary\/company_logo$)/;

/** Where people log in and out; what only reads there does no harm as a sign. */
const LOGIN_PLACES = ["/web/login", "/web/become", "/web/session"];

const isLoginPlace = (/** @type {string} */ path) => LOGIN_PLACES.some((place) => path === place || path.startsWith(`${place}/`));

/** What a page does not start without, wherever a module of the shop has put it. */
const PARTS = new Set(["script", "style", "font"]);

/** Bundles that change under their address (?debug=assets). */
const MUTABLE = "/web/assets/";

/**
 * @param {{method: string, url: string, mode: string, destination?: string}} request
 * @param {string} origin
 * @returns {import("./types").Route | null} null: not ours, leave it to the browser
 */
function route(request, origin) {
    const url = new URL(request.url);
    if (url.origin !== origin) {
        return null;
    }
    if (request.method === "GET") {
        return request.mode === "navigate" ? pageRoute(url) : fileRoute(url) || partRoute(request.destination, url);
    }
    return request.method === "POST" ? callRoute(url) : null;
}

/**
 * Whether the server may take this browser for somebody else after a request.
 *
 * @param {{url: string}} request
 * @param {string} origin
 */
function changesLogin({ url }, origin) {
    const { origin: place, pathname, searchParams } = new URL(url);
    return place === origin && (isLoginPlace(pathname) || searchParams.get("poswarm") === "login");
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function pageRoute(url) {
    const match = PAGE.exec(url.pathname);
    if (!match || url.searchParams.get("poswarm") === "login") {
        return null;
    }
    const config = Number(match[1] || url.searchParams.get("config_id")) || null;
    // Odoo answers ?debug=assets with mutable bundles; they must never become a snapshot.
    const storable = !(url.searchParams.get("debug") || "").includes("assets");
    return { kind: "page", config, storable };
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function fileRoute(url) {
    const path = url.pathname;
    if (ASSET.test(path)) {
        return { kind: "file", immutable: true };
    }
    if (IMAGE.test(path)) {
        return { kind: "image" };
    }
    if (STATIC.test(path)) {
        return { kind: "file", immutable: false };
    }
    if (path === "/web/webclient/translations" && !url.searchParams.has("mods")) {
        return { kind: "translations" };
    }
    return null;
}

/**
 * @param {string | undefined} destination
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function partRoute(destination, url) {
    const isPart = PARTS.has(destination || "") && !url.pathname.startsWith(MUTABLE);
    return isPart ? { kind: "file", immutable: false } : null;
}

/**
 * @param {URL} url
 * @returns {import("./types").Route | null}
 */
function callRoute(url) {
    if (url.pathname === PING) {
        return { kind: "ping" };
    }
    const match = CALL.exec(url.pathname);
    const call = match ? `${match[1]}.${match[2]}` : "";
    return isListed(call) ? { kind: "call", call } : null;
}

// ---- bypass.js ----

/**
 * What the browser need not ask this worker about: every write, and every read that is not in the
 * table. Told with the worker's installation, the browser sends them by itself, so that no start of
 * a worker, no work of it and no fault of it can come between the till and a sale (Static Routing
 * API, `InstallEvent.addRoutes`, Chrome 123). A browser that does not have it asks, and is left
 * to it (route.js).
 */

/**
 * Rules for POST alone. The first that fits counts, so that nothing depends on a browser which
 * knows less of a condition than another one and would take it for a wider one.
 */
function rules() {
    // At a log-in the worker looks on (route.js, `changesLogin`).
    const asked = [PING, ...calls().map(callPath), ...LOGIN_PLACES.map((place) => `${place}{/*}?`)];
    return [
        ...asked.map((pathname) => ({ condition: { urlPattern: new URLPattern({ pathname }) }, source: "fetch-event" })),
        { condition: { requestMethod: "POST" }, source: "network" },
    ];
}

/**
 * @param {ExtendableEvent & {addRoutes?: (rules: any[]) => Promise<void>}} event of the installation
 */
async function leaveWritesAlone(event) {
    try {
        await event.addRoutes?.(rules());
    } catch (error) {
        noteError(error, "addRoutes"); // the installation goes on: then the worker is asked
    }
}

// ---- json.js ----

/**
 * JSON in and out.
 */

/**
 * @param {string | undefined} text
 * @returns {any} null: it is no JSON
 */
function fromJson(text) {
    try {
        return JSON.parse(text || "");
    } catch {
        return null;
    }
}

/** @param {BodyInit} body */
function json(body) {
    return new Response(body, { headers: { "Content-Type": "application/json; charset=utf-8" } });
}

// ---- clients.js ----

/**
 * Which tab shows which page. A tab keeps the snapshot it started with, so that the lazy files
 * of its build still load after a newer build has arrived.
 */

/** A tab that navigates is not listed by `clients.matchAll` yet. */
const NEWBORN = 60000;

/** @type {Map<string, import("./types").Client>} */
const known = new Map();

/** Replies on their way to the disk. @type {Set<Promise<any>>} */
const pending = new Set();

/** What a tab received before we knew whose page it is (first visit), to be stored then. */
/** @type {Map<string, ((client: import("./types").Client) => Promise<any>)[]>} */
const unowned = new Map();

/**
 * @param {string} id
 * @returns {Promise<import("./types").Client | null>}
 */
async function clientOf(id) {
    if (id && !known.has(id)) {
        const stored = await get("clients", id);
        if (stored && !known.has(id)) {
            known.set(id, stored);
        }
    }
    return known.get(id) || null;
}

/**
 * @param {string} id
 * @param {import("./types").Owner} owner
 * @param {string} lang
 * @param {string | null} snapshot
 * @param {boolean} [stored] its page came from the snapshot
 */
async function setClient(id, owner, lang, snapshot, stored = false) {
    const { database, user, config } = owner;
    const client = { id, owner: { database, user, config }, lang, snapshot, stored, seen: Date.now() };
    known.set(id, client);
    for (const job of unowned.get(id) || []) {
        void track(job(client));
    }
    unowned.delete(id);
    // A full disk must not keep a page from its tab; this worker knows it all the same.
    await put("clients", client).catch(() => {});
}

/**
 * A tab whose page we leave alone, and all that it is told.
 *
 * @param {string} id
 */
function passClient(id) {
    known.set(id, { id, owner: null, lang: "", snapshot: null, seen: Date.now() });
    unowned.delete(id);
}

/**
 * @param {string} id
 * @param {(client: import("./types").Client) => Promise<any>} job run as soon as the tab's owner is known
 */
async function whenKnown(id, job) {
    const client = await clientOf(id);
    if (client) {
        return client.owner && track(job(client));
    }
    unowned.set(id, [...(unowned.get(id) || []), job]);
}

/** @param {Promise<any>} promise */
function track(promise) {
    pending.add(promise);
    return promise.catch(() => {}).finally(() => pending.delete(promise));
}

/** Waits until what the tabs received is stored. */
function settled() {
    return Promise.allSettled(pending);
}

/** Snapshots that an open tab is pinned to. */
async function pinnedSnapshots() {
    return (await openTabs()).map((client) => client.snapshot);
}

/**
 * The tabs that are open; forgets those that are gone. The disk may know fewer than this worker,
 * and at its start more.
 *
 * @returns {Promise<import("./types").Client[]>}
 */
async function openTabs() {
    const open = new Set((await sw.clients.matchAll({ includeUncontrolled: true })).map((client) => client.id));
    const written = /** @type {import("./types").Client[]} */ (await all("clients"));
    const tabs = new Map([...written.map((client) => /** @type {const} */ ([client.id, client])), ...known]);
    const gone = [...tabs.values()].filter(({ id, seen: since }) => !open.has(id) && Math.abs(Date.now() - since) > NEWBORN).map(({ id }) => id);
    for (const id of gone) {
        known.delete(id);
        tabs.delete(id);
    }
    await remove("clients", gone);
    return [...tabs.values()];
}

// ---- trust.js ----

/**
 * Decides whether an answer may be stored. Nothing else in the worker writes a body without
 * asking here. Every refusal has a code, because "why is this terminal not ready" is asked
 * weeks later and from far away.
 */

/** A picture of a record that has none, or an answer to somebody who is not logged in. */
const PLACEHOLDER = "placeholder-image";

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
function fitsKind(kind, contentType) {
    return FITS[kind].test(contentType);
}

/**
 * @param {import("./types").Kind} kind
 * @param {{status: number, type: string, redirected: boolean, url: string, headers: Headers}} response
 * @param {string} origin
 * @returns {string | null} null: the head of the answer can be trusted
 */
function judgeHead(kind, response, origin) {
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
function judgeLength(headers, size) {
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
function judgePage(text, markers, config) {
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
function judgeReply(head, tail) {
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
function judgeTranslations(body) {
    return body && body.hash && body.modules && body.lang_parameters ? null : "short-translations";
}

// ---- page.js ----

/**
 * Reads and rewrites the text of a POS page. Pure: text in, text out.
 */

/** Odoo writes the object as JSON, which has no line breaks. */
const OBJECT = /(\bvar\s+odoo\s*=\s*)(\{.*\})/;

/**
 * The object that the page assigns to `odoo`.
 *
 * @param {string} html
 * @returns {any} null: there is none
 */
function odooObject(html) {
    return fromJson(OBJECT.exec(html)?.[2]);
}

/**
 * @param {string} html
 * @returns {import("./types").Markers | null} null: this is no POS page
 */
function markers(html) {
    const odoo = odooObject(html);
    const info = odoo?.__session_info__;
    const user = info?.uid;
    if (!odoo?.pos_config_id || !odoo.pos_session_id || !info?.db || !user) {
        return null;
    }
    return {
        database: info.db,
        user,
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        lang: info.user_context?.lang || "en_US",
        user_name: String(info.name || info.username || ""),
        debug: String(odoo.debug || ""),
        tour: !!odoo.use_pos_fake_tours,
        off: /<meta name="poswarm" content="off"/.test(html),
    };
}

/**
 * Scripts, styles and icons that the page names, in its own order.
 *
 * @param {string} html
 * @returns {import("./types").Resource[]}
 */
function namedResources(html) {
    /** @type {import("./types").Resource[]} */
    const found = [];
    for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/gi)) {
        const url = /\s(?:src|href)\s*=\s*["']([^"']+)/i.exec(tag)?.[1].replace(/&amp;/g, "&");
        const kind = /^<s/i.test(tag) ? "script" : /stylesheet/i.test(tag) ? "style" : /icon/i.test(tag) ? "image" : null;
        if (url && kind) {
            found.push({ url, kind });
        }
    }
    return found;
}

/**
 * Files that a style sheet can load: of every @font-face the one font that Chrome takes, and
 * every picture. Fonts offer the same glyphs in four formats; fetching all costs four times.
 *
 * @param {string} css
 * @param {string} base URL of the style sheet
 * @returns {import("./types").Resource[]}
 */
function styleResources(css, base) {
    /** @type {Map<string, import("./types").Resource>} */
    const found = new Map();
    const rest = css.replace(/@font-face\s*\{[^}]*\}/gi, (face) => {
        const sources = face.split(/src\s*:/i).pop() || "";
        const font = styleUrls(sources, base).find((url) => kindOf(url.pathname) === "font");
        if (font) {
            found.set(font.href, { url: font.href, kind: "font" });
        }
        return "";
    });
    for (const url of styleUrls(rest, base)) {
        found.set(url.href, { url: url.href });
    }
    return [...found.values()];
}

/**
 * @param {string} css
 * @param {string} base
 * @returns {URL[]}
 */
function styleUrls(css, base) {
    const urls = [];
    for (const [, , text] of css.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/gi)) {
        const url = /^(?:data|blob|about):|^#/i.test(text) ? null : parsedUrl(text, base);
        if (url) {
            url.hash = "";
            urls.push(url);
        }
    }
    return urls.filter((url) => url.origin === new URL(base).origin);
}

/**
 * Safari 16 and Chrome 119 have no URL.canParse.
 *
 * @param {string} text
 * @param {string} base
 */
function parsedUrl(text, base) {
    try {
        return new URL(text, base);
    } catch {
        return null;
    }
}

/** @type {[RegExp, import("./types").Kind][]} */
const KINDS = [
    [/\.js$/i, "script"],
    [/\.css$/i, "style"],
    [/\.(?:woff2?|[to]tf)$/i, "font"],
    [/\.(?:png|jpe?g|gif|svg|ico|webp)$/i, "image"],
];

/**
 * What a file must be, judged by its name.
 *
 * @param {string} path
 * @returns {import("./types").Kind}
 */
function kindOf(path) {
    return KINDS.find(([pattern]) => pattern.test(path))?.[1] || "static";
}

/**
 * The page as it is handed out while the server is away: with the POS session that the data of
 * the page holds, without the order to load everything anew, and with one line that tells the
 * page module what happened.
 *
 * @param {string} html
 * @param {{session: number, offline: import("./types").Offline}} changes
 */
function offlinePage(html, { session, offline }) {
    const value = { ...odooObject(html), from_backend: 0, pos_session_id: session };
    return withoutForeignWaits(html)
        .replace(OBJECT, (_, assignment) => assignment + scriptJson(value))
        .replace(/<head[^>]*>/i, (head) => `${head}<script>window.poswarmOffline=${scriptJson(offline)}</script>`);
}

/** A script of another host, as those of payment terminals. */
const FOREIGN_SCRIPT = /<script\b(?=[^>]*\ssrc\s*=\s*["']?(?:https?:)?\/\/)[^>]*>/gi;
const FOREIGN_STYLE = /<link\b(?=[^>]*\srel\s*=\s*["']?stylesheet)(?=[^>]*\shref\s*=\s*["']?(?:https?:)?\/\/)[^>]*>/gi;

/**
 * Scripts and styles of other hosts stop the page where they stand until they are there, on a
 * dead network until its time-out. Here they load beside the page; the first script of the page
 * gets those that were lost when the network is back (first-visit.js).
 *
 * @param {string} html
 */
function withoutForeignWaits(html) {
    return html
        .replace(FOREIGN_SCRIPT, (tag) => tag.replace(/\s(?:async|defer)(?:=(["']).*?\1)?(?=[\s/>])/gi, "").replace(/^<script/i, "<script async data-poswarm-foreign"))
        .replace(FOREIGN_STYLE, (tag) => tag.replace(/\smedia\s*=\s*(["']).*?\1/i, "").replace(/^<link/i, `<link media="print" onload="this.media='all'"`));
}

/**
 * JSON that cannot end the script it stands in.
 *
 * @param {any} value
 */
function scriptJson(value) {
    return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

// ---- verdict.js ----

/**
 * The one judge of answers: what a good answer to each kind of request is. The set is closed.
 * Whatever is not in it is doubt, with a reason for the status, and what doubt means is settled
 * by the health of the server (health.js), never by the answer alone: every gateway, portal and
 * broken Odoo has statuses and pages of its own, and no list of bad ones was ever complete.
 *
 * Pure: an answer in, a reason out.
 */

/** The envelope of a reply stands within its first bytes, its end within the last. */
const ENVELOPE_BYTES = 200;
const SMALL = 256 * 1024;

/** Odoo's page ends so; what a proxy cut short does not. */
const PAGE_END = /<\/html>/i;
const PAGE_TAIL = 4096;

/** The code of the error "Session expired" (odoo/http.py). */
const EXPIRED = 100;

/** A page of which a third party's module made a static file. */
const STATIC_PAGE = /\.html?$/i;

/**
 * The statuses of what Odoo itself says in a page instead of the POS, once a ping has proven that it
 * is there. A page that fails (500) is none of it: what is stored does not, and its calls ask the
 * server. Nor is a challenge (401) or a request that is too large (400): gateways say that.
 */
const HONEST = new Set([200, 403, 404]);

/**
 * What every page of Odoo's own holds (web.layout and the templates upon it): a script with its
 * object, and files of its web module. A word in the text is none of it: gateways sign with the
 * name of the host, which may be odoo.example.com.
 */
const ODOOS = [
    /<script\b[^>]*>[^<]*\b(?:var\s+odoo\s*=\s*\{|odoo\.__session_info__\s*=)/i,
    /<(?:script|link)\b[^>]*\s(?:src|href)\s*=\s*["'](?:(?:https?:)?\/\/[^/"']+)?\/web\/(?:assets|static)\//i,
];

/**
 * Odoo's page on a host of several databases for who has no session, which names the database: an
 * Odoo that works and has lost our session says so to every page, call and ping (NOT_FOUND_NODB in
 * odoo/http.py).
 */
const NO_DATABASE = /No database is selected and the requested URL was not found/;

/**
 * Signs of something in the way that wants an answer of people: Odoo's own log-in, a log-in
 * service in front of it, a hotspot, a gateway's challenge. A challenge that comes with 503 looks
 * like any gateway without a server.
 */
const LOGINS = new Set(["foreign-redirect", "portal", "no-database", "login-page", "status-401", "status-403", "status-407", "status-429", "status-511"]);

/** @param {string} reason */
function isLogin(reason) {
    return LOGINS.has(reason);
}

/** @typedef {{status: number, type: string, url: string, headers: Headers}} Head */

/** @param {Head} response */
function contentType(response) {
    return (response.headers.get("content-type") || "").toLowerCase();
}

/** @param {Head} response */
function isHtml(response) {
    return contentType(response).startsWith("text/html");
}

/**
 * What is wrong with the head of an answer, whatever was asked.
 *
 * @param {Head} response
 * @param {string} origin
 * @returns {string} empty: nothing
 */
function headDoubt(response, origin) {
    if (response.type === "opaqueredirect" || response.type === "opaque") {
        return "foreign-redirect";
    }
    if (response.type === "error") {
        return "network-error";
    }
    if (response.status !== 200) {
        return `status-${response.status}`;
    }
    return response.url && new URL(response.url).origin !== origin ? "foreign-redirect" : "";
}

/**
 * The same for an answer whose beginning is known.
 *
 * @param {Head} response
 * @param {string} text
 * @param {string} origin
 */
function beginDoubt(response, text, origin) {
    const doubt = headDoubt(response, origin);
    return doubt === "status-404" && isHtml(response) && NO_DATABASE.test(text) ? "no-database" : doubt;
}

/**
 * A navigation's answer is good when it is the whole POS page of the config that was asked.
 *
 * @param {Head} response
 * @param {string} text
 * @param {number | null} config null: any
 * @param {string} origin
 * @returns {string} empty: good
 */
function pageDoubt(response, text, config, origin) {
    const begin = beginDoubt(response, text, origin);
    if (begin) {
        return begin;
    }
    const refusal = isHtml(response) ? judgePage(text, markers(text), config) : "content-type";
    if (refusal) {
        return refusal === "not-a-pos-page" ? "portal" : refusal;
    }
    return PAGE_END.test(text.slice(-PAGE_TAIL)) ? "" : "truncated";
}

/**
 * Whether a page that is not good is Odoo's own word all the same, given that the server is there:
 * a refusal, an error, or the way to its log-in. Never a page that is not whole, or is none.
 *
 * @param {Head} response
 * @param {string} text
 */
function isHonest(response, text) {
    if (response.type === "opaqueredirect") {
        return true;
    }
    const isOdoos = ODOOS.some((sign) => sign.test(text));
    return HONEST.has(response.status) && isHtml(response) && isOdoos && PAGE_END.test(text.slice(-PAGE_TAIL));
}

/**
 * Whether a page that is not good says something at all, given that the server is there. Odoo's
 * page for a user who may not sell is a 404 that does not name it (werkzeug's own). A POS page that
 * is cut short says nothing.
 *
 * @param {Head} response
 * @param {string} text
 */
function isWord(response, text) {
    const speaks = response.status < 500 && isHtml(response) && text.trim();
    return response.type === "opaqueredirect" || Boolean(speaks && !markers(text));
}

/**
 * @typedef {object} Text of a reply
 * @property {string} head its first characters
 * @property {string} tail its last characters
 * @property {string | null} whole all of it; null: it is too large to be read twice
 */

/**
 * A call's answer is good when it is a whole JSON-RPC reply, a result or an error of Odoo's.
 *
 * @param {Head} response
 * @param {Text} text
 * @param {string} origin
 * @returns {string} empty: good
 */
function replyDoubt(response, { head, tail, whole }, origin) {
    const doubt = beginDoubt(response, head, origin) || typeDoubt("json", response);
    if (doubt) {
        return doubt;
    }
    const reply = whole === null ? null : fromJson(whole);
    if (reply) {
        return reply.jsonrpc === "2.0" && ("result" in reply || reply.error) ? "" : "rpc-no-result";
    }
    const verdict = judgeReply(head, tail);
    if ("refusal" in verdict && verdict.refusal !== "rpc-error") {
        return verdict.refusal;
    }
    return whole === null ? "" : "length";
}

/**
 * A ping proves that the server is there when it is answered, or refused because the log-in has
 * expired. Any other error is a server that runs and does not work: without its database, with
 * a full disk, in the middle of an upgrade.
 *
 * @param {Head} response
 * @param {Text} text
 * @param {string} origin
 * @returns {string} empty: it is there
 */
function pingDoubt(response, text, origin) {
    const doubt = replyDoubt(response, text, origin);
    const { error } = doubt ? {} : fromJson(text.whole || text.head) || {};
    return doubt || (error && error.code !== EXPIRED ? "rpc-error" : "");
}

/**
 * The whole of a body that is small, the ends of a large one: a shop with 50,000 products answers
 * more than 50 MB, and parsing that twice blocks the till.
 *
 * @param {Blob} body
 * @returns {Promise<Text>}
 */
async function readText(body) {
    if (body.size <= SMALL) {
        const whole = await body.text();
        return { whole, head: whole.slice(0, ENVELOPE_BYTES), tail: whole.slice(-ENVELOPE_BYTES) };
    }
    const [head, tail] = await Promise.all([body.slice(0, ENVELOPE_BYTES).text(), body.slice(-ENVELOPE_BYTES).text()]);
    return { head, tail, whole: null };
}

/**
 * The same of an answer that has just come. A Blob of it would be in another process, some
 * milliseconds away each time, and a boot waits for each of its calls.
 *
 * @param {ArrayBuffer} bytes
 * @returns {Text}
 */
function textOf(bytes) {
    const part = (/** @type {number} */ from, /** @type {number} */ to = bytes.byteLength) => new TextDecoder().decode(new Uint8Array(bytes).subarray(from, to));
    if (bytes.byteLength <= SMALL) {
        const whole = part(0);
        return { whole, head: whole.slice(0, ENVELOPE_BYTES), tail: whole.slice(-ENVELOPE_BYTES) };
    }
    return { head: part(0, ENVELOPE_BYTES), tail: part(-ENVELOPE_BYTES), whole: null };
}

/**
 * Translations are good with their hash: "yours is right" or a new body.
 *
 * @param {Head} response
 * @param {string} text
 * @param {string} origin
 * @returns {string} empty: good
 */
function translationsDoubt(response, text, origin) {
    return jsonDoubt(response, origin) || (fromJson(text)?.hash ? "" : "short-translations");
}

/**
 * @param {Head} response
 * @param {string} origin
 * @returns {string} empty: good
 */
function jsonDoubt(response, origin) {
    return headDoubt(response, origin) || typeDoubt("json", response);
}

/**
 * A file's answer is good when it is of the type that its kind has.
 *
 * @param {import("./types").Kind} kind
 * @param {Head} response
 * @param {string} url what was asked
 * @param {string} origin
 * @returns {string} empty: good
 */
function fileDoubt(kind, response, url, origin) {
    const staticPage = kind === "static" && STATIC_PAGE.test(new URL(url, origin).pathname);
    return headDoubt(response, origin) || (staticPage ? "" : typeDoubt(kind, response));
}

/**
 * @param {import("./types").Kind} kind
 * @param {Head} response
 */
function typeDoubt(kind, response) {
    if (fitsKind(kind, contentType(response))) {
        return "";
    }
    return isHtml(response) ? "portal" : "content-type";
}

// ---- away.js ----

/**
 * Whether the server is away, as one fact for all tabs. Every change is told to the pages, both
 * ways, because Odoo itself only believes `navigator.onLine`.
 */

const channel = new BroadcastChannel("poswarm");

/** @type {import("./types").Away | null} */
let away = null;

async function loadAway() {
    away ??= (await read("meta", "away"))?.away || null;
}

function awayState() {
    return away;
}

/**
 * @param {string | null} reason null: the server has answered
 */
function setAway(reason) {
    if ((away?.reason || null) === reason) {
        return;
    }
    away = reason ? { since: away?.since || new Date().toISOString(), reason, login: isLogin(reason) } : null;
    note("away", away);
    tell({ type: "away", away });
    (away ? put("meta", { key: "away", away }) : remove("meta", ["away"])).catch(() => {});
}

/** @param {Record<string, any>} message */
function tell(message) {
    channel.postMessage({ schema: SCHEMA, ...message });
}

// ---- health.js ----

/**
 * The health of the server, one for all requests and all tabs. An answer that is not good is
 * doubt; here doubt is settled, by pings of the worker's own that run beside the request.
 *
 *  - A true JSON-RPC answer to a ping, or a good page or reply, proves that the server is there.
 *    It counts at once, however late it comes, and every page is told.
 *  - One sign of loss is none: an answer that is not good or a lost request needs a lost ping,
 *    and silence needs several pings without an answer.
 *  - A line on which pings take long is slow, not dead: what it took last is its patience.
 */

/** The reason to be away when nothing answers at all. */
const HUNG = "deadline";

/** A request that is answered sooner needs no ping beside it. */
const BESIDE_AFTER = 400;

/** Between two pings beside a request that waits. */
const PING_EVERY = 900;

/** Where the network swallows everything, a ping must not outlive its return for long. */
const QUICK_LIFE = 2000;

/** One ping at a time waits this long: on a slow line it is the one that comes back. */
const PATIENT_LIFE = 20000;

/** A doubt is settled within this, counted from when it came up, if pings hang as well. */
const SETTLE_AT_LEAST = 1000;
const SETTLE_AT_MOST = 5000;

/** Silence that was noticed speaks for this long; then it must be noticed again. */
const SILENCE_VALID = 2500;

/** What was asked after the request in doubt, and answered well, speaks for this long. */
const PROOF_VALID = 1000;

/** Patience for a line that answers, but slowly, at most. */
const SLOWEST = 20000;

/** A ping that was sent this lately says as much as a new one. */
const PING_FRESH = 250;

/**
 * @typedef {{sent: number, patient: boolean, controller: AbortController, next: Flight | null, end: Promise<string>}} Flight
 *   next: the ping that was sent in its place
 */

/** Pings that are not answered yet. @type {Set<Flight>} */
const flights = new Set();

const pulse = {
    /** When the newest request was sent that was answered well. */
    proofSent: -Infinity,
    /** When the newest good answer came. */
    proofCame: -Infinity,
    /** When silence was noticed last: a deadline passed, or a ping was given up. */
    silence: -Infinity,
    /** How long a good answer to a ping took of late. */
    roundTrip: 0,
};

/** Requests of the worker's own without an answer yet. @type {Set<AbortController>} */
const ownRequests = new Set();

/** Those that wait for news. @type {Set<() => void>} */
const waiting = new Set();

/** What to do when the server has come back. @type {(() => void)[]} */
const returns = [];

/** @param {() => void} work run when the server is seen after it was away */
function onReturn(work) {
    returns.push(work);
}

/**
 * The server has given a good answer.
 *
 * @param {number} sent when its request was sent
 */
function seen(sent) {
    pulse.proofSent = Math.max(pulse.proofSent, sent);
    pulse.proofCame = now();
    pulse.silence = -Infinity;
    // What was asked before and hangs still is lost with its connection; it would keep others from
    // being sent.
    [...flights].filter((flight) => flight.sent < sent).forEach(({ controller }) => controller.abort());
    const returned = awayState();
    setAway(null);
    tellWaiting();
    if (returned) {
        returns.forEach((work) => work());
    }
}

/** @param {string} reason */
function lose(reason) {
    setAway(reason);
    tellWaiting();
    if (reason === HUNG) {
        ownRequests.forEach((controller) => controller.abort());
    }
}

/**
 * Sends a request of the worker's own, which no page waits for. Where the network swallows
 * everything before its answer begins, it ends: it would hold one of six connections to the host.
 *
 * @param {string} url
 * @param {RequestInit & {signal?: AbortSignal}} init
 */
async function fetchOwn(url, { signal, ...init }) {
    const controller = new AbortController();
    signal?.addEventListener("abort", () => controller.abort(signal.reason));
    ownRequests.add(controller);
    try {
        return await fetch(url, { ...init, signal: controller.signal });
    } finally {
        ownRequests.delete(controller);
    }
}

function tellWaiting() {
    for (const news of [...waiting]) {
        news();
    }
}

/** How long a call of the page may go unanswered before silence means something, in ms. */
function patience(/** @type {number} */ limit) {
    return Math.min(Math.max(limit, 2 * pulse.roundTrip), Math.max(limit, SLOWEST));
}

/** Whether a good answer has come, to whatever, since then. */
function provenSince(/** @type {number} */ begin) {
    return pulse.proofCame >= begin;
}

/**
 * A request with something stored in its place has met its deadline, and nothing has been
 * answered since it began: the server is away.
 */
function loseBySilence() {
    pulse.silence = now();
    lose(HUNG);
}

/**
 * Whether it is known, by evidence of this moment, that the network swallows everything. Then a
 * request need not find out once more.
 */
function isHung() {
    if (awayState()?.reason !== HUNG) {
        return false;
    }
    const waits = [...flights].some(({ sent }) => sent > pulse.proofCame && now() - sent > SETTLE_AT_LEAST);
    return waits || now() - pulse.silence < SILENCE_VALID;
}

/**
 * Pings beside a request that waits, so that its deadline finds an answer to whether the server
 * is there.
 *
 * @param {number} limit the deadline of that request, in ms
 * @returns {() => void} ends it
 */
function pingBeside(limit) {
    return pingRepeatedly(Math.min(BESIDE_AFTER, limit / 4), Math.min(PING_EVERY, limit / 4));
}

/**
 * @param {number} first ms until the first ping
 * @param {number} every ms between two
 * @param {boolean} [anew] as ping has it
 * @param {number} [atMost] ms until it ends by itself
 * @returns {() => void} ends it
 */
function pingRepeatedly(first, every, anew, atMost = Infinity) {
    const began = now();
    let over = false;
    void (async () => {
        await pause(first);
        while (!over && now() - began < atMost) {
            void ping(anew);
            await pause(every);
        }
    })();
    return () => {
        over = true;
    };
}

/**
 * Settles a doubt: whether the server is there although an answer was not good, or lost.
 *
 * @param {string} reason of the doubt
 * @param {number} [atMost] ms until pings that hang mean that it is not
 * @param {number} [asked] when the request in doubt was sent
 * @returns {Promise<boolean>}
 */
async function settle(reason, atMost = SETTLE_AT_LEAST, asked = now()) {
    const since = now();
    if (pulse.proofSent >= asked && pulse.proofCame > since - PROOF_VALID) {
        return true;
    }
    const lost = await within(firstWord(since), Math.min(Math.max(atMost, SETTLE_AT_LEAST), SETTLE_AT_MOST), HUNG);
    if (!lost || provenSince(since)) {
        return true;
    }
    if (lost === HUNG) {
        pulse.silence = now();
    }
    // The ping is not followed when it is redirected, so it may know better why a request was lost;
    // and of a file without its log-in only the status is known.
    lose(reason === "network-error" || (isLogin(lost) && !isLogin(reason)) ? lost : reason);
    return false;
}

/**
 * What a ping says that was sent now, or what proves meanwhile that the server is there.
 *
 * @param {number} since
 * @returns {Promise<string>} empty: it is there
 */
async function firstWord(since) {
    /** @type {() => void} */
    let look = () => {};
    const proven = /** @type {Promise<string>} */ (
        new Promise((resolve) => {
            look = () => provenSince(since) && resolve("");
            waiting.add(look);
        })
    );
    // The ping that is on its way may have been sent into a network that has come back since: it
    // hangs on, and only one that is sent now finds the server.
    const end = pingRepeatedly(BESIDE_AFTER, BESIDE_AFTER, true, SETTLE_AT_MOST);
    return Promise.race([proven, ping(true)]).finally(() => {
        end();
        waiting.delete(look);
    });
}

/**
 * One ping more, unless enough are on their way: a patient one, which a slow line needs, and a
 * quick one, because a request from before the network came back may hang on after it.
 *
 * @param {boolean} [anew] not one that was sent a while ago
 * @returns {Promise<string>} empty: answered as Odoo does; otherwise what was wrong
 */
function ping(anew = false) {
    const [patient, quick] = [true, false].map((wanted) => [...flights].find((flight) => flight.patient === wanted));
    const newest = quick || patient;
    if (newest && now() - newest.sent < PING_FRESH) {
        return newest.end;
    }
    if (patient && quick && !anew) {
        return quick.end;
    }
    const flight = takeOff(!patient);
    if (patient && quick) {
        quick.next = flight;
        quick.controller.abort();
    }
    return flight.end;
}

/** @param {boolean} patient */
function takeOff(patient) {
    /** @type {Flight} */
    const flight = { sent: now(), patient, controller: new AbortController(), next: null, end: Promise.resolve("") };
    flights.add(flight);
    flight.end = fly(flight).finally(() => flights.delete(flight));
    return flight;
}

/**
 * @param {Flight} flight
 * @returns {Promise<string>}
 */
async function fly(flight) {
    const { sent, controller } = flight;
    const timer = setTimeout(() => controller.abort(), flight.patient ? PATIENT_LIFE : QUICK_LIFE);
    try {
        const doubt = await sendPing(controller.signal);
        if (!doubt) {
            pulse.roundTrip = Math.max(now() - sent, pulse.roundTrip / 2);
            seen(sent);
        }
        return doubt;
    } catch {
        if (flight.next) {
            return flight.next.end;
        }
        if (pulse.proofSent > sent) {
            return "";
        }
        if (controller.signal.aborted) {
            pulse.silence = now();
            return HUNG;
        }
        return "network-error";
    } finally {
        clearTimeout(timer);
    }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function sendPing(signal) {
    const answer = await fetch(PING, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
        // A redirect is the sign of a log-in in front of Odoo; to another origin it cannot be followed.
        redirect: "manual",
        signal,
    });
    const body = answer.type === "opaqueredirect" ? new Blob() : await answer.blob();
    // An expired log-in is an answer of Odoo too (an error, code 100); a portal's page is not.
    return pingDoubt(answer, await readText(body), ORIGIN);
}

// ---- ask.js ----

/**
 * Asking the server, with patience that ends where something is stored in the answer's place.
 * The answer is judged (verdict.js), doubt is settled (health.js), and pings run beside a request
 * that waits, so that a network that hangs is known at the deadline and not some seconds later.
 */

/** A page that the server, alive, does not give within this is given from what is stored. */
const LAST_RESORT = 30000;

/**
 * @template T
 * @typedef {object} Question
 * @property {(signal: AbortSignal) => Promise<T>} send
 * @property {(value: T) => string} doubt what is wrong with the answer; empty: it is good
 * @property {boolean} proves whether a good answer can only come from the server
 * @property {boolean} stored whether there is something else to give
 * @property {number} limit ms without any sign of the server after which it is given up; Infinity: never
 * @property {number} [cap] ms after which what is stored is given although the server lives
 * @property {() => Promise<any>} [spare] finds what is stored, asked before it is given up: where that is gone the wait goes on
 * @property {boolean} [keep] a late answer is wanted: do not abort
 * @property {string} [client] the tab that asks; when it is left, nobody does
 */

/**
 * @template T
 * @typedef {object} Outcome
 * @property {T} [value] the answer, good or not
 * @property {string} doubt empty: the answer is good
 * @property {string} away why the server counts as away; empty: it is there
 * @property {Promise<T>} [late] an answer that may still come
 */

/** How often it is looked whether the tab that asks is still there, in ms. */
const LOOK_EVERY = 2000;

/** A page that goes away cancels its requests; that says nothing of the server. */
const isCancelled = (/** @type {any} */ error) => error?.name === "AbortError";

/**
 * @template T
 * @param {Question<T>} question
 * @returns {Promise<Outcome<T>>} never rejects
 */
async function ask(question) {
    const { send, stored, limit, cap = Infinity, spare = async () => true, keep = false, client } = question;
    const begin = now();
    const controller = new AbortController();
    const work = send(controller.signal);
    if (client) {
        void abortWhenLeft(client, work, controller);
    }
    const answer = work.then(
        (value) => judged(question, value, begin),
        (error) => lost(error, limit, begin)
    );
    if (limit === Infinity) {
        return answer;
    }
    const stop = pingBeside(limit);
    try {
        for (;;) {
            const outcome = await within(answer, limit, null);
            if (outcome) {
                return outcome;
            }
            const heard = provenSince(Math.max(begin, now() - patience(limit)));
            if (!heard) {
                loseBySilence();
            }
            // With nothing to give in its place it is waited for, as without this worker.
            if ((!heard || (stored && now() - begin >= cap)) && (await spare())) {
                // Hanging requests hold Chrome's six connections to the host.
                if (!keep) {
                    controller.abort();
                }
                return { doubt: HUNG, away: HUNG, ...(keep && { late: work }) };
            }
        }
    } finally {
        stop();
    }
}

/**
 * Chrome ends the requests of a page that is left, but not what a worker has sent for it: that
 * would hang on, on one of the six connections to the host, and six such F5s are a dead till.
 *
 * @param {string} client
 * @param {Promise<any>} work
 * @param {AbortController} controller
 */
async function abortWhenLeft(client, work, controller) {
    const over = work.then(
        () => true,
        () => true
    );
    while (!(await within(over, LOOK_EVERY, false))) {
        if (!(await sw.clients.get(client).catch(() => true))) {
            return controller.abort();
        }
    }
}

/**
 * @template T
 * @param {Question<T>} question
 * @param {T} value
 * @param {number} begin
 * @returns {Promise<Outcome<T>>}
 */
async function judged({ doubt: doubtOf, proves, limit }, value, begin) {
    const doubt = doubtOf(value);
    if (!doubt) {
        if (proves) {
            seen(begin);
        }
        return { value, doubt, away: "" };
    }
    const there = await settle(doubt, limit - (now() - begin), begin);
    return { value, doubt, away: there ? "" : awayState()?.reason || doubt };
}

/**
 * @param {any} error
 * @param {number} limit
 * @param {number} begin
 * @returns {Promise<Outcome<any>>}
 */
async function lost(error, limit, begin) {
    if (isCancelled(error)) {
        return { doubt: "cancelled", away: "cancelled" };
    }
    const there = await settle("network-error", limit - (now() - begin), begin);
    return { doubt: "network-error", away: there ? "" : awayState()?.reason || "network-error" };
}

/**
 * Whether a request need not be sent, because it is known that it would hang. A ping looks after
 * the server meanwhile.
 *
 * @param {ExtendableEvent} event
 */
function wouldHang(event) {
    const hung = isHung();
    if (hung) {
        // One from before may hang on when the network is back.
        event.waitUntil(ping(true));
    }
    return hung;
}

// ---- limits.js ----

/**
 * The deadlines of requests that have something stored in their place. The addon's manifest
 * brings them, as the shop has set them.
 */

/** @type {import("./types").Deadlines} */
const limits = { page: 3000, call: 5000, ping: 4000 };

/** A page that took long has the next one waited for, up to this, in ms. */
const SLOWEST_PAGE = 8000;

const took = { page: 0 };

/** How long a page is waited for without a sign of the server, in ms. */
function pagePatience() {
    return Math.max(limits.page, Math.min(1.5 * took.page, SLOWEST_PAGE));
}

/** @param {number} ms that the server took for a good page, in time or late */
async function pageTook(ms) {
    const worthNoting = Math.max(ms, took.page) > limits.page / 2;
    took.page = ms;
    if (worthNoting) {
        await put("meta", { key: "took", page: ms });
    }
}

const LEAST = 500;
const MOST = 30000;

async function loadLimits() {
    Object.assign(limits, (await read("meta", "deadlines"))?.limits);
    took.page = (await read("meta", "took"))?.page || 0;
}

/** @param {Partial<import("./types").Deadlines> | undefined} wanted from the manifest, in ms */
async function setLimits(wanted = {}) {
    for (const name of /** @type {(keyof typeof limits)[]} */ (Object.keys(limits))) {
        const value = Number(wanted[name]);
        if (value >= LEAST && value <= MOST) {
            limits[name] = value;
        }
    }
    await put("meta", { key: "deadlines", limits: { ...limits } });
}

// ---- days.js ----

/**
 * The days of this terminal, counted as it lives them: a clock that jumps by a year makes one day
 * of it, so that nothing is forgotten because somebody, or an empty battery, set the time.
 */

let today = 0;

/** The day is looked at once in each life of the worker, which is short. */
async function loadDay() {
    const stored = (await read("meta", "day")) || { count: 0, date: "" };
    const date = new Date().toISOString().slice(0, 10);
    today = stored.date === date ? stored.count : stored.count + 1;
    if (stored.date !== date) {
        put("meta", { key: "day", count: today, date }).catch(() => {});
    }
}

function day() {
    return today;
}

// ---- busy.js ----

/**
 * Work that writes a body before the snapshot that needs it names it. While there is any, nothing
 * may be taken for unreachable.
 */
let writers = 0;

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function whileWriting(work) {
    writers++;
    try {
        return await work();
    } finally {
        writers--;
    }
}

function isWriting() {
    return writers > 0;
}

// ---- login.js ----

/**
 * Whom the server takes this browser for. The log-in is a cookie of the host: another tab, which may
 * not be in the scope of this worker, logs in as somebody else or to another database, and from then
 * on what the server gives a page of the first is of the other. A page from the server says who, and
 * the addon's manifest does (manifest.js); what they said holds for a moment.
 */

/** @typedef {{user?: number, database?: string}} Named */

/** null: nobody, or it has changed. undefined: the server has not said. @type {Named | null | undefined} */
let named;

/** When that was asked, or the change was seen: what was asked before says nothing about it. */
let saidAt = -Infinity;

/** When it was asked last whether it is still so, whatever came of it. */
let askedAt = -Infinity;

/**
 * @param {Named | null} who null: nobody is logged in
 * @param {number} asked when the answer that says so was asked for
 */
function heardLogin(who, asked) {
    if (asked >= saidAt) {
        named = who && { database: who.database, user: who.user };
        saidAt = asked;
    }
    heardNothing(asked);
}

/** The server was asked and did not say. @param {number} asked */
function heardNothing(asked) {
    askedAt = Math.max(askedAt, asked);
}

/** A log-in or a log-out was seen, or a sign of one: what was said before holds no more. */
function loginChanged() {
    named = null;
    saidAt = now();
    askedAt = -Infinity;
}

function lastLogin() {
    return { named, saidAt, askedAt };
}

// ---- manifest.js ----

/**
 * The addon's list of what a POS config needs. Asking for it only reads: it opens no POS session.
 */

const MANIFEST_PATIENCE = 60000;

/** What was said of the log-in holds for this long: pictures come by the hundred. */
const SAID_VALID = 5000;

/** A store waits this long to hear whose it is. */
const LOGIN_PATIENCE = 20000;

/** Why an answer is not stored: somebody else is logged in now, or in another database. */
const OTHER_LOGIN = "other-login";

/** @param {number} config */
const manifestUrl = (config) => `/poswarm/manifest/${config}`;

/**
 * @param {number} config
 * @returns {Promise<import("./types").Manifest | null>} null: the server gives none
 */
async function askManifest(config) {
    const asked = now();
    const asking = limited(MANIFEST_PATIENCE, async (signal) => {
        const response = await fetchOwn(manifestUrl(config), { cache: "no-cache", signal });
        const doubt = jsonDoubt(response, ORIGIN);
        const body = doubt ? null : await response.json();
        // A gateway's {"message": …} is JSON too.
        const manifest = typeof body?.schema === "number" ? body : null;
        if (manifest || (doubt && response.redirected)) {
            // Led elsewhere is led to the log-in.
            heardLogin(manifest, asked);
        }
        return manifest;
    });
    return asking.catch(() => null).finally(() => heardNothing(asked));
}

/**
 * Whose an answer is, only the manifest says: another tab may have logged in as somebody else, or to
 * another database, since the page of a snapshot was loaded.
 *
 * @param {{user?: number, database?: string}} manifest
 * @param {import("./types").Identity} who
 */
function isOf(manifest, { user, database }) {
    return manifest.user === user && manifest.database === database;
}

/** The question that is on its way, for all who ask meanwhile. @type {Promise<any> | undefined} */
let asking;

/**
 * Whether the server takes us for the user of a snapshot, now. Whatever is stored that is not the
 * same for all users asks this when it has come.
 *
 * @param {import("./types").Owner} who
 * @param {number} [valid] ms for which what was said before holds
 * @returns {Promise<boolean | null>} null: the server does not say, and nothing speaks against it
 */
async function isLoggedIn(who, valid = SAID_VALID) {
    const since = now() - valid;
    while (lastLogin().askedAt < since && now() - since < valid + LOGIN_PATIENCE) {
        asking ??= askManifest(who.config).finally(() => (asking = undefined));
        await within(asking, LOGIN_PATIENCE, null);
    }
    const { named, saidAt } = lastLogin();
    const isTheirs = !!named && isOf(named, who);
    // What agrees and is old proves nothing; what speaks against it holds until the server says otherwise.
    return named === undefined || (isTheirs && saidAt < since) ? null : isTheirs;
}

// ---- fetching.js ----

/**
 * Fetches one file of a snapshot or one picture, asks trust, and stores it.
 */

/** Immutable files have one version; its name stands where other files have a digest. */
const FIXED = "v";
const PICTURE = "i";

/** A file that hangs so long must not keep a snapshot staged for ever; it is tried again. */
const FILE_SILENCE = 60000;

/** An answer that must not be stored. */
class Refused extends Error {
    /** @param {string} code @param {boolean} [gone] the server says that there is none */
    constructor(code, gone = false) {
        super(code);
        this.code = code;
        this.gone = gone;
    }
}

/**
 * What a file of a page is to us.
 *
 * @param {string} url
 */
function routeOf(url) {
    return route({ method: "GET", url: new URL(url, ORIGIN).href, mode: "no-cors" }, ORIGIN);
}

/**
 * @param {string} url
 * @returns {import("./types").Described}
 */
function describe(url) {
    const known = routeOf(url);
    if (known?.kind === "image") {
        const { key, ...picture } = imageKey(url, ORIGIN);
        return { url: key, version: PICTURE, kind: "image", shared: false, ...picture };
    }
    // Bundles and static files are the same for whoever asks; pictures of records are not.
    const shared = known?.kind === "file";
    const fixed = shared && known.immutable;
    return { url: urlKey(url, ORIGIN), version: fixed ? FIXED : "", kind: kindOf(new URL(url, ORIGIN).pathname), fixed, shared };
}

/**
 * Where the body of a picture is stored, or of a file whose address says that it never changes.
 *
 * @param {import("./types").Identity} who
 * @param {string} url
 */
function fixedKey(who, url) {
    const what = describe(url);
    return bodyKey(what.shared ? null : who, what.version, what.url);
}

/**
 * Reads an answer to its end.
 *
 * @param {Response} response consumed here
 * @param {() => void} heard called for each piece
 * @returns {Promise<Blob>}
 */
async function readThrough(response, heard) {
    const reader = response.body?.getReader();
    if (!reader) {
        return response.blob();
    }
    const pieces = [];
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
        heard();
        pieces.push(read.value);
    }
    return new Blob(pieces);
}

/**
 * The body of an answer that is good to its end.
 *
 * @param {import("./types").Kind} kind
 * @param {Response} response consumed here
 * @param {boolean} [loggedIn] it is known that the log-in lives: a placeholder is the truth then
 * @param {() => void} [heard] called for each piece
 */
async function wholeBody(kind, response, loggedIn = false, heard = () => {}) {
    const refusal = judgeHead(kind, response, ORIGIN);
    if (refusal && !(loggedIn && refusal === PLACEHOLDER)) {
        throw new Refused(refusal, response.status === 404 || response.status === 410);
    }
    const blob = await readThrough(response, heard);
    const short = judgeLength(response.headers, blob.size);
    if (short) {
        throw new Refused(short);
    }
    return blob;
}

/**
 * Judges an answer and stores its body, if it is his whose it would be.
 *
 * @param {import("./types").Owner} who
 * @param {string} url
 * @param {Response} response consumed here
 * @param {import("./types").Kind} [kind]
 * @param {boolean} [loggedIn] as wholeBody() takes it
 * @param {() => void} [heard] the same
 */
async function keepAnswer(who, url, response, kind, loggedIn, heard) {
    const what = describe(url);
    const asked = kind || what.kind;
    const body = await wholeBody(asked, response, loggedIn, heard);
    if (!what.shared && (await isLoggedIn(who)) === false) {
        throw new Refused(OTHER_LOGIN);
    }
    return writeBody(who, { ...what, kind: asked }, body, response.headers);
}

/**
 * @param {import("./types").Owner} who
 * @param {string} url
 * @param {RequestCache} cache
 * @param {import("./types").Kind} [kind] where its address does not tell
 */
async function fetchAndKeep(who, url, cache, kind) {
    const attempt = (/** @type {RequestCache} */ mode) =>
        untilSilent(FILE_SILENCE, async (signal, heard) => keepAnswer(who, url, await fetchOwn(url, { cache: mode, signal }), kind, false, heard));
    try {
        return await attempt(cache);
    } catch (error) {
        // The browser's own cache may hold the placeholder of an expired log-in for a year.
        if (error instanceof Refused && error.code === PLACEHOLDER) {
            return attempt("reload");
        }
        throw error;
    }
}

/**
 * Stores a placeholder as what it is: the picture of a record that has none. Only for whom the
 * server has just named as logged in.
 *
 * @param {import("./types").Owner} who
 * @param {string} url
 */
async function keepPlaceholder(who, url) {
    return untilSilent(FILE_SILENCE, async (signal, heard) => keepAnswer(who, url, await fetchOwn(url, { cache: "reload", signal }), "image", true, heard));
}

// ---- refusals.js ----

/**
 * What the server, alive, did not give and a page starts without: pictures, fonts, the addon's list.
 * Asked for at every turn they cost requests for ever; given up, one that somebody mends would stay
 * away. So each is asked for again after a pause that grows. The next worker knows of it too: the browser ends one after half a minute of idleness,
 * which is what lies between two turns.
 */

const PAUSES_KEY = "refused-images";

const FIRST_PAUSE = 30000;
const LONGEST_PAUSE = 6 * 3600000;

/** A shop has as many pictures; of more the oldest refusals are forgotten. */
const MOST_PAUSES = 20000;

/** @typedef {{at: number, wait: number, lost?: boolean}} Pause lost: no answer came, which says less than a bad one */

/** By the key of the picture's body, the newest last. @type {Promise<Map<string, Pause>> | undefined} */
let reading;

/** @returns {Promise<Map<string, Pause>>} */
function paused() {
    reading ??= get("meta", PAUSES_KEY).then((row) => new Map(row?.pauses));
    return reading;
}

/** A clock that was set ends a pause early, which costs a request. @param {Pause | undefined} pause */
const isResting = (pause) => Boolean(pause && Math.abs(Date.now() - pause.at) < pause.wait);

/** @returns {Promise<(key: string) => boolean>} whether a picture need not be asked for yet */
async function resting() {
    const pauses = await paused();
    return (key) => isResting(pauses.get(key));
}

/**
 * @param {string[]} keys of pictures
 * @param {boolean} lost for this worker only: it may be the line
 */
async function pauseAsking(keys, lost) {
    if (!keys.length) {
        return;
    }
    const pauses = await paused();
    for (const key of keys) {
        const wait = Math.min(2 * (pauses.get(key)?.wait || FIRST_PAUSE / 2), LONGEST_PAUSE);
        pauses.delete(key);
        pauses.set(key, { at: Date.now(), wait, ...(lost && { lost }) });
    }
    [...pauses.keys()].slice(0, -MOST_PAUSES).forEach((key) => pauses.delete(key));
    if (!lost) {
        await put("meta", { key: PAUSES_KEY, pauses: [...pauses].filter(([, pause]) => !pause.lost) });
    }
}

/** Something has changed that may have been the reason: the server was away, or the page is a new one. */
async function askAnew() {
    const pauses = await paused();
    if (pauses.size) {
        pauses.clear();
        await remove("meta", [PAUSES_KEY]);
    }
}

/** One comes after all: what held it back may have held back the others. @param {string} key */
async function given(key) {
    if ((await paused()).has(key)) {
        await askAnew();
    }
}

// ---- upgrade.js ----

/**
 * Reads snapshots that an older version of this worker stored, or a newer one: what a record lacks
 * is made good, and nothing that it has is thrown away. The keys of what is stored never change.
 */

/**
 * @param {any[]} stored
 * @returns {Promise<import("./types").Snapshot[]>}
 */
async function upgraded(stored) {
    const records = stored.filter(isSnapshot);
    const old = records.filter(({ generation }) => !(generation > 0));
    if (!old.length) {
        return records;
    }
    const replies = /** @type {import("./types").Reply[]} */ (await all("replies"));
    // Of two old ones the later was later; all of them come before what this version makes.
    const order = [...old].sort((a, b) => String(a.created).localeCompare(String(b.created)));
    for (const record of old) {
        record.generation = order.indexOf(record) - old.length;
        record.day = record.day || 0;
        record.answers = record.answers || answersOf(record, replies);
        record.terms = record.terms || termsOf(record);
    }
    return records;
}

/** A record that was written in part, or by nobody we know, stops nothing. @param {any} record */
function isSnapshot(record) {
    return Boolean(record?.id && record.database && record.config && typeof record.html === "string" && record.entries && record.state);
}

/**
 * Replies were named by their question and belonged to whoever asked it.
 *
 * @param {any} record
 * @param {any[]} replies
 */
function answersOf({ database, user, config, pos_session }, replies) {
    const own = replies.filter((reply) => reply.database === database && reply.user === user && reply.config === config);
    const fitting = own.filter(({ session, question }) => !question && (!session || session === pos_session));
    return Object.fromEntries(fitting.map(({ key }) => [key, key]));
}

/** Terms were named by their language, one of each in a database. @param {any} record */
function termsOf({ database, languages = [] }) {
    return Object.fromEntries(languages.map((/** @type {string} */ lang) => [lang, `translations/${database}/${lang}`]));
}

// ---- snapshots.js ----

/**
 * The snapshots of this terminal. All of them are small and held in memory; every change is
 * written through. `current` changes in one transaction or not at all.
 *
 * A snapshot names all that it needs: its page, its files and pictures, its replies, its terms.
 * Whose POS opens without a server, for one address, is said by the newest page that came up and was
 * committed, and by nothing else: neither a visit that was cut short nor an older page that is late.
 */

/** @type {Map<string, import("./types").Snapshot>} */
const snapshots = new Map();

/** The largest number given to a page so far, also in earlier lives of this worker. */
let generation = 0;

async function loadSnapshots() {
    const records = await upgraded(await all("snapshots"));
    for (const record of records) {
        snapshots.set(record.id, snapshots.get(record.id) || record);
    }
    generation = allSnapshots().reduce((most, s) => Math.max(most, s.generation), generation);
}

/** @param {string | null | undefined} id */
function snapshot(id) {
    return (id && snapshots.get(id)) || null;
}

function allSnapshots() {
    return [...snapshots.values()];
}

/**
 * @param {import("./types").Owner} one
 * @param {import("./types").Owner} other
 */
function sameOwner(one, other) {
    return one.database === other.database && one.user === other.user && one.config === other.config;
}

/** The order in which they are offered. */
const STATES = ["current", "previous", "staged"];

/**
 * The snapshots of an owner: `current`, `previous`, staged ones; of each the newest first.
 *
 * @param {import("./types").Owner} owner
 */
function snapshotsOf(owner) {
    return allSnapshots()
        .filter((record) => sameOwner(record, owner))
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || b.generation - a.generation);
}

/**
 * The `current` snapshots, the newest page first.
 *
 * @param {number | null} config null: of any config
 */
function commits(config) {
    return allSnapshots()
        .filter((record) => record.state === "current" && (!config || record.config === config))
        .sort((a, b) => b.generation - a.generation);
}

/**
 * Whose POS opens without a server: one database and user for each config, those of the newest page
 * that was committed.
 *
 * @param {number | null} config null: of any config
 * @returns {import("./types").Owner | null}
 */
function ownerOf(config) {
    return commits(config)[0] || null;
}

/** The `current` snapshot of every config that opens without a server. */
function opensOffline() {
    const configs = [...new Set(commits(null).map(({ config }) => config))];
    return configs.map((config) => commits(config)[0]);
}

/**
 * A new one, in memory only. It begins with what the one before has learned and been told, as far
 * as that is true for its POS session as well.
 *
 * @param {import("./types").Markers} page
 * @param {string} html
 * @param {number} day of this terminal
 * @param {number} [after] the generation that a newer page has already
 */
function createSnapshot(page, html, day, after) {
    const { database, user, config, lang, session: pos_session } = page;
    const before = snapshotsOf(page)[0];
    /** @type {import("./types").Snapshot} */
    const record = {
        id: `${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
        state: "staged",
        // An older page that comes late stands between the newer one and what was before.
        generation: after ? after - 0.5 : ++generation,
        day,
        database,
        user,
        config,
        name: before?.name || "",
        pos_session,
        lang,
        html,
        created: new Date().toISOString(),
        completed: null,
        up: false,
        entries: {},
        learned: before?.learned || [],
        answers: inherited(before, pos_session),
        terms: { ...before?.terms },
        refused: [],
        missing: [],
        downloaded: { files: 0, bytes: 0 },
    };
    snapshots.set(record.id, record);
    return record;
}

/**
 * The POS session that a question is about; 0: none. A question is the key that calls.js makes,
 * a list that ends with the call and with what makes it the same, which begins with the session.
 *
 * @param {string} question
 */
function sessionOf(question) {
    return fromJson(question)?.at(-1)?.[0] || 0;
}

/** @param {string} question */
function callOf(question) {
    return fromJson(question)?.at(-2) || "";
}

/** Look-ups that are answered without the server; a shop's scanner finds new ones every day. */
const LOOKED_UP = 500;

/**
 * Names the reply to a question. Of what was looked up the newest answers stay; those of a boot
 * always do, since without one of them no page comes up.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} question
 * @param {string} key
 */
function nameAnswer(record, question, key) {
    // Asked again it is new again.
    delete record.answers[question];
    record.answers[question] = key;
    const lookUps = Object.keys(record.answers).filter((known) => isLookUp(callOf(known)));
    for (const old of lookUps.slice(0, -LOOKED_UP)) {
        delete record.answers[old];
    }
}

/** Files that no page names and the next snapshot fetches too; a page that loads more has a leak. */
const LEARNED = 200;

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} names
 */
function learnFiles(record, names) {
    record.learned = [...record.learned.filter((known) => !names.includes(known)), ...new Set(names)].slice(-LEARNED);
}

/**
 * @param {import("./types").Snapshot | undefined} before
 * @param {number} session
 */
function inherited(before, session) {
    return Object.fromEntries(Object.entries(before?.answers || {}).filter(([question]) => [0, session].includes(sessionOf(question))));
}

/** @param {import("./types").Snapshot} record */
async function saveSnapshot(record) {
    if (snapshots.has(record.id)) {
        await put("snapshots", record);
    }
}

/**
 * Makes a complete snapshot the one that is served. The one before stays as `previous`, older
 * ones go unless a tab is still pinned to them. An older page that is late never replaces a newer.
 *
 * @param {import("./types").Snapshot} record
 */
async function commit(record) {
    const pinned = new Set(await pinnedSnapshots());
    const family = snapshotsOf(record).filter((s) => s !== record);
    const before = family.find((s) => s.state === "current");
    if (record.state !== "staged" || (before && before.generation > record.generation)) {
        return;
    }
    const gone = family.filter(
        (s) => s !== before && !pinned.has(s.id) && (s.state !== "staged" || s.generation < record.generation)
    );
    await exchange(record, before, gone);
    announce(record, "current");
}

/**
 * States change here before they change on the disk: whoever saves one of the records meanwhile
 * writes its state again.
 *
 * @param {import("./types").Snapshot} record becomes `current`
 * @param {import("./types").Snapshot | undefined} before becomes `previous`
 * @param {import("./types").Snapshot[]} [gone]
 */
async function exchange(record, before, gone = []) {
    const { state } = record;
    record.state = "current";
    if (before) {
        before.state = "previous";
    }
    try {
        await transact("snapshots", "readwrite", (store) => {
            store.put(record);
            if (before) {
                store.put(before);
            }
            gone.forEach(({ id }) => snapshots.delete(id) && store.delete(id));
        });
    } catch (error) {
        record.state = state;
        if (before) {
            before.state = "current";
        }
        throw error;
    }
}

/** Loads of `current` that may fail before the one before it is served instead. */
const FAILURES = 2;

/**
 * @param {import("./types").Snapshot} record
 * @returns {boolean} it does not come up
 */
function isBroken({ failures = 0 }) {
    return failures >= FAILURES;
}

/**
 * A page of `current` did not come up, twice: back to `previous`.
 *
 * @param {import("./types").Snapshot} record
 */
async function loadFailed(record) {
    record.failures = (record.failures || 0) + 1;
    await saveSnapshot(record);
    const before = snapshotsOf(record).find((s) => s.state === "previous");
    if (isBroken(record) && before && !isBroken(before)) {
        await exchange(before, record);
        announce(before, "current", "rolled-back");
    }
}

/**
 * Forgets snapshots.
 *
 * @param {import("./types").Snapshot[]} records
 */
async function dropSnapshots(records) {
    const gone = records.map(({ id }) => id);
    gone.forEach((id) => snapshots.delete(id));
    await remove("snapshots", gone);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {"current" | "staged" | "refused"} state
 * @param {string} [reason]
 */
function announce(record, state, reason) {
    const detail = { config: record.config, state, id: record.id, reason };
    note("snapshot", detail);
    tell({ type: "snapshot", ...detail });
}

// ---- images.js ----

/**
 * The pictures of a snapshot: which are wanted, and bringing those that are missing. They never
 * hold up a commit, and they come in small steps, which may end at any point.
 */

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
async function wantImages(record, urls) {
    lists.set(record.id, urls);
    wantedKeys.delete(record.id);
    lacking.delete(record.id);
    await put("meta", { key: listKey(record.id), urls });
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<string[]>} the pictures that its page shows
 */
async function wantedImages(record) {
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
function imagesIn(meta, record) {
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
async function nameImage(record, url, key) {
    const name = urlKey(url, ORIGIN);
    if (!record || record.entries[name] === key || Object.keys(record.entries).length > SEEN_MOST || (await isWanted(record, key))) {
        return;
    }
    record.entries[name] = key;
    await saveSnapshot(record);
}

/** The keys in `meta` under which the lists of live snapshots stand. */
function listKeys() {
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
async function missingImages(record) {
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
async function haveStored(key) {
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
async function notFound(record, key) {
    const known = record && lacking.get(record.id);
    if (known && !known.urls.has(key) && (await isWanted(record, key))) {
        lacking.delete(record.id);
    }
}

/** What only this terminal has does not fit on the disk: pictures, which the server has, make way. */
async function giveRoom() {
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
async function keepImages(record, urls, { width, budget = Infinity, priming = false }, progress = () => {}) {
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
async function each(items, width, work) {
    const queue = [...items];
    const lane = async () => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
            await work(item);
        }
    };
    await Promise.all(Array.from({ length: width }, lane));
}

// ---- garbage.js ----

/**
 * What is kept, and what goes. A body, a reply, a text lives as long as a snapshot that lives names
 * it; no age and no clock has a say. And a snapshot lives while it can be of use: to an open tab,
 * as the page that opens without a server, as the one before it, as the next one.
 */

/** Days of this terminal's use after which the snapshots of a user who is not seen any more go. */
let keepDays = 90;

async function loadKeepDays() {
    keepDays = (await read("meta", "keep_days"))?.days || keepDays;
}

/** @param {number | undefined} wanted from the manifest */
async function setKeepDays(wanted) {
    if (wanted && wanted > 0 && wanted !== keepDays) {
        keepDays = wanted;
        await put("meta", { key: "keep_days", days: wanted });
    }
}

/**
 * The snapshots that are of no use any more.
 *
 * @param {import("./types").Snapshot[]} records
 * @param {(string | null)[]} pinned
 * @param {number} today
 */
function useless(records, pinned, today) {
    return records.filter((record) => {
        if (pinned.includes(record.id)) {
            return false;
        }
        const family = snapshotsOf(record);
        const owner = ownerOf(record.config);
        const unseen = today - Math.max(...family.map((member) => member.day)) > keepDays;
        if (unseen && owner && !sameOwner(owner, record)) {
            return true;
        }
        // A staged one may still be shown, unless a newer page has come.
        const newer = (/** @type {import("./types").Snapshot} */ { state, generation }) => state !== "previous" && generation > record.generation;
        return record.state === "staged" && family.some(newer);
    });
}

/**
 * What cannot be read ends it: a list that is not known names more than nothing.
 *
 * @returns {Promise<boolean>} whether everything unreachable is gone
 */
async function collectGarbage() {
    const pinned = await pinnedSnapshots();
    await dropSnapshots(useless(allSnapshots(), pinned, day()));
    if (isWriting()) {
        return false;
    }
    const records = allSnapshots();
    const [replies, texts] = await Promise.all([all("replies"), all("meta")]);
    const named = new Set(records.flatMap((record) => Object.values(record.entries)));
    const meta = new Map(texts.map((row) => [row.key, row]));
    for (const record of records) {
        imagesIn(meta, record).forEach((url) => named.add(fixedKey(record, url)));
    }
    const bodies = await unnamedBodies(named);
    // Meanwhile something may have been written that is not named yet.
    if (isWriting()) {
        return false;
    }
    await dropBodies(bodies);
    const answered = new Set(records.flatMap((record) => Object.values(record.answers)));
    await remove("replies", replies.map(({ key }) => key).filter((key) => !answered.has(key)));
    const kept = new Set([...records.flatMap((record) => Object.values(record.terms)), ...listKeys()]);
    const lists = [...meta.keys()].filter((key) => /^(?:translations|images)\//.test(key));
    await remove("meta", lists.filter((key) => !kept.has(key)));
    return true;
}

// ---- loading.js ----

/**
 * What earlier lives of this worker know, read from IndexedDB: loading, then loaded, or failed
 * and tried again until it is. A database that is slow, busy or refuses must not stop what the
 * network can do, and "not read yet" is not "nothing is there".
 */

/** Requests wait this long for it once, after the start of the worker. */
const START_PATIENCE = 1000;

/** Between two attempts. */
const RETRY_EVERY = 200;

/** Nobody keeps a worker alive for longer than this; the next event takes it up again. */
const RETRY_FOR = 10000;

/** @type {"loading" | "ok" | "failed"} */
let state = "loading";

/** @type {Promise<void> | undefined} */
let loading;

/** @type {Promise<any> | undefined} */
let start;

/** How far it is, for the status. */
function loadState() {
    return state;
}

/** Resolves when everything is read, or cannot be read for now. */
function loaded() {
    if (state !== "ok") {
        loading ??= load().finally(() => (loading = undefined));
    }
    return loading;
}

async function load() {
    for (const begin = now(); now() - begin < RETRY_FOR; await pause(RETRY_EVERY)) {
        try {
            await Promise.all([loadSnapshots(), loadAway(), loadLimits(), loadJournal(), loadDay(), loadKeepDays()]);
            state = "ok";
            return;
        } catch {
            state = "failed";
        }
    }
}

/**
 * Resolves when everything is read, or a second after the start of this worker: then requests go
 * to the network and reading goes on.
 */
function started() {
    const reading = loaded();
    start ??= within(Promise.resolve(reading), START_PATIENCE, undefined);
    return start;
}

/**
 * @param {number} ms
 * @returns {Promise<boolean>} whether everything is read by then
 */
async function loadedWithin(ms) {
    for (const begin = now(); loadState() !== "ok" && now() - begin < ms; ) {
        await within(Promise.resolve(loaded()), ms - (now() - begin), undefined);
    }
    return loadState() === "ok";
}

// ---- calls.js ----

/**
 * Read-only JSON-RPC calls: the network first, the stored reply when no good one comes.
 */

/** A disk that is busy is waited for: there is nothing else to answer with. */
const REPLY_PATIENCE = 15000;

/** @typedef {{same: any[], context: Record<string, any>}} Asked */

/** The products of a large shop may take minutes; Chrome ends the event after five. */
const TOLD_PATIENCE = 240000;

const FULL_LOAD = "pos.session.load_data";
const FILTER = "pos.session.filter_local_data";

/** @typedef {{response: Response, bytes: ArrayBuffer, text: import("./verdict.js").Text}} Answer */

/**
 * Sends a call and reads its answer to the end. Chrome ends the page's call with "abort" when an
 * answer breaks off behind a worker, and Odoo (rpc.js) waits for "load" or "error" only, for ever.
 * So it breaks off here.
 *
 * @param {Request} request
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
async function send(request, signal) {
    const response = await fetch(request, { signal });
    const bytes = await response.clone().arrayBuffer();
    return { response, bytes, text: textOf(bytes) };
}

/** @param {Answer} answer */
function doubtOf({ response, text }) {
    return replyDoubt(response, text, ORIGIN);
}

/**
 * @param {FetchEvent} event
 * @param {string} call
 * @returns {Promise<Response>}
 */
async function respondCall(event, call) {
    const { id, params = {} } = await event.request.clone().json().catch(() => ({}));
    const same = question(call, params);
    const asked = same && { same, context: params.kwargs?.context || {} };
    const client = await clientOf(event.clientId);
    if (client && call === FULL_LOAD) {
        client.fullLoad = !!asked;
    }
    const key = asked && client ? storedKey(client, call, asked) : null;
    if (key && wouldHang(event)) {
        const stored = await storedReply(key);
        if (stored) {
            return reply(stored.body, id);
        }
    }
    const begin = now();
    const { value, doubt } = await ask({
        send: (signal) => send(event.request, signal),
        doubt: doubtOf,
        proves: true,
        stored: Boolean(key),
        // Where nothing is stored, giving up is a failure that the page would not have without us.
        limit: key ? limits.call : Infinity,
        // The products of a large shop may take minutes; they are worth it.
        cap: call === FULL_LOAD ? Infinity : LAST_RESORT,
        spare: async () => key && storedReply(key),
        client: event.clientId,
    });
    if (value && !doubt) {
        if (asked) {
            event.waitUntil(whenKnown(event.clientId, (known) => keepReply(known, call, asked, value, begin)));
        }
        return value.response;
    }
    const found = key || (await keyAfterLoading(event.clientId, call, asked));
    const stored = found && (await storedReply(found));
    return stored ? reply(stored.body, id) : value?.response || Response.error();
}

/**
 * What makes it the same question.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {string | null} null: this tab and this question do not belong together
 */
function questionOf(client, call, { same, context }) {
    const { owner, fullLoad } = client;
    // After a delta the list of records to forget belongs to data that we do not have.
    if (!owner || (context.uid && context.uid !== owner.user) || (call === FILTER && !fullLoad)) {
        return null;
    }
    const { lang = client.lang, allowed_company_ids: companies = [] } = context;
    return canonical([owner.database, owner.user, owner.config, lang, companies, call, same]);
}

/**
 * The key of the reply that is stored for a question of a tab: the one that its own snapshot
 * names, or another snapshot of the same owner.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {string | null}
 */
function storedKey(client, call, asked) {
    const about = questionOf(client, call, asked);
    const others = client.owner ? snapshotsOf(client.owner) : [];
    const record = [snapshot(client.snapshot), ...others].find((candidate) => about && candidate?.answers[about]);
    return (about && record?.answers[about]) || null;
}

/**
 * The same when the worker has only now read what it holds: "not read yet" is not "not there".
 *
 * @param {string} clientId
 * @param {string} call
 * @param {Asked | null} asked
 */
async function keyAfterLoading(clientId, call, asked) {
    const late = loadState() !== "ok" && (await loadedWithin(REPLY_PATIENCE));
    const client = late && (await clientOf(clientId));
    return client && asked ? storedKey(client, call, asked) : null;
}

/**
 * A disk that is busy is waited for: what a snapshot names is there.
 *
 * @param {string} key
 * @returns {Promise<import("./types").Reply | null>}
 */
function storedReply(key) {
    return within(read("replies", key).catch(() => null), REPLY_PATIENCE, null);
}

/**
 * Stores a reply and names it in the tab's snapshot. Another snapshot keeps the one that it names.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @param {Answer} answer the page has its body
 * @param {number} begin when it was asked for
 */
async function keepReply(client, call, asked, { response, bytes, text }, begin) {
    const about = questionOf(client, call, asked);
    const record = snapshot(client.snapshot);
    if (!about || !record) {
        return;
    }
    const refusal = judgeHead("json", response, ORIGIN);
    const envelope = { refusal: "", ...judgeReply(text.head, text.tail) };
    const other = !(await isHis(client, record, begin)) && OTHER_LOGIN;
    const bad = refusal || judgeLength(response.headers, bytes.byteLength) || envelope.refusal || other;
    if (bad) {
        return note("refused", { call, reason: bad });
    }
    const { id, database, user, config } = record;
    const key = `${id} ${about}`;
    const body = new Blob([bytes]);
    await put("replies", { key, question: about, call, database, user, config, session: asked.same[0], boot: client.id, body, stored: Date.now() });
    nameAnswer(record, about, key);
    await saveSnapshot(record);
}

/**
 * Whether an answer is his whose it would be. A page from the store says nothing of who is logged in
 * now: then the server must have said it since.
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Snapshot} record
 * @param {number} begin when it was asked for
 */
async function isHis(client, record, begin) {
    return client.stored ? (await isLoggedIn(record, now() - begin)) === true : (await isLoggedIn(record)) !== false;
}

/**
 * What a page was told at its start and would not be told without the server: the reply has
 * passed by this worker, or could not be stored.
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} [told]
 * @returns {import("./types").Refusal[]}
 */
function missingReplies(client, told = []) {
    return notStored(client, told).map(({ call }) => ({ url: call, reason: "reply-missing" }));
}

/**
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} told
 */
function notStored(client, told) {
    return told.flatMap((params) => {
        const call = `${params.model}.${params.method}`;
        const same = isListed(call) && question(call, params);
        const asked = same && { same, context: params.kwargs?.context || {} };
        const isMissing = asked && questionOf(client, call, asked) && !storedKey(client, call, asked);
        return isMissing ? [{ params, call, asked }] : [];
    });
}

/**
 * Asks once more what a page was told while there was no snapshot to keep it in: the browser had
 * ended this worker over its page. All of these calls only read (calltable.js).
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} [told]
 */
async function askTold(client, told = []) {
    for (const { params, call, asked } of notStored(client, told)) {
        const begin = now();
        const request = new Request(ORIGIN + callPath(call), {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "call", params }),
        });
        const answer = await limited(TOLD_PATIENCE, (signal) => send(request, signal));
        if (doubtOf(answer)) {
            return;
        }
        await keepReply(client, call, asked, answer, begin);
    }
}

/**
 * @param {Blob} body
 * @returns {Promise<{refusal?: string, skip: number}>}
 */
async function envelopeOf(body) {
    const { head, tail } = await readText(body);
    return { skip: 0, ...judgeReply(head, tail) };
}

/**
 * The stored reply under the id of this request. The value is never parsed: it may be large.
 *
 * @param {Blob} body
 * @param {any} id
 */
async function reply(body, id) {
    const { skip } = await envelopeOf(body);
    const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},"result":`;
    return json(new Blob([head, body.slice(skip)]));
}

/**
 * A ping of the page is the truth about the server: never stored, never answered by us. It is
 * only given an end: while it is known that the network swallows everything, or when it is lost
 * and one of ours as well. What is no JSON-RPC is no answer of Odoo, whatever it says.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function respondPing(event) {
    if (wouldHang(event)) {
        return Response.error();
    }
    const limit = patience(limits.ping);
    const again = event.request.clone();
    const first = await askPing(event.request, limit);
    if (first.value && !first.doubt) {
        return first.value.response;
    }
    if (first.away || first.doubt === "cancelled") {
        return Response.error();
    }
    // One lost ping is none: ours have passed meanwhile.
    const second = await askPing(again, limit);
    return second.value && !second.doubt ? second.value.response : Response.error();
}

/**
 * @param {Request} request
 * @param {number} limit
 */
function askPing(request, limit) {
    return ask({
        send: (signal) => send(request, signal),
        doubt: ({ response, text }) => pingDoubt(response, text, ORIGIN),
        proves: true,
        stored: true,
        limit,
    });
}

// ---- posdata.js ----

/**
 * Reads which POS session the page's own database holds. That database is Odoo's: it is never
 * created here, never held open, and never waited for long, because an open connection would
 * block the boot of the POS.
 */

const STORE = "pos.session";

/** @typedef {{id: number, state: string}[]} Held */

/**
 * @param {string} database
 * @param {number} config
 * @param {number} patience in ms
 * @returns {Promise<Held | null>} empty: the POS has no session; null: it could not be read in time
 */
async function heldSessions(database, config, patience) {
    const name = `point-of-sale-${config}-${database}`;
    // A database that is being deleted or upgraded answers only when that is over.
    return within(readHeld(name), patience, null);
}

/** @param {string} name */
async function readHeld(name) {
    // Firefox has this since 126 only. Where it says that there is none, nothing is opened.
    const known = (await indexedDB.databases?.().catch(() => null)) || null;
    return known && !known.some((db) => db.name === name) ? [] : openHeld(name);
}

/**
 * @param {string} name
 * @returns {Promise<Held | null>}
 */
function openHeld(name) {
    return new Promise((resolve) => {
        const request = indexedDB.open(name);
        let fresh = false;
        request.onupgradeneeded = () => {
            // There was none, or it was deleted since the look: do not leave an empty one behind.
            fresh = true;
            request.transaction?.abort();
        };
        request.onerror = () => resolve(fresh ? [] : null);
        request.onsuccess = () => {
            const db = request.result;
            db.onversionchange = () => db.close();
            const read = db.objectStoreNames.contains(STORE) && db.transaction(STORE).objectStore(STORE).getAll();
            db.close();
            if (!read) {
                return resolve([]);
            }
            read.onsuccess = () => resolve(read.result.filter(({ id }) => Number.isInteger(id)));
            read.onerror = () => resolve(null);
        };
    });
}

// ---- emergency.js ----

/**
 * The page of last resort: nothing is stored for the POS that was asked. It names no other file,
 * says what to do, and goes on by itself when the server answers.
 */

/** @type {Record<string, string[]>} title, nothing stored, logged out, in all cases, a log-in is in the way, its link */
const TEXTS = {
    en: [
        "Server unreachable",
        "This POS is not ready for offline use.",
        "Logged out. Log in when the server is back.",
        "Check the network. Keep the browser data: unsent orders are in it.",
        "The network or the server asks for a log-in first.",
        "Log in",
    ],
    fr: [
        "Serveur injoignable",
        "Cette caisse n'est pas prête hors ligne.",
        "Déconnecté. Reconnectez-vous au retour du serveur.",
        "Vérifiez le réseau. N'effacez pas les données du navigateur : commandes non envoyées.",
        "Le réseau ou le serveur demande d'abord une connexion.",
        "Se connecter",
    ],
    de: [
        "Server nicht erreichbar",
        "Diese Kasse ist nicht offline bereit.",
        "Abgemeldet. Anmelden, wenn der Server zurück ist.",
        "Netzwerk prüfen. Browserdaten nicht löschen: nicht gesendete Bestellungen.",
        "Das Netzwerk oder der Server verlangt zuerst eine Anmeldung.",
        "Anmelden",
    ],
    es: [
        "Servidor inaccesible",
        "Esta caja no está lista sin conexión.",
        "Sesión cerrada. Iníciela cuando vuelva el servidor.",
        "Revise la red. No borre los datos del navegador: pedidos sin enviar.",
        "La red o el servidor pide primero iniciar sesión.",
        "Iniciar sesión",
    ],
    nl: [
        "Server onbereikbaar",
        "Deze kassa is niet offline klaar.",
        "Afgemeld. Log in als de server terug is.",
        "Controleer het netwerk. Wis geen browserdata: onverzonden bestellingen.",
        "Het netwerk of de server vraagt eerst om aan te melden.",
        "Aanmelden",
    ],
};

/** Why a POS that is stored is not shown. */
const LOGGED_OUT = "logged-out";

/** The browser does not give what is stored; whether anything is, is not known. */
const STORAGE = "storage";

const STYLE =
    "body{font:18px/1.5 sans-serif;max-width:36em;margin:12vh auto;padding:1em}" +
    "a{display:inline-block;margin:.3em;padding:1em;background:#714b67;color:#fff}";

/** Runs in the page. Kept as a function so that it is checked like the rest of the code. */
function retry() {
    const ask = () =>
        fetch("/pos/ping", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
        })
            .then((answer) => answer.json())
            .then((reply) => "jsonrpc" in reply && again())
            .catch(() => {});
    // A load that is under way is not begun anew: a slow server's page would never come.
    let going = false;
    const again = () => {
        if (!going) {
            going = true;
            setTimeout(() => (going = false), 120000);
            /** @type {any} */ (location).reload();
        }
    };
    setInterval(ask, 5000);
    addEventListener("online", ask);
    // A page that came late, or the return of the server, is told by the worker.
    new BroadcastChannel("poswarm").onmessage = ({ data }) => {
        if (data.type === "newer" || (data.type === "away" && !data.away)) {
            again();
        }
    };
}

/**
 * @param {Request} request
 * @param {number | null} config
 * @param {string} away
 * @param {{config: number, name: string}[]} ready
 */
function emergencyPage(request, config, away, ready) {
    const wanted = request.headers.get("accept-language") || navigator.language || "en";
    return new Response(emergencyHtml(wanted, config, away, ready), {
        status: 503,
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
}

/**
 * @param {string} wanted value of Accept-Language
 * @param {number | null} config
 * @param {string} away
 * @param {{config: number, name: string}[]} ready
 */
function emergencyHtml(wanted, config, away, ready) {
    const lang = wanted.match(/\b\w\w\b/g)?.find((name) => TEXTS[name]) || "en";
    const [title, missing, out, todo, login, loginLink] = TEXTS[lang];
    const unknown = away === LOGGED_OUT || away === STORAGE;
    const reason = config && !unknown ? "never-cached" : away;
    const about = away === LOGGED_OUT ? out : away === STORAGE ? "" : missing;
    const links = ready.map(
        ({ config: id, name }) => `<a data-poswarm-config="${id}" href="/pos/ui/${id}">${escaped(name || `POS ${id}`)}</a>`
    );
    const way = isLogin(away) && config ? `<p>${login}</p><p><a data-poswarm-login href="${loginUrl(config)}">${loginLink}</a></p>` : "";
    return (
        `<!DOCTYPE html><html lang="${lang}" data-poswarm="emergency" data-poswarm-asked="${config ?? ""}" ` +
        `data-poswarm-reason="${reason}"><head><meta charset="utf-8">` +
        `<meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>` +
        `<body><h1>${title}</h1><p>${about}</p><p>${todo}</p>` +
        `${way}<p>${links.join("")}</p><p><small>${away}</small></p>` +
        `<script>(${retry})()</script></body></html>`
    );
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

// ---- torn.js ----

/**
 * Deploys that are seen halfway: the page of a new build is there, and its bundle is not, since
 * several servers stand behind one address, or one of them is away. Such a tab stays blank with a
 * whole POS on the disk, so it goes back to that.
 */

/** The reason that the page from the snapshot is told. */
const TORN = "torn-deploy";

/** The navigation that the tab is sent on comes within this; any other asks the server. */
const SENT_ON = 5000;

/** Until when the next navigation to a config is answered with what is stored. @type {Map<number | null, number>} */
const until = new Map();

/**
 * Whether a navigation is the one that its tab was sent on.
 *
 * @param {number | null} config
 */
function isSentOn(config) {
    const end = until.get(config) || 0;
    until.delete(config);
    return now() < end;
}

/**
 * Sends a tab on to what is stored.
 *
 * @param {string} id of the tab
 * @param {number} config
 * @param {string} url of the file that is not to be had
 */
async function leaveTorn(id, config, url) {
    const tab = /** @type {WindowClient | undefined} */ (await sw.clients.get(id));
    if (!tab || now() < (until.get(config) || 0)) {
        return;
    }
    until.set(config, now() + SENT_ON);
    note("refused", { url, reason: TORN });
    // Somebody may have gone elsewhere meanwhile: then nothing waits for that navigation.
    await tab.navigate(tab.url).finally(() => until.delete(config));
}

// ---- navigation.js ----

/**
 * Navigations to the POS. The network is asked first, always: only the server knows which POS
 * session is open. The worker never requests such a page by itself, because that opens a session
 * on the server, in the wrong name and at the wrong time.
 */

/** Nobody waits for a page any longer; Chrome ends an event after five minutes. */
const LATEST = 120000;

/** What is stored is worth waiting for: there is nothing else to show. */
const STORAGE_PATIENCE = 60000;

/** The same for the POS's own database, which says which POS session the stored page must be of. */
const HELD_PATIENCE = 4000;

/** The page that was taken last, by owner: when its navigation began, and its generation. @type {Map<string, {begin: number, generation: number}>} */
const taken = new Map();

/** Addresses of navigations that are not answered yet. @type {Set<string>} */
const inFlight = new Set();

/** The newest that went beside one of those, by address. @type {Map<string, {controller: AbortController, answer: Promise<Response>}>} */
const beside = new Map();

/**
 * @param {FetchEvent} event
 * @param {{config: number | null, storable: boolean}} route
 * @returns {Promise<Response>}
 */
async function respondPage(event, { config, storable }) {
    const begin = now();
    const known = loadState() === "ok" ? await servable(config) : null;
    if (known?.length && isSentOn(config)) {
        return (await fromStore(event, config, TORN)) || noPage(event, config, TORN);
    }
    const hung = known?.length && (await stillHung());
    const outcome = hung ? { doubt: HUNG, away: HUNG } : await askPage(event.request, config, !known || known.length > 0);
    const { value: loaded, doubt, away, late } = outcome;
    if (doubt === "cancelled") {
        return Response.error();
    }
    if (isLogin(doubt)) {
        loginChanged();
    }
    const show = (/** @type {Loaded} */ page) => {
        pageTook(now() - begin).catch(noteError);
        // Its files come when it is up: until then the page needs the line and the processor.
        event.waitUntil(Promise.resolve(storable && takePage(event.resultingClientId, page, config, begin).catch(noteError)));
        return page.response;
    };
    if (loaded && !doubt) {
        return show(loaded);
    }
    if (loaded && !away && isHonest(loaded.response, loaded.text) && !(known?.length && leadsNowhere(event.request.url, loaded.response))) {
        return loaded.response;
    }
    // Nothing is stored for who is logged in: what the server says, whose it may be, is more than we could.
    if (loaded && !away && known?.length === 0 && isWord(loaded.response, loaded.text)) {
        return loaded.response;
    }
    const page = await fromStore(event, config, away || doubt);
    // The server lives, and what is stored is of a closed register: its page is worth waiting for.
    const isWorth = late && !page && loadState() === "ok" && !awayState();
    const waited = isWorth ? await within(late, LATEST, null).catch(() => null) : null;
    if (waited && !pageDoubt(waited.response, waited.text, config, ORIGIN)) {
        return show(waited);
    }
    if (late && storable) {
        event.waitUntil(keepLate(late, config, begin));
    }
    // Nothing is stored: where the answer leads to a log-in, whoever's it is, it is the way on.
    const leads = loaded?.response.type === "opaqueredirect" && loadState() === "ok";
    return page || (leads ? loaded.response : noPage(event, config, away || doubt));
}

/** When an address was answered with a redirect of late. @type {Map<string, number[]>} */
const redirects = new Map();

/** As many redirects of one address within so many ms lead nowhere: in a circle, or to a log-in that is dead. */
const CIRCLE = 3;
const CIRCLE_TIME = 30000;

/**
 * @param {string} url
 * @param {Response} response
 */
function leadsNowhere(url, { type }) {
    if (type !== "opaqueredirect") {
        return false;
    }
    const times = (redirects.get(url) || []).filter((time) => now() - time < CIRCLE_TIME);
    redirects.set(url, [...times, now()]);
    return times.length + 1 >= CIRCLE;
}

/**
 * What is stored in place of the server's page, null for nothing.
 *
 * @param {FetchEvent} event
 * @param {number | null} config
 * @param {string} reason
 */
async function fromStore(event, config, reason) {
    if (!(await loadedWithin(STORAGE_PATIENCE))) {
        return null;
    }
    return storedPage(event.resultingClientId, await whole(await servable(config)), reason);
}

/**
 * The page without a POS.
 *
 * @param {FetchEvent} event
 * @param {number | null} config
 * @param {string} reason
 */
async function noPage({ request }, config, reason) {
    if (loadState() !== "ok") {
        return emergencyPage(request, config, STORAGE, []);
    }
    const out = await loggedOut(ownerOf(config));
    return emergencyPage(request, config, out ? LOGGED_OUT : reason, await whole(await comesUpOffline()));
}

/**
 * A navigation cannot be aborted. While the network hangs each one would hold one of Chrome's six
 * connections to the host, so then a ping goes first.
 */
async function stillHung() {
    return (isHung() || awayState()?.reason === HUNG) && !(await settle(HUNG));
}

/**
 * @param {Request} request
 * @param {number | null} config
 * @param {boolean} stored whether there may be a page in its place
 */
function askPage(request, config, stored) {
    return ask({
        send: () => loadPage(request),
        doubt: ({ response, text }) => pageDoubt(response, text, config, ORIGIN),
        proves: true,
        stored,
        limit: stored ? pagePatience() : LAST_RESORT,
        cap: LAST_RESORT,
        keep: true,
    });
}

/**
 * Somebody may have deleted files: a page without its scripts and styles stays blank.
 *
 * @param {import("./types").Snapshot[]} records
 */
async function whole(records) {
    const kept = [];
    for (const record of records) {
        const named = namedResources(record.html).filter(({ kind }) => kind !== "image");
        const keys = named.map(({ url }) => record.entries[urlKey(url, ORIGIN)]).filter(Boolean);
        if ((await Promise.all(keys.map(readBody))).every(Boolean)) {
            kept.push(record);
        }
    }
    return kept;
}

/** @typedef {{response: Response, text: string}} Loaded */

/**
 * The whole page is read before it is handed on, so that a cut in the middle is seen here and not
 * by the cashier.
 *
 * @param {Request} request
 * @returns {Promise<Loaded>}
 */
async function loadPage(request) {
    const response = await (inFlight.has(request.url) ? besideAnother(request) : navigate(request));
    const text = response.type === "basic" ? await response.clone().text() : "";
    return { response, text };
}

/** @param {Request} request */
async function navigate(request) {
    inFlight.add(request.url);
    try {
        return await fetch(request);
    } finally {
        inFlight.delete(request.url);
    }
}

/**
 * A navigation is sent as it is: a second argument to `fetch` turns it into a plain fetch, and
 * newer Odoo opens a POS session for navigations only (odoo/odoo#286798). But one that hangs cannot
 * be aborted, and Chrome's own cache holds the next one to its address back for 20 s
 * (net/http/http_cache.cc, the cache lock), which without a worker ends with the first. A fetch
 * beside that cache does not wait. Where it is led elsewhere a navigation may not be.
 *
 * @param {Request} request
 */
async function besideAnother(request) {
    const controller = new AbortController();
    const answer = fetch(new Request(request, { cache: "no-store", signal: controller.signal }));
    const before = beside.get(request.url);
    const mine = { controller, answer };
    beside.set(request.url, mine);
    before?.controller.abort();
    try {
        const response = await newest(request.url, mine);
        return response.type === "opaqueredirect" ? navigate(request) : response.clone();
    } finally {
        if (beside.get(request.url) === mine) {
            beside.delete(request.url);
        }
    }
}

/**
 * One hangs at a time: the answer of the newest is that of all before it.
 *
 * @param {string} url
 * @param {{answer: Promise<Response>}} mine
 * @returns {Promise<Response>}
 */
async function newest(url, mine) {
    try {
        return await mine.answer;
    } catch (error) {
        const newer = beside.get(url);
        if (!newer || newer === mine) {
            throw error;
        }
        return newest(url, newer);
    }
}

/**
 * Starts a snapshot from a page that the server has just given to a tab.
 *
 * @param {string} clientId
 * @param {Loaded} loaded
 * @param {number | null} config
 * @param {number} begin
 */
async function takePage(clientId, { response, text }, config, begin) {
    const page = markers(text);
    const refusal = judgeHead("page", response, ORIGIN) || judgePage(text, page, config);
    if (refusal || !page) {
        note("refused", { url: response.url, reason: refusal });
        return null;
    }
    heardLogin(page, begin);
    return adopt(clientId, page, text, begin);
}

/**
 * @param {string} clientId empty: nobody shows this page
 * @param {import("./types").Markers} page
 * @param {string} html
 * @param {number} begin when its navigation began
 */
async function adopt(clientId, page, html, begin) {
    if (page.off) {
        passClient(clientId);
        // It is off for all of its users; only who opens it is told.
        const { database, config } = page;
        const gone = allSnapshots().filter((record) => record.database === database && record.config === config);
        return dropSnapshots(gone).then(() => null);
    }
    const family = JSON.stringify([page.database, page.user, page.config]);
    // The answer of an older navigation that comes after a newer one is no news, but where a tab
    // shows it: that tab may be the one that stays.
    const newer = begin < (taken.get(family)?.begin ?? -Infinity) ? taken.get(family) : undefined;
    if ((newer && !clientId) || (loadState() !== "ok" && !(await loadedWithin(STORAGE_PATIENCE)))) {
        return null;
    }
    const record = page.debug.includes("assets") || page.tour ? null : createSnapshot(page, html, day(), newer?.generation);
    if (!newer) {
        taken.set(family, { begin, generation: record?.generation || 0 });
    }
    // All of it is known before anything is written: the page asks for its files meanwhile.
    await Promise.all([clientId && setClient(clientId, page, page.lang, record && record.id), record && saveSnapshot(record)]);
    return record;
}

/**
 * A page that was loaded before this worker was there hands itself over.
 *
 * @param {string} clientId
 * @param {{config: number, html: string, url: string, age?: number}} message age: ms since its
 *     navigation began, which may be before one that this worker has seen
 */
async function receivePage(clientId, { config, html, url, age = 0 }) {
    const begin = now() - age;
    const page = markers(html);
    const refusal = judgePage(html, page, config);
    const { searchParams } = new URL(url, ORIGIN);
    const client = await clientOf(clientId);
    // Of what this worker had begun to write when the browser ended it, the snapshot may not be there.
    const isKnown = client?.owner && (!client.snapshot || snapshot(client.snapshot));
    if (refusal || !page || (searchParams.get("debug") || "").includes("assets") || isKnown) {
        note("refused", { url, reason: refusal || "not-needed" });
        return null;
    }
    seen(now());
    heardLogin(page, begin);
    return adopt(clientId, page, html, begin);
}

/**
 * The answer of a navigation that came after its deadline. Nobody shows it, so it waits, staged,
 * and the open pages are told.
 *
 * @param {Promise<Loaded>} late
 * @param {number | null} config
 * @param {number} begin when it was asked for
 */
async function keepLate(late, config, begin) {
    const since = now();
    const loaded = await within(late, LATEST, null).catch(() => null);
    const doubt = loaded ? pageDoubt(loaded.response, loaded.text, config, ORIGIN) : "network-error";
    if (isLogin(doubt)) {
        tell({ type: "login" });
    }
    if (loaded && !doubt) {
        seen(since);
        pageTook(now() - begin).catch(noteError);
        const record = await takePage("", loaded, config, begin);
        if (record) {
            tell({ type: "newer", config: record.config, pos_session: record.pos_session, id: record.id });
        }
    }
}

/**
 * An explicit log-out closes the POS of that user. The addon leaves the marks, of everybody who has
 * not logged in again; where there is none, nothing is known: cookies get lost in power cuts and by
 * policy, and that must not close the shop.
 *
 * @param {import("./types").Identity | null} who
 */
async function loggedOut(who) {
    const cookie = await sw.cookieStore?.get("poswarm_logout").catch(() => null);
    const marks = cookie?.value?.split("&") || [];
    return !!who && marks.includes(`${who.user}.${encodeURIComponent(who.database)}`);
}

/**
 * The snapshots that may be shown for a config, the best first: those of the database and user
 * of the newest page that was committed.
 *
 * @param {number | null} config
 */
async function servable(config) {
    const owner = config ? ownerOf(config) : null;
    const out = await loggedOut(owner);
    const found = owner ? snapshotsOf(owner).filter((record) => record.state !== "staged") : [];
    const open = found.filter((record) => !out || record.after_logout);
    const sound = open.filter((record) => !isBroken(record));
    return sound.length ? sound : open;
}

/**
 * The snapshot with which a config comes up from what is stored.
 *
 * @param {number} config
 * @returns {Promise<import("./types").Snapshot | undefined>}
 */
async function standsBy(config) {
    return (await whole(await servable(config)))[0];
}

/** Configs that come up without a server, for the emergency page. */
async function comesUpOffline() {
    const records = [];
    for (const record of opensOffline()) {
        if (record.after_logout || !(await loggedOut(record))) {
            records.push(record);
        }
    }
    return records;
}

/**
 * @param {string} clientId
 * @param {import("./types").Snapshot[]} candidates `current` first
 * @param {string} reason
 */
async function storedPage(clientId, candidates, reason) {
    const [first] = candidates;
    if (!first) {
        return null;
    }
    // What cannot be read in time is not "nothing": then the newest that came up with its data counts.
    const held = (await heldSessions(first.database, first.config, HELD_PATIENCE)) || [];
    held.sort((a, b) => b.id - a.id);
    // The page and the data beside it must be of one POS session, or the POS stops with a
    // critical error whose only button wipes the till.
    const match = candidates.find((record) => held.some(({ id }) => id === record.pos_session));
    const record = match || first;
    const session = match || !held.length ? record.pos_session : held[0].id;
    // Selling in a closed register is worse than waiting for a server that lives.
    if (held.find(({ id }) => id === session)?.state === "closed" && (await settle(reason))) {
        return null;
    }
    await setClient(clientId, record, record.lang, record.id, true);
    if (record.day !== day()) {
        record.day = day();
        saveSnapshot(record).catch(noteError);
    }
    note("served", { config: record.config, snapshot: record.id, reason });
    return new Response(offlinePage(record.html, { session, offline: told(record, reason) }), {
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
}

/**
 * What a page from a snapshot is told about itself.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} reason
 * @returns {import("./types").Offline}
 */
function told({ id, database, user, config, html }, reason) {
    return {
        reason,
        since: awayState()?.since || new Date().toISOString(),
        login: isLogin(reason),
        login_url: loginUrl(config),
        snapshot: id,
        database,
        user,
        user_name: markers(html)?.user_name || "",
        shared: allSnapshots().some((other) => other.config === config && (other.database !== database || other.user !== user)),
    };
}

// ---- downloads.js ----

/**
 * Files that never change under their address, while they come. One download serves all who ask for
 * it. It goes on when the tab that asked is left, since on a slow line the next load would begin it
 * anew and never see its end, and ends when nothing has come for a while.
 */

/** What is silent for this long may hang on a dead connection: nobody joins it. */
const STALLED = 5000;

/**
 * @typedef {object} Download
 * @property {Promise<Response>} whole the answer, good or not, when its last byte is here; to be cloned
 * @property {Promise<void>} kept when it is stored; rejects where it is not
 * @property {AbortController} controller
 * @property {number} begun
 * @property {number} heardAt when something of it came last; 0: nothing has
 * @property {number} waiting how many wait for it
 */

/** The newest of each address. @type {Map<string, Download>} */
const coming = new Map();

function isDownloading() {
    return coming.size > 0;
}

/**
 * @param {import("./types").Snapshot} record what stands by until the build of this file has a snapshot; it names the file till then
 * @param {string} url
 * @param {(signal: AbortSignal) => Promise<Response>} send
 * @returns {Download}
 */
function download(record, url, send) {
    const known = coming.get(url);
    const one = known && now() - Math.max(known.begun, known.heardAt) < STALLED ? known : begin(record, url, send);
    one.waiting++;
    return one;
}

/**
 * One who waited for it does so no more. What does not flow then ends: each load of an impatient
 * cashier would keep one of six connections to the host.
 *
 * @param {Download} one
 */
function leaveDownload(one) {
    one.waiting--;
    if (!one.waiting && !(one.heardAt && now() - one.heardAt < STALLED)) {
        one.controller.abort(new DOMException("nobody waits for it", "TimeoutError"));
    }
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {(signal: AbortSignal) => Promise<Response>} send
 */
function begin(record, url, send) {
    const one = /** @type {Download} */ ({ controller: new AbortController(), begun: now(), heardAt: 0, waiting: 0 });
    const receive = async (/** @type {AbortSignal} */ signal, /** @type {() => void} */ heard) => {
        const hear = () => {
            one.heardAt = now();
            heard();
        };
        const response = await send(signal);
        hear();
        await readThrough(response.clone(), hear);
        return response;
    };
    one.whole = untilSilent(LAST_RESORT, receive, one.controller);
    one.kept = one.whole
        .then((response) => whileWriting(() => keepFor(record, url, response.clone())))
        .finally(() => coming.get(url) === one && coming.delete(url));
    one.kept.catch(() => {}); // those who wait hear of it themselves
    coming.set(url, one);
    return one;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {Response} response
 */
async function keepFor(record, url, response) {
    const { key } = await keepAnswer(record, url, response);
    record.entries[urlKey(url, ORIGIN)] ||= key;
    await saveSnapshot(record);
}

// ---- translations.js ----

/**
 * Translations: a snapshot names one full body per language, whatever hash is asked. Odoo's page
 * throws its own copy away when any backend tab meets a newer registry; then only ours is left.
 */

const PATH = "/web/webclient/translations";

/**
 * Each body has a key of its own: what a snapshot names never changes under it.
 *
 * @param {string} database
 * @param {string} lang
 * @param {string} hash
 */
const keyOf = (database, lang, hash) => `translations/${database}/${lang}/${hash}`;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function respondTranslations(event) {
    const { searchParams } = new URL(event.request.url);
    const [lang, hash] = [searchParams.get("lang") || "", searchParams.get("hash") || ""];
    const { value, doubt } = await ask({
        send: async (signal) => {
            const response = await fetch(event.request, { signal });
            return { response, text: await response.clone().text() };
        },
        doubt: ({ response, text }) => translationsDoubt(response, text, ORIGIN),
        // They may come from the browser's own cache.
        proves: false,
        stored: true,
        limit: limits.call,
        client: event.clientId,
    });
    if (value && !doubt) {
        event.waitUntil(whenKnown(event.clientId, ({ snapshot: id }) => keepForTab(id, lang, value.text)));
        return value.response;
    }
    return offlineTranslation(await termsFor(event.clientId, lang), lang, hash);
}

/**
 * @param {string | null} id of the snapshot that the tab shows
 * @param {string} lang
 * @param {string} text
 */
async function keepForTab(id, lang, text) {
    const record = snapshot(id);
    if (record && (await keepTranslation(record, lang, text))) {
        // "Your hash is right", but the page's copy is not ours: get the whole body.
        await refreshTranslation(record, lang);
    }
    return record && saveSnapshot(record);
}

/**
 * The stored terms for a tab: those of its own snapshot, or of any in its database.
 *
 * @param {string} clientId
 * @param {string} lang
 * @returns {Promise<import("./types").Translation | null>}
 */
async function termsFor(clientId, lang) {
    const client = await clientOf(clientId);
    const database = (client?.owner || ownerOf(null))?.database;
    const others = allSnapshots().filter((record) => record.database === database && record.terms[lang]);
    const record = [snapshot(client?.snapshot), ...others].find((candidate) => candidate?.terms[lang]);
    return record ? (await get("meta", record.terms[lang])) || null : null;
}

/**
 * Stores a full body and names it in the snapshot. The short answer "your hash is still right" is
 * never stored as a body.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} lang
 * @param {string} text
 * @returns {Promise<string | null>} why not
 */
async function keepTranslation(record, lang, text) {
    const body = fromJson(text);
    const refusal = judgeTranslations(body);
    if (refusal) {
        const stored = record.terms[lang] && (await get("meta", record.terms[lang]));
        return stored && body?.hash === stored.hash ? null : refusal;
    }
    if ((await isLoggedIn(record)) === false) {
        return OTHER_LOGIN;
    }
    const key = keyOf(record.database, lang, body.hash);
    await put("meta", { key, hash: body.hash, body: new Blob([text]) });
    record.terms[lang] = key;
    return null;
}

/**
 * Brings the body that a snapshot names up to date; an unchanged one costs 69 bytes.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} lang
 * @param {AbortSignal} [signal]
 * @returns {Promise<string | null>} refusal code
 */
async function refreshTranslation(record, lang, signal) {
    const hash = (record.terms[lang] && (await get("meta", record.terms[lang]))?.hash) || "";
    const response = await fetchOwn(`${PATH}?hash=${encodeURIComponent(hash)}&lang=${encodeURIComponent(lang)}`, {
        cache: "no-store",
        signal,
    });
    return judgeHead("json", response, ORIGIN) || keepTranslation(record, lang, await response.text());
}

/**
 * The answer while the server is away: a body for every question.
 *
 * @param {import("./types").Translation | null} stored
 * @param {string} lang
 * @param {string} hash what the page holds already
 */
function offlineTranslation(stored, lang, hash) {
    if (hash && (!stored || stored.hash === hash)) {
        return json(JSON.stringify({ lang, hash }));
    }
    return json(stored ? stored.body : JSON.stringify(emptyTranslation(lang)));
}

/**
 * A valid body without a single term: the POS comes up in English instead of not at all.
 *
 * @param {string} lang
 */
function emptyTranslation(lang) {
    return {
        lang,
        hash: "",
        lang_parameters: {
            direction: /^(?:ar|fa|he|ur)/.test(lang) ? "rtl" : "ltr",
            date_format: "%m/%d/%Y",
            time_format: "%H:%M:%S",
            grouping: "[3,0]",
            decimal_point: ".",
            thousands_sep: ",",
            week_start: 7,
        },
        modules: {},
        multi_lang: false,
    };
}

// ---- staging.js ----

/**
 * Fills a snapshot: everything that its page needs to come up without a server. Nothing here
 * touches what is served; a snapshot that is cut short stays `staged` and is taken up again.
 */

/** Few at a time: the cashier's own requests use the same six connections. */
const AT_ONCE = 3;

/** The same for what is no file. */
const QUESTION_PATIENCE = 60000;

/** Why a visit did without the manifest; priming does not. */
const MANIFEST = "manifest";

/** @type {Map<string, Promise<boolean>>} */
const jobs = new Map();

/** What is refused while a snapshot is filled; until that is over the list from before counts. @type {Map<string, import("./types").Refusal[]>} */
const filling = new Map();

/**
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Refusal} refusal
 */
async function noteRefusal(record, refusal) {
    (filling.get(record.id) || record.refused).push(refusal);
    if (refusal.final) {
        await askLater(record, refusal.url);
    }
}

/**
 * What the server, alive, does not give may have been a gateway's word, or be mended.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 */
async function askLater(record, url) {
    await pauseAsking([fixedKey(record, url)], false).catch(noteError); // a full disk forgets it with this worker
}

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} [cache]
 * @param {(bytes: number) => void} [progress]
 * @returns {Promise<boolean>} whether the snapshot is complete
 */
function stage(record, cache = "default", progress = () => {}) {
    const job =
        jobs.get(record.id) ||
        whileWriting(() => fill(record, cache, progress))
            .catch((error) => cutShort(record, error))
            .finally(() => jobs.delete(record.id) && filling.delete(record.id));
    jobs.set(record.id, job);
    return job;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {any} error
 */
async function cutShort(record, error) {
    await refuse(record, "", error);
    record.refused = filling.get(record.id) || record.refused;
    return false;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} progress
 */
async function fill(record, cache, progress) {
    /** @type {import("./types").Refusal[]} */
    const refused = [];
    filling.set(record.id, refused);
    const named = namedResources(record.html).map(({ url, kind }) => ({ url: new URL(url, ORIGIN).href, kind }));
    const own = named.filter(({ url }) => new URL(url).origin === ORIGIN);
    const isShared = (/** @type {import("./types").Resource} */ { url }) => describe(url).shared;
    const manifest = manifestOf(record);
    const terms = manifest.then((told) => keepTerms(record, told));
    terms.catch(() => {}); // it may fail while something else does, which ends this first
    let complete = await keepAll(record, own.filter(isShared), cache, progress);
    // What is not the same for all users waits until it is known whose it would be.
    const { schema } = await manifest;
    const others = schema < 0 ? [] : [...own.filter((file) => !isShared(file)), ...record.learned.map((url) => ({ url }))];
    complete = (await keepAll(record, others, cache, progress)) && complete;
    for (const { url } of own.filter(({ kind }) => kind === "style")) {
        const css = await bodyOf(record, url);
        complete = (await keepAll(record, css ? styleResources(await css.text(), url) : [], cache, progress)) && complete;
    }
    complete = (await terms) && complete;
    filling.delete(record.id);
    record.refused = refused;
    if (complete && !record.completed) {
        record.completed = new Date().toISOString();
        announce(record, "staged");
    }
    await saveSnapshot(record);
    await commitIfReady(record);
    return complete;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {{url: string, kind?: import("./types").Kind}[]} resources
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} progress
 * @returns {Promise<boolean>} whether nothing that is needed is missing
 */
async function keepAll(record, resources, cache, progress) {
    let complete = true;
    await each(resources, AT_ONCE, async ({ url, kind }) => {
        try {
            progress(await keepFile(record, url, cache, kind));
        } catch (error) {
            const optional = await refuse(record, url, error, kind === "script" || kind === "style");
            complete &&= optional;
        }
    });
    return complete;
}

/**
 * Keeps the files that the page says it may load later, and has the next snapshot fetch them too.
 *
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
async function keepNamed(record, urls) {
    const names = urls.map((url) => urlKey(url, ORIGIN));
    learnFiles(record, names);
    await keepAll(record, names.filter((name) => !record.entries[name]).map((url) => ({ url })), "default", () => {});
    await saveSnapshot(record);
}

/** How files are asked for that a page has loaded without us: they are in the browser's own cache. */
const PAST_US = "force-cache";

/** How they are asked for when a page did not come up with them. */
const IN_DOUBT = "no-cache";

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {RequestCache} cache
 * @param {import("./types").Kind} [kind]
 * @returns {Promise<number>} bytes that came new
 */
async function keepFile(record, url, cache, kind) {
    const name = urlKey(url, ORIGIN);
    // What is served never changes under a page; only what is missing comes.
    if (record.state !== "staged" && (await bodyOf(record, url))) {
        return 0;
    }
    // What a page has loaded past us is newer than what is here, and whoever presses Ctrl+F5 has a reason.
    const isNewer = cache === PAST_US || cache === IN_DOUBT;
    const known = !isNewer && describe(url).fixed && (await storedFixed(record, url, name));
    if (known) {
        record.entries[name] = known;
        return 0;
    }
    const { key, fresh } = await fetchAndKeep(record, url, cache, kind);
    record.entries[name] = key;
    record.absent = record.absent?.filter((other) => other !== name);
    if (fresh) {
        record.downloaded.files++;
        record.downloaded.bytes += fresh;
    }
    return fresh;
}

/**
 * A file that never changes may be here already, also under the key that an older version gave it.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {string} name
 * @returns {Promise<string | undefined>} its key
 */
async function storedFixed(record, url, name) {
    const family = allSnapshots().filter(({ database, user }) => database === record.database && user === record.user);
    const keys = new Set([fixedKey(record, url), ...family.map(({ entries }) => entries[name]).filter(Boolean)]);
    for (const key of keys) {
        if (await readBody(key)) {
            return key;
        }
    }
}

/**
 * Notes what could not be stored.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {any} error
 * @param {boolean} [needed] the page does not start without it
 * @returns {Promise<boolean>} whether the snapshot can be complete without it
 */
async function refuse(record, url, error, needed = true) {
    const refused = error instanceof Refused;
    // A page that is up has proven that it does without what the server does not have; of a
    // bundle another server behind the same address may have none yet.
    const dispensable = !needed || (record.up && !describe(url).fixed && !(await bodyOf(record, url)));
    const reason = refused ? error.code : error?.name === "QuotaExceededError" ? "quota" : "network-error";
    if (dispensable && refused && error.gone && (await settle(reason))) {
        note("absent", { url });
        record.absent = [...new Set([...(record.absent || []), urlKey(url, ORIGIN)])];
        await askLater(record, url);
        return true; // what the server does not have, a terminal does not miss
    }
    // A picture that the server, alive, does not give cannot be had; one that was cut off can.
    const fine = !needed && refused && reason !== OTHER_LOGIN && (await settle(reason));
    await noteRefusal(record, { url, reason, ...(fine && { final: true }) });
    if (!fine) {
        announce(record, "refused", reason);
    }
    return fine;
}

/**
 * @param {import("./types").Snapshot} record
 * @returns {Promise<import("./types").Manifest>} its schema is 0 when the server has none, and -1 when the server is away, or takes us for somebody else
 */
async function manifestOf(record) {
    const manifest = await askManifest(record.config);
    if (!manifest) {
        const there = await settle("network-error"); // the ping knows better why
        await noteRefusal(record, { url: manifestUrl(record.config), reason: MANIFEST, ...(there && { final: true }) });
        return { schema: there ? 0 : -1 };
    }
    if (!isOf(manifest, record)) {
        await noteRefusal(record, { url: manifestUrl(record.config), reason: OTHER_LOGIN });
        return { schema: -1 };
    }
    record.name = manifest.config?.name || record.name;
    record.after_logout = !!manifest.after_logout;
    record.data_version = manifest.data_version;
    record.manifest_failed = manifest.failed || [];
    // What a disk does not take of these holds for this worker's life.
    await setLimits(manifest.deadlines).catch(noteError);
    await setKeepDays(manifest.keep_days).catch(noteError);
    if (manifest.images) {
        await wantImages(record, manifest.images);
    }
    return manifest;
}

/** Languages that need not be asked again for a snapshot. @type {Set<string>} */
const renewed = new Set();

/** Languages are asked anew; an unchanged one costs 69 bytes. @param {import("./types").Snapshot} record */
function renewTranslations({ id }) {
    [...renewed].filter((name) => name.startsWith(`${id} `)).forEach((name) => renewed.delete(name));
}

/**
 * The terms of the page's language, and of those that the manifest names.
 *
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 */
async function keepTerms(record, { schema, translations = [] }) {
    const languages = new Set([record.lang, ...translations.map(({ lang }) => lang)]);
    return schema >= 0 && translationsOf(record, [...languages]);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} languages
 */
async function translationsOf(record, languages) {
    let complete = true;
    for (const lang of languages.filter((name) => !renewed.has(`${record.id} ${name}`))) {
        try {
            const refusal = await limited(QUESTION_PATIENCE, (signal) => refreshTranslation(record, lang, signal));
            if (refusal) {
                throw new Refused(refusal);
            }
            renewed.add(`${record.id} ${lang}`);
        } catch (error) {
            complete = await refuse(record, `translations/${lang}`, error);
        }
    }
    return complete;
}

/**
 * Commits a complete snapshot whose page is up.
 *
 * @param {import("./types").Snapshot} record
 */
async function commitIfReady(record) {
    if (record.state === "staged" && record.completed && record.up) {
        await commit(record);
        await caughtUp();
    }
}

// ---- reconcile.js ----

/**
 * What should be, against what is. Every page that is up should have a complete snapshot, with all
 * its pictures; nothing unreachable should be kept; and a page that had to start without the server
 * should know what waits there. A round does the next of what is missing, in steps that may end at
 * any point, because the browser ends this worker when it likes. Nothing else drives the snapshots:
 * messages and the server's return only say that a round is worth it.
 */

/** When the page should ask again, in ms: there is more to do, the server is away, all is well. */
const SOON = 2000;
const WHILE_AWAY = 3000;
const IDLE = 30000;

/** Of one round; Chrome ends an event after five minutes, and a page waits for the answer. */
const ROUND = 20000;

/** Few at a time: the cashier's own requests use the same six connections. */
const WIDTH = 3;

/** What did not come is tried again after this, and after twice as long each time it fails. */
const RETRY_FIRST = 2000;
const RETRY_MOST = 60000;

/** @type {Promise<number> | undefined} */
let running;

/** Whether something may be unreachable that was not before. */
let untidy = true;

/** When a snapshot is tried again. @type {Map<string, {at: number, wait: number}>} */
const retries = new Map();

/** A snapshot was committed or dropped. */
function tidyUp() {
    untidy = true;
}

/**
 * One round; those who ask while it runs share it.
 *
 * @returns {Promise<number>} ms until the next one is worth it
 */
function reconcile() {
    running ??= round()
        .catch((error) => {
            noteError(error, "reconcile");
            return IDLE;
        })
        .finally(() => (running = undefined));
    return running;
}

/** @returns {Promise<number>} */
async function round() {
    if (loadState() !== "ok") {
        return SOON;
    }
    if (awayState()) {
        void ping();
        return WHILE_AWAY;
    }
    const end = now() + ROUND;
    const tabs = await openTabs();
    const shown = new Set(tabs.map((tab) => snapshot(tab.snapshot)).filter((record) => record !== null));
    const next = [];
    await tellNewer(tabs);
    for (const record of shown) {
        next.push(await complete(record));
    }
    for (const record of shown) {
        next.push(await fetchImages(record, end));
    }
    untidy = untidy && !(await collectGarbage());
    // The page's turns keep this worker alive while something comes.
    return Math.min(IDLE, untidy || isDownloading() ? SOON : IDLE, ...next);
}

/**
 * What a server that is there does not give rests: it may have been a gateway's word, or be mended.
 *
 * @param {import("./types").Snapshot} record
 * @returns {Promise<boolean>} whether something that was refused is worth asking for now
 */
async function isOpen(record) {
    const { refused, absent = [] } = record;
    const isResting = await resting();
    const isDue = (/** @type {string} */ url) => !isResting(fixedKey(record, url));
    return absent.some(isDue) || refused.some(({ url, final }) => !final || isDue(url));
}

/**
 * Fills the snapshot of a page that is up, and commits it. Until it is up the page needs the line
 * and the processor.
 *
 * @param {import("./types").Snapshot} record
 * @returns {Promise<number>}
 */
async function complete(record) {
    if (!record.up || (record.completed && record.state !== "staged" && !(await isOpen(record)))) {
        return IDLE;
    }
    const retry = retries.get(record.id);
    if (retry && retry.at > now()) {
        return retry.at - now();
    }
    const filled = (record.completed && record.state === "staged") || (await stage(record));
    await commitIfReady(record);
    untidy = true;
    if (filled && !(await isOpen(record))) {
        retries.delete(record.id);
        return IDLE;
    }
    const wait = Math.min(retry ? 2 * retry.wait : RETRY_FIRST, RETRY_MOST);
    retries.set(record.id, { at: now() + wait, wait });
    return wait;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {number} end
 * @returns {Promise<number>}
 */
async function fetchImages(record, end) {
    if (record.state !== "current" || now() >= end) {
        return record.state === "current" ? SOON : IDLE;
    }
    const missing = await missingImages(record);
    if (!missing.length) {
        return IDLE;
    }
    await keepImages(record, missing, { width: WIDTH, budget: end - now() });
    const left = await missingImages(record);
    return left.length < missing.length && left.length ? SOON : IDLE;
}

/**
 * Pages that started without the server learn what has changed there since their snapshot was
 * taken. The manifest only reads: no POS session is opened by asking, once for all tabs of a config.
 *
 * @param {import("./types").Client[]} tabs
 */
async function tellNewer(tabs) {
    if (isDownloading()) {
        return; // it is on a slow line that this takes more than a turn
    }
    /** @type {Map<number, ReturnType<typeof askManifest>>} */
    const manifests = new Map();
    for (const tab of tabs) {
        const record = tab.stored && snapshot(tab.snapshot);
        if (record) {
            const asked = manifests.get(record.config) || askManifest(record.config);
            manifests.set(record.config, asked);
            await tellTab(tab, record, await asked);
        }
    }
}

/**
 * @param {import("./types").Client} tab
 * @param {import("./types").Snapshot} record its own
 * @param {import("./types").Manifest | null} manifest
 */
async function tellTab(tab, record, manifest) {
    const news = manifest && differs(record, manifest);
    const sign = JSON.stringify([news, manifest?.pos_session, manifest?.data_version, manifest?.assets]);
    // The page reloads at this word: into a blank one where the scripts of the new build are not to be had.
    if (news && tab.told !== sign && (await isThere(record, newCode(record, manifest)))) {
        tab.told = sign;
        tell({ type: "newer", config: record.config, pos_session: manifest.pos_session, id: null, why: news });
    }
}

/**
 * Whether the server gives files, each to its end. What takes more than a round goes on beside the
 * next ones: on a slow line nobody waits for a new build before a page, which would go back to the
 * old one, so it is brought here.
 *
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 * @returns {Promise<boolean>}
 */
function isThere(record, urls) {
    return within(bringAll(record, urls).then(() => true, () => false), ROUND, false);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
async function bringAll(record, urls) {
    for (const url of urls) {
        await (describe(url).fixed ? bring(record, new URL(url, ORIGIN).href) : untilSilent(LAST_RESORT, (signal, heard) => look(url, signal, heard)));
    }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {() => void} heard
 */
async function look(url, signal, heard) {
    await wholeBody(kindOf(urlKey(url, ORIGIN)), await fetchOwn(url, { signal }), false, heard);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url of a file that never changes
 */
async function bring(record, url) {
    if (await readBody(fixedKey(record, url))) {
        return;
    }
    const { kept } = download(record, url, (signal) => fetchOwn(url, { signal }));
    await kept.catch((error) => {
        // The server gives it: a full disk keeps nobody from the new build.
        if (error?.name !== "QuotaExceededError") {
            throw error;
        }
    });
}

/**
 * The scripts and styles that the server's page names and a snapshot does not.
 *
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 */
function newCode(record, { assets = [] }) {
    const named = new Set(namedResources(record.html).map(({ url }) => urlKey(url, ORIGIN)));
    return assets.filter((url) => /\.(?:js|css)$/.test(urlKey(url, ORIGIN)) && !named.has(urlKey(url, ORIGIN)));
}

/**
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 * @returns {"session" | "build" | "data" | null}
 */
function differs(record, manifest) {
    const { pos_session, data_version } = manifest;
    if (!isOf(manifest, record) || !pos_session) {
        return null;
    }
    if (pos_session !== record.pos_session) {
        return "session";
    }
    if (newCode(record, manifest).length) {
        return "build";
    }
    return data_version && record.data_version && data_version !== record.data_version ? "data" : null;
}

/**
 * What a page is up with, written down for this worker's next life as well.
 *
 * @param {import("./types").Snapshot} record
 */
async function isUp(record) {
    record.up = true;
    retries.delete(record.id);
    await saveSnapshot(record);
}

// ---- messages.js ----

/**
 * What pages and tools may ask of the worker. Answers go to the port that came with the message.
 */

/** Somebody waits for priming: twice the connections, so that some are stored while others come. */
const HURRY = 12;

/** For the list of what is stored to be read, before a question about it is answered. */
const STATUS_PATIENCE = 5000;

/** @typedef {{answer: (data: Record<string, any>) => void, clientId: string, data: any}} Message */

/** @type {Record<string, (message: Message) => Promise<any>>} */
const HANDLERS = {
    "poswarm/status": async ({ answer }) => answer(await status()),
    "poswarm/page": pageArrives,
    "poswarm/up": pageUp,
    "poswarm/images": pageWants,
    "poswarm/tick": tick,
    "poswarm/failed": pageFailed,
    "poswarm/prime": prime,
    "poswarm/room": async ({ answer }) => answer({ dropped: await giveRoom() }),
};

/**
 * @param {ExtendableMessageEvent} event
 * @returns {Promise<any>}
 */
async function onMessage(event) {
    const data = event.data || {};
    const clientId = /** @type {Client | null} */ (event.source)?.id || "";
    if (Array.isArray(data.urlsToCache)) {
        return keepListed(clientId, data.urlsToCache);
    }
    const handler = Object.hasOwn(HANDLERS, data.type) ? HANDLERS[data.type] : null;
    /** @param {Record<string, any>} result */
    const answer = (result) => event.ports[0]?.postMessage({ schema: SCHEMA, ...result });
    try {
        await loadedWithin(STATUS_PATIENCE);
        await handler?.({ answer, clientId, data });
    } catch (error) {
        noteError(error, data.type);
        answer({ committed: null, reason: "error", error: { code: "internal", message: String(error) } });
    }
}

async function status() {
    const pinned = await pinnedSnapshots();
    const [bodies, replies] = [await entries(), /** @type {import("./types").Reply[]} */ (await all("replies"))];
    // Safari has estimate() since 17 only.
    const { usage, quota } = (await navigator.storage?.estimate?.()) || {};
    return {
        worker: { version: VERSION, schema: SCHEMA },
        snapshots: await Promise.all(allSnapshots().map((record) => describeSnapshot(record, pinned, bodies, replies))),
        storage: { usage, quota, persisted: await navigator.storage?.persisted?.(), state: loadState() },
        away: awayState(),
        ...journal(),
    };
}

/**
 * @param {import("./types").Snapshot} record
 * @param {(string | null)[]} pinned
 * @param {import("./types").Entry[]} bodies
 * @param {import("./types").Reply[]} replies
 */
async function describeSnapshot(record, pinned, bodies, replies) {
    const { html, entries: names, learned, missing = [], answers, terms, ...shown } = record;
    const keys = new Set(Object.values(names));
    const own = bodies.filter((entry) => keys.has(entry.key));
    const wanted = (await wantedImages(record)).map((url) => fixedKey(record, url));
    const stored = new Set(bodies.map((entry) => entry.key));
    return {
        ...shown,
        pinned: pinned.includes(record.id),
        entries: own.length + 1,
        learned: learned.length,
        refused: [...missing, ...shown.refused],
        bytes: own.reduce((sum, entry) => sum + entry.bytes, html.length),
        replies: replies.filter(({ key, question }) => answers[question || key] === key).length,
        languages: Object.keys(terms),
        images: { wanted: wanted.length, stored: wanted.filter((key) => stored.has(key)).length },
    };
}

/** The page that hands itself over says right afterwards that it is up. @type {Promise<any>} */
let arriving = Promise.resolve();

/** @param {Message} message */
async function pageArrives({ clientId, data }) {
    arriving = receivePage(clientId, data).catch(() => null);
    const record = await arriving;
    // What the page has loaded without us is still in the browser's own cache.
    return record && stage(record, PAST_US);
}

/**
 * The page is up with the data of its POS session: its snapshot may become `current`. Pictures
 * come afterwards; no start waits for them.
 *
 * @param {Message} message
 */
async function pageUp({ answer, clientId, data }) {
    await arriving;
    const client = await clientOf(clientId);
    const record = snapshot(client?.snapshot);
    if (!client || !record || record.config !== data.config) {
        return answer({ committed: null, reason: "no-snapshot" });
    }
    record.patches = data.patches;
    if (Array.isArray(data.images)) {
        await wantImages(record, data.images);
    }
    if (record.state === "staged") {
        if (record.pos_session !== data.session) {
            return answer({ committed: null, reason: "other-session" });
        }
        await settled();
        record.missing = missingReplies(client, data.told);
        if (record.missing.length) {
            await saveSnapshot(record);
            // The browser may end this worker while it asks: then only the page can begin it anew.
            answer({ committed: null, reason: record.missing.at(-1)?.reason, again: true });
            await askTold(client, data.told);
            record.missing = missingReplies(client, data.told);
        }
        if (record.missing.length) {
            return;
        }
        await isUp(record);
        // While the files are still coming, this joins the work that runs.
        if (!record.completed && !(await stage(record))) {
            return answer({ committed: null, reason: record.refused.at(-1)?.reason });
        }
        await keepNamed(record, data.files || []);
        await commitIfReady(record);
        tidyUp();
        if (snapshot(record.id)?.state === "staged") {
            return answer({ committed: null, reason: "superseded" });
        }
    }
    record.failures = 0;
    await saveSnapshot(record);
    answer({ committed: record.id });
    await askAnew();
    await reconcile();
}

/**
 * The pictures that the page shows, where it knows better than the addon's list.
 *
 * @param {Message} message
 */
async function pageWants({ answer, clientId, data }) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    if (record && Array.isArray(data.urls)) {
        await wantImages(record, data.urls);
    }
    answer({ wanted: record ? (await wantedImages(record)).length : 0 });
    return reconcile();
}

/**
 * A page that is open lets the work go on. It is answered with when to come again, so that
 * a step that is cut short by the end of this worker is taken up.
 *
 * @param {Message} message
 */
async function tick({ answer }) {
    answer({ next: await reconcile() });
}

/**
 * The page of a snapshot did not come up.
 *
 * @param {Message} message
 */
async function pageFailed({ clientId, data }) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    note("failed", { config: data.config, reason: data.reason, snapshot: record?.id });
    if (record?.state === "staged") {
        return stage(record, IN_DOUBT); // with the server there: its files may have been stored wrong
    }
    return record?.state === "current" && loadFailed(record).finally(tidyUp);
}

/**
 * Odoo's own message. It names the POS page too, which must not be requested by us.
 *
 * @param {string} clientId
 * @param {string[]} urls
 */
async function keepListed(clientId, urls) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    for (const url of record ? urls : []) {
        if (record && routeOf(url)?.kind === "file") {
            await keepFile(record, url, "default").catch((error) => note("refused", { url, reason: error.message }));
        }
    }
    return record && saveSnapshot(record);
}

/**
 * Brings everything of a config up to date, pictures included, and tells how far it is.
 *
 * @param {Message} message
 */
async function prime({ answer, data }) {
    await arriving;
    const pinned = await pinnedSnapshots();
    // A staged one can only be finished by the tab that shows it.
    const [newest] = allSnapshots()
        .filter(({ id, state, config }) => config === data.config && (state === "current" || pinned.includes(id)))
        .sort((a, b) => b.generation - a.generation);
    if (!newest) {
        return answer({ error: { code: "no-snapshot", message: `POS ${data.config} was never opened here` } });
    }
    if (!(await settle("network-error", limits.ping))) {
        return answer({ error: { code: "away", message: "the server does not answer" } });
    }
    let [done, total, bytes, told] = [0, 1, 0, 0];
    const step = (/** @type {number} */ size) => {
        done++;
        bytes += size;
        total = Math.max(total, done);
        // A message for each of 2,000 pictures takes a fifth of their time.
        if (done === total || performance.now() > told + 99) {
            told = performance.now();
            answer({ progress: { done, total, bytes } });
        }
    };
    renewTranslations(newest);
    const complete = await stage(newest, "default", step);
    await commitIfReady(newest);
    const wanted = await wantedImages(newest);
    const images = wanted.slice(0, data.images === "none" ? 0 : isNaN(data.images) ? undefined : data.images);
    total = done + images.length;
    const add = (/** @type {number} */ size) => {
        size && newest.downloaded.files++;
        newest.downloaded.bytes += size;
        step(size);
    };
    await keepImages(newest, images, { width: HURRY, priming: true }, add);
    const { missing: [missing] = [], refused } = newest;
    // Without the manifest nobody knows which pictures are missing.
    const first = missing || refused.find(({ reason }) => reason === MANIFEST);
    if (!complete || first) {
        const { reason, url } = first || refused[0];
        return answer({ error: { code: reason, message: `not stored: ${url}` } });
    }
    const { downloaded } = newest;
    newest.downloaded = { files: 0, bytes: 0 };
    await saveSnapshot(newest);
    const result = await describeSnapshot(newest, await pinnedSnapshots(), await entries(), await all("replies"));
    answer({ result: { ...result, downloaded } });
}

// ---- resources.js ----

/**
 * Scripts, styles, fonts and pictures.
 */

/** For the list of what is stored to be read, where the network gives nothing. */
const LOAD_PATIENCE = 15000;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function respondFile(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const stored = (await storedFile(snapshot(client?.snapshot), client?.owner || ownerOf(null), url)) || missing(client, event.request);
    if (stored) {
        return stored;
    }
    // Nothing is stored under this build: what the page needs to run is waited for as without us,
    // but where another build is stored that comes up.
    const isOfBuild = describe(url).fixed && !client?.stored;
    const spare = isOfBuild ? await standsBy(client?.owner?.config ?? ownerOf(null)?.config ?? 0) : undefined;
    const limit = client?.stored ? limits.call : spare ? LAST_RESORT : Infinity;
    const { value, doubt, away } = await askFile(event, kindOf(new URL(url).pathname), limit, spare);
    if (value && !doubt) {
        const copy = value.clone();
        event.waitUntil(whenKnown(event.clientId, (known) => learn(known, url, copy)));
        return value;
    }
    if (value && !away) {
        note("refused", { url, reason: doubt });
    }
    if (spare && doubt && doubt !== "cancelled") {
        event.waitUntil(whenKnown(event.clientId, (known) => leaveBuild(known, url)));
    }
    await loadedWithin(LOAD_PATIENCE);
    return (await otherCopy(client?.owner || ownerOf(null), url)) || value || Response.error();
}

/**
 * A page that waits for a file of its build which is not to be had. One that is up does without.
 *
 * @param {import("./types").Client} client
 * @param {string} url
 */
async function leaveBuild({ id, owner, stored, snapshot: of }, url) {
    const record = snapshot(of);
    const isNamed = record && namedResources(record.html).some((one) => urlKey(one.url, ORIGIN) === urlKey(url, ORIGIN));
    if (owner && !stored && isNamed && !record.up) {
        await leaveTorn(id, owner.config, url);
    }
}

/**
 * What the server did not have when a page came up without it, its page comes up without again:
 * a script that fails would count as a failed start.
 *
 * @param {import("./types").Client | null} client
 * @param {Request} request
 */
function missing(client, { url }) {
    const record = client?.stored && snapshot(client.snapshot);
    const known = record && record.absent?.includes(urlKey(url, ORIGIN));
    const type = kindOf(new URL(url).pathname) === "style" ? "text/css" : "text/javascript";
    return known ? new Response("", { headers: { "Content-Type": type } }) : undefined;
}

/**
 * A tab keeps the files of the snapshot that it shows; what never changes may come from anywhere.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {import("./types").Owner | null} owner
 * @param {string} url
 */
async function storedFile(record, owner, url) {
    const own = record && (await bodyOf(record, url));
    if (own || !describe(url).fixed || !owner) {
        return own || undefined;
    }
    return (await readBody(fixedKey(owner, url))) || otherCopy(owner, url);
}

/**
 * A file may come from the browser's own cache, so that a good one proves nothing. Where there is
 * something else to show it is read to its end first, which may take what it takes while it flows:
 * one that breaks off leaves a blank page.
 *
 * @param {FetchEvent} event
 * @param {import("./types").Kind} kind
 * @param {number} limit
 * @param {import("./types").Snapshot} [spare] what there is to show else
 */
function askFile({ request, clientId: client }, kind, limit, spare) {
    return ask({
        send: (signal) => (spare ? downloaded(spare, request, signal) : fetch(request, { signal })),
        doubt: (/** @type {Response} */ response) => fileDoubt(kind, response, request.url, ORIGIN),
        proves: false,
        stored: Boolean(spare),
        limit,
        client,
    });
}

/**
 * @param {import("./types").Snapshot} spare
 * @param {Request} request
 * @param {AbortSignal} signal
 */
async function downloaded(spare, request, signal) {
    const one = download(spare, request.url, (ending) => fetch(request, { signal: ending }));
    signal.addEventListener("abort", () => leaveDownload(one));
    return (await one.whole).clone();
}

/**
 * Away, and the tab's own snapshot does not have it: any trusted copy of this user will do.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherCopy(who, url) {
    const own = allSnapshots().filter(({ database, user }) => database === who?.database && user === who?.user);
    for (const record of own) {
        const body = await bodyOf(record, url);
        if (body) {
            return body;
        }
    }
}

/**
 * @param {import("./types").Client} client
 * @param {string} url
 * @param {Response} response
 */
async function learn(client, url, response) {
    const record = snapshot(client.snapshot);
    if (!client.owner || !record) {
        return;
    }
    const { owner } = client;
    try {
        await whileWriting(async () => {
            const { key } = await keepAnswer(owner, url, response);
            const name = urlKey(url, ORIGIN);
            record.entries[name] ||= key;
            if (!describe(url).fixed) {
                learnFiles(record, [name]);
            }
            await saveSnapshot(record);
        });
    } catch (error) {
        note("refused", { url, reason: /** @type {Error} */ (error).message });
    }
}

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function respondImage(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const who = client?.owner || ownerOf(null);
    const key = who && fixedKey(who, url);
    const stored = key && (await readBody(key));
    if (stored) {
        event.waitUntil(nameImage(snapshot(client?.snapshot), url, key).catch(() => {}));
        describe(url).fixed || awayState() || event.waitUntil(fetchAndKeep(who, url, "default").catch(() => {}));
        return stored;
    }
    key && event.waitUntil(notFound(snapshot(client?.snapshot), key).catch(() => {}));
    // The start of the POS waits for some, and those that hang hold the connections that a ping needs.
    const hangs = client?.stored && wouldHang(event);
    const answer = hangs ? null : await askFile(event, "image", client?.stored ? limits.call : LAST_RESORT);
    if (answer?.value && !answer.doubt) {
        return trustedImage(event, answer.value);
    }
    return (await otherMoment(who, url)) || answer?.value || Response.error();
}

/**
 * The picture for the page, stored on its way. The browser's own cache may hold the placeholder
 * of an expired log-in for a year; the page gets what the server has now.
 *
 * @param {FetchEvent} event
 * @param {Response} response
 */
async function trustedImage(event, response) {
    const { url } = event.request;
    const fresh = judgeHead("image", response, ORIGIN) === PLACEHOLDER ? await fetch(url, { cache: "reload" }).catch(() => response) : response;
    const copy = fresh.clone();
    event.waitUntil(whenKnown(event.clientId, ({ owner, snapshot: id }) => whileWriting(() => keepImage(owner, id, url, copy))));
    return fresh;
}

/**
 * @param {import("./types").Owner | null} owner
 * @param {string | null} id of the snapshot that the tab shows
 * @param {string} url
 * @param {Response} response
 */
async function keepImage(owner, id, url, response) {
    if (owner) {
        const { key } = await keepAnswer(owner, url, response);
        await writeEntries();
        await haveStored(key);
        await nameImage(snapshot(id), url, key);
    }
}

/**
 * Away: the same picture of another moment is better than a broken one.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherMoment(who, url) {
    const { base } = describe(url);
    return who && base ? lastMoment(who, base) : undefined;
}

// ---- main.js ----

/**
 * The service worker of POS Offline Reload: events in, modules behind.
 */

sw.addEventListener("install", (event) => {
    void sw.skipWaiting();
    // Before anything is waited for: rules can be told while the event is handed on only.
    event.waitUntil(Promise.all([leaveWritesAlone(event), carryOver()]));
});

sw.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([sw.clients.claim(), removeOutdated()]));
});

sw.addEventListener("message", (event) => {
    // Chrome drops the change of workers when a request reaches the old one in that instant; the
    // page then asks us again (first-visit.js). For a worker in charge this does nothing.
    void sw.skipWaiting();
    // One that waits reads nothing: what it knew would be older than what the one in charge writes
    // meanwhile, and be written over it later. Odoo itself sends to a worker that waits (main.js).
    if (!isWaiting()) {
        event.waitUntil(started().then(() => onMessage(event)));
    }
});

function isWaiting() {
    return ["installing", "installed"].includes(sw.serviceWorker?.state);
}

// The server is there again: what waited for it goes on, and pages that started without it are told.
onReturn(() => void askAnew().catch(noteError).then(reconcile));

sw.addEventListener("fetch", (event) => {
    if (changesLogin(event.request, ORIGIN)) {
        loginChanged();
    }
    const where = route(event.request, ORIGIN);
    if (!where) {
        return;
    }
    const response = started().then(() => respond(event, where));
    // respond() answers for the network; what it throws is ours and must not close an open shop.
    event.respondWith(response.catch((error) => noteError(error) || fetch(event.request)));
    const { kind, call } = /** @type {any} */ (where);
    if (kind === "call" || kind === "ping") {
        event.waitUntil(started().then(() => noteCall(new URL(event.request.url).pathname, call)));
    }
});

/**
 * @param {FetchEvent} event
 * @param {import("./types").Route} where
 * @returns {Promise<Response>}
 */
function respond(event, where) {
    switch (where.kind) {
        case "page":
            return respondPage(event, where);
        case "file":
            return respondFile(event);
        case "image":
            return respondImage(event);
        case "translations":
            return respondTranslations(event);
        case "ping":
            return respondPing(event);
        case "call":
            return respondCall(event, where.call);
    }
}
})();
