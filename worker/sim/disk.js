// The disk of a terminal: Cache API and IndexedDB, each access an event of its own at which the
// terminal may lose its power. IndexedDB has the rules that matter: transactions of one database
// that share a store run one after the other, are all or nothing, and clone what they are given.
// A disk can be copied as it is, which is how an offline start is tried without changing it.
import { SimResponse } from "./web.js";

/** What the worker gets back and changes in memory; everything else is frozen, so that a change would show. */
const CHANGED = new Set(["snapshots", "clients"]);

/** A copy as deep as the worker changes its records. @param {any} value */
function copyOf(value) {
    const made = { ...value };
    for (const name of ["entries", "answers", "terms", "downloaded", "owner"]) {
        if (made[name] && typeof made[name] === "object") {
            made[name] = { ...made[name] };
        }
    }
    for (const name of ["learned", "refused", "missing"]) {
        if (made[name]) {
            made[name] = [...made[name]];
        }
    }
    return made;
}

export class Disk {
    caches = new Map();
    databases = new Map();
    /** Grows with every write. */
    version = 0;
    /** What is wrong with it now: "" | "refuses" | "silent" | "full". */
    fault = "";

    copy() {
        const other = new Disk();
        for (const [name, bodies] of this.caches) {
            other.caches.set(name, new Map(bodies));
        }
        for (const [name, stores] of this.databases) {
            const copied = [...stores].map(([store, { keyPath, records }]) => [store, { keyPath, records: new Map(records) }]);
            other.databases.set(name, new Map(copied));
        }
        return other;
    }

    /** The records of a store, for a look from outside. */
    records(store, name = "poswarm") {
        return [...(this.databases.get(name)?.get(store)?.records.values() || [])];
    }

    /** The addresses of all bodies. */
    bodies() {
        return [...this.caches.values()].flatMap((bodies) => [...bodies]);
    }
}

const QUOTA = () => new DOMException("Quota exceeded.", "QuotaExceededError");

/** The Cache API of one worker. @param {(work: () => any) => Promise<any>} access an event of the disk */
export function cachesOf(disk, access, origin) {
    const address = (key) => new URL(key.url ?? key, origin).href;
    const opened = (bodies) => ({
        keys: () => access(() => [...bodies.keys()].map((url) => ({ url }))),
        match: (key) => access(() => bodies.get(address(key))?.clone()),
        delete: (key) => access(() => disk.version++ && bodies.delete(address(key))),
        put: async (key, response) => {
            // Chrome drops the old body before it writes the new one.
            await access(() => bodies.delete(address(key)));
            await access(() => {
                if (disk.fault === "full") {
                    throw QUOTA();
                }
                disk.version++;
                bodies.set(address(key), new SimResponse(response.blobbed, { headers: response.headers }));
            });
        },
    });
    const store = (name) => disk.caches.get(name) || disk.caches.set(name, new Map()).get(name);
    return {
        open: (name) => access(() => opened(store(name))),
        keys: () => access(() => [...disk.caches.keys()]),
        delete: (name) => access(() => disk.caches.delete(name)),
    };
}

/** The IndexedDB of one worker. @param {(work: () => void, delay?: number) => void} later */
export function indexedDBOf(disk, later) {
    return {
        databases: async () => [...disk.databases.keys()].map((name) => ({ name })),
        open(name) {
            const request = {};
            if (disk.fault === "silent") {
                return request;
            }
            later(() => {
                if (disk.fault === "refuses") {
                    request.error = new DOMException("Internal error.", "UnknownError");
                    return request.onerror?.();
                }
                const fresh = !disk.databases.has(name);
                const stores = disk.databases.get(name) || new Map();
                request.result = connection(stores, disk, later);
                let aborted = false;
                request.transaction = { abort: () => (aborted = true) };
                if (fresh) {
                    request.onupgradeneeded?.();
                }
                if (aborted) {
                    request.error = new DOMException("aborted", "AbortError");
                    return request.onerror?.();
                }
                disk.databases.set(name, stores);
                request.onsuccess?.();
            });
            return request;
        },
    };
}

function connection(stores, disk, later) {
    return {
        objectStoreNames: { contains: (name) => stores.has(name) },
        close() {},
        createObjectStore: (name, { keyPath }) => stores.set(name, { keyPath, records: new Map() }),
        transaction(names, mode) {
            const tx = { error: null };
            const writes = [];
            const asked = [];
            const request = (work) => {
                const made = {};
                asked.push(() => {
                    made.result = work();
                    made.onsuccess?.();
                });
                return made;
            };
            tx.objectStore = (name) => {
                const { keyPath, records } = stores.get(name);
                const given = CHANGED.has(name) ? (value) => value && copyOf(value) : (value) => value;
                return {
                    get: (key) => request(() => given(records.get(key))),
                    getAll: () => request(() => [...records.values()].map(given)),
                    put(value) {
                        const kept = Object.freeze(copyOf(value));
                        writes.push(() => records.set(kept[keyPath], kept));
                        return request(() => undefined);
                    },
                    delete(key) {
                        writes.push(() => records.delete(key));
                        return request(() => undefined);
                    },
                };
            };
            // All writes happen at one moment, or, when the power goes before it, none.
            later(() => {
                if ((disk.fault === "full" && mode === "readwrite" && writes.length) || disk.fault === "refuses") {
                    tx.error = disk.fault === "full" ? QUOTA() : new DOMException("Internal error.", "UnknownError");
                    return tx.onabort?.();
                }
                asked.forEach((ask) => ask());
                disk.version += writes.length;
                writes.forEach((write) => write());
                tx.oncomplete?.();
            });
            return tx;
        },
    };
}
