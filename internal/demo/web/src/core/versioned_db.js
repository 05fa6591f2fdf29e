const VERSION_STORE = "__DBVersion__";
const VERSION_KEY = "__version__";

function settled(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/**
 * An IndexedDB that belongs to one version of the server: when the version
 * changes, everything in it is dropped, before the first read.
 */
export class VersionedDB {
    constructor(name, version) {
        this.name = name;
        this.stores = new Set([VERSION_STORE]);
        this.queue = this.checkVersion(version);
    }

    read(store, key) {
        this.stores.add(store);
        return this.next(() =>
            this.withDB((db) => settled(db.transaction(store).objectStore(store).get(key)))
        );
    }

    write(store, key, value) {
        this.stores.add(store);
        return this.next(() => this.put(store, key, value));
    }

    /** Runs one task after the other. */
    next(task) {
        this.queue = this.queue.then(task, task);
        return this.queue;
    }

    put(store, key, value) {
        return this.withDB((db) =>
            settled(db.transaction(store, "readwrite").objectStore(store).put(value, key))
        );
    }

    async checkVersion(version) {
        const stored = await this.withDB((db) =>
            settled(db.transaction(VERSION_STORE).objectStore(VERSION_STORE).get(VERSION_KEY))
        );
        if (stored === version) {
            return;
        }
        if (stored) {
            await settled(indexedDB.deleteDatabase(this.name));
        }
        await this.put(VERSION_STORE, VERSION_KEY, version);
    }

    /** Opens, adds missing stores, uses and closes the database. */
    async withDB(use, version) {
        const request = indexedDB.open(this.name, version);
        request.onupgradeneeded = () => {
            const db = request.result;
            for (const store of this.missing(db)) {
                db.createObjectStore(store);
            }
        };
        const db = await settled(request);
        if (this.missing(db).length) {
            const next = db.version + 1;
            db.close();
            return this.withDB(use, next);
        }
        try {
            return await use(db);
        } finally {
            db.close();
        }
    }

    missing(db) {
        return [...this.stores].filter((store) => !db.objectStoreNames.contains(store));
    }
}
