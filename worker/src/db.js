/**
 * The worker's own IndexedDB, as promises. One database, five stores; what belongs together is
 * written in one transaction.
 */
import { within } from "./clock.js";

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
export function onFull(way) {
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
export async function transact(name, mode, work) {
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
export async function read(name, key) {
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
export async function get(name, key) {
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
export async function all(name) {
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
export async function put(name, ...values) {
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
export function remove(name, keys) {
    return transact(name, "readwrite", (store) => keys.forEach((key) => store.delete(key)));
}
