/*
 * The ledger's database: what must live through every reset of the point of sale.
 *
 * It stands in a Storage Bucket of its own where the browser has them
 * (https://wicg.github.io/storage-buckets/, Chrome 122): `indexedDB.databases()`
 * and `deleteDatabase()` of the page do not see it, and the browser does not
 * evict it with the rest. Elsewhere it is a database of the origin, and
 * resets.js keeps it from those who delete all of them.
 *
 * A write resolves when it is on the disk (durability "strict"); a disk that
 * hangs or is full is told by `problem()` and never thrown at a sale.
 *
 * Relies on: IndexedDB; on nothing of the point of sale.
 */

export const NAME = "poswarm-ledger";
const VERSION = 1;
/** Milliseconds until a disk that does not answer counts as broken. */
const DEADLINE = 2000;

/** Store and key: orders that wait, drafts with changes that wait, commands, what the till knows by heart. */
const STORES = { orders: "uuid", drafts: "uuid", commands: "id", kept: "key" };

let opening = null;
/** Held for as long as its database: Chrome 148 never answers one whose bucket was collected as garbage. */
let bucket = null;
let trouble = null;
const followers = new Set();

/** What is wrong with the ledger: `{kind: "closed" | "full" | "unknown", words}`, or null. */
export function problem() {
    return trouble;
}

/** @param {() => void} follower told when the ledger breaks or heals */
export function followProblem(follower) {
    followers.add(follower);
}

export function setProblem(found) {
    if (found?.kind === trouble?.kind && found?.words === trouble?.words) {
        return;
    }
    trouble = found;
    if (found) {
        console.warn(`poswarm: the ledger: ${found.kind}: ${found.words}`);
    }
    followers.forEach((follower) => follower());
}

export function isInBucket() {
    return Boolean(navigator.storageBuckets);
}

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function inTime(promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: no answer after ${DEADLINE} ms`)), DEADLINE);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function factory() {
    if (!isInBucket()) {
        return indexedDB;
    }
    bucket = await navigator.storageBuckets.open(NAME, { persisted: true, durability: "strict" });
    return bucket.indexedDB;
}

async function open() {
    const request = (await factory()).open(NAME, VERSION);
    request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(STORES)) {
            if (!request.result.objectStoreNames.contains(store)) {
                request.result.createObjectStore(store, { keyPath });
            }
        }
    };
    const database = await asPromise(request);
    // A later version of this module in another tab must not wait for us.
    database.onversionchange = () => {
        opening = null;
        database.close();
    };
    database.onclose = () => {
        opening = null;
    };
    return database;
}

async function opened() {
    opening ??= open();
    try {
        return await inTime(opening, "opening");
    } catch (error) {
        opening = null;
        throw error;
    }
}

function committed(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
        transaction.onerror = () => {};
    });
}

function kindOf(error) {
    return error?.name === "QuotaExceededError" ? "full" : "closed";
}

function fails(error) {
    setProblem({ kind: kindOf(error), words: String(error?.message ?? error) });
}

async function transact(puts, removes, mayBeLate) {
    let transaction;
    try {
        const database = await opened();
        transaction = database.transaction(Object.keys({ ...puts, ...removes }), "readwrite", { durability: "strict" });
        const done = committed(transaction);
        for (const [store, records] of Object.entries(puts)) {
            records.forEach((record) => transaction.objectStore(store).put(record));
        }
        for (const [store, keys] of Object.entries(removes)) {
            keys.forEach((key) => transaction.objectStore(store).delete(key));
        }
        if (mayBeLate) {
            // A page that ends now takes with it what nobody has committed (Indexed Database API 3.0, 2.7.1).
            transaction.commit?.();
        }
        await inTime(done, "writing");
    } catch (error) {
        giveUp(transaction);
        throw error;
    }
}

/**
 * Puts and removes in one transaction, once: what is said not to be written never is, but
 * where that is of no harm.
 *
 * @param {Record<string, object[]>} puts records by store
 * @param {Record<string, any[]>} removes keys by store
 * @param {boolean} [mayBeLate]
 * @returns {Promise<boolean>} whether it is on the disk
 */
export async function writeOnce(puts, removes = {}, mayBeLate = false) {
    try {
        await transact(puts, removes, mayBeLate).catch(async (error) => {
            if (kindOf(error) !== "full" || !(await makeRoom())) {
                throw error;
            }
            await transact(puts, removes, mayBeLate);
        });
        if (trouble && trouble.kind !== "unknown") {
            setProblem(null);
        }
        return true;
    } catch (error) {
        fails(error);
        return false;
    }
}

/** Takes off a full disk what the server has as well. */
let makeRoom = async () => false;

/** @param {() => Promise<boolean>} way resolves with whether there is more room now */
export function setRoomMaker(way) {
    makeRoom = way;
}

/** The key of a record. */
export function keyOf(store, record) {
    return record[STORES[store]];
}

/** What was said not to be written must not be there later. */
function giveUp(transaction) {
    try {
        transaction?.abort();
    } catch {
        // It is over.
    }
}

/**
 * Reads one store, whole.
 *
 * @returns {Promise<object[] | null>} null when it cannot be read
 */
export async function readAll(store) {
    try {
        const database = await opened();
        return await inTime(asPromise(database.transaction(store).objectStore(store).getAll()), "reading");
    } catch (error) {
        fails(error);
        return null;
    }
}
