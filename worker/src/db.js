/**
 * The worker's own IndexedDB, as promises. One database, five stores; what belongs together is
 * written in one transaction.
 */
const NAME = "poswarm";

/** @type {Record<string, string>} */
const STORES = { snapshots: "id", replies: "key", entries: "key", clients: "id", meta: "key" };

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

/** @returns {Promise<IDBDatabase>} */
function open() {
    opening ??= new Promise((resolve, reject) => {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => {
            for (const [store, keyPath] of Object.entries(STORES)) {
                request.result.createObjectStore(store, { keyPath });
            }
        };
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
            const db = request.result;
            // Odoo's "Reload data" deletes every database of the origin; never stand in its way.
            db.onversionchange = () => {
                db.close();
                opening = undefined;
            };
            db.onclose = () => (opening = undefined);
            resolve(db);
        };
    });
    opening.catch(() => (opening = undefined));
    return opening;
}

/**
 * @template T
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(store: (name: string) => IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
export async function transact(stores, mode, work) {
    const db = await open();
    return new Promise((resolve, reject) => {
        // Strict: a power cut after the commit must find the commit.
        const tx = db.transaction(stores, mode, { durability: mode === "readwrite" ? "strict" : "default" });
        const request = work((name) => tx.objectStore(name));
        tx.oncomplete = () => resolve(/** @type {T} */ (request?.result));
        tx.onabort = () => reject(tx.error);
    });
}

/**
 * What cannot be read counts as missing: a broken database must not stop what the server can do.
 *
 * @param {string} store
 * @param {string} key
 * @returns {Promise<any>}
 */
export function get(store, key) {
    return transact([store], "readonly", (pick) => pick(store).get(key)).catch(() => {});
}

/**
 * Tries again for some seconds: a database whose last user was just killed, as in a power cut, may
 * refuse at first, and what is not read at the start is missing for this worker's life.
 *
 * @param {string} store
 * @returns {Promise<any[]>}
 */
export function all(store, tries = 29) {
    return transact([store], "readonly", (pick) => pick(store).getAll()).catch(async (error) => {
        if (!tries) {
            throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 99));
        return all(store, tries - 1);
    });
}

/**
 * @param {string} store
 * @param {any[]} values
 * @returns {Promise<void>}
 */
export function put(store, ...values) {
    return transact([store], "readwrite", (pick) => values.forEach((value) => pick(store).put(value)));
}

/**
 * @param {string} store
 * @param {string[]} keys
 * @returns {Promise<void>}
 */
export function remove(store, keys) {
    return transact([store], "readwrite", (pick) => keys.forEach((key) => pick(store).delete(key)));
}
