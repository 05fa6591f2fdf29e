const BATCH = 500;

/**
 * The POS's own database: one store a model, opened once and kept open for the
 * life of the page. Writes never throw; Odoo's do not either.
 */
export class CommonIndexedDB {
    /** @param {[string, string][]} stores key path and name of every store */
    constructor(name, stores) {
        this.name = name;
        this.stores = stores;
        this.db = null;
    }

    async open(version) {
        this.db = await new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, version);
            request.onupgradeneeded = () => {
                const have = request.result.objectStoreNames;
                for (const [keyPath, store] of this.stores) {
                    if (!have.contains(store)) {
                        request.result.createObjectStore(store, { keyPath });
                    }
                }
            };
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        // a new version of the server brings new models
        if (this.stores.some(([, store]) => !this.db.objectStoreNames.contains(store))) {
            const next = this.db.version + 1;
            this.db.close();
            await this.open(next);
        }
        return this;
    }

    create(store, records) {
        return this.inBatches(store, records, (target, record) => target.put(record));
    }

    delete(store, keys) {
        return this.inBatches(store, keys, (target, key) => target.delete(key));
    }

    /** Answers with what became of each batch, as Odoo's does. */
    async inBatches(store, items, act) {
        const results = [];
        for (let i = 0; i < (items?.length ?? 0); i += BATCH) {
            try {
                await this.transact(store, (target) => {
                    for (const item of items.slice(i, i + BATCH)) {
                        act(target, item);
                    }
                });
                results.push({ status: "fulfilled" });
            } catch (reason) {
                console.warn(`IndexedDB: ${store} was not written:`, reason);
                results.push({ status: "rejected", reason });
            }
        }
        return results;
    }

    /** Odoo's reads and writes alike. */
    getNewTransaction(stores) {
        return this.db.transaction(stores, "readwrite");
    }

    transact(store, act) {
        return new Promise((resolve, reject) => {
            const transaction = this.getNewTransaction([store]);
            const request = act(transaction.objectStore(store));
            transaction.oncomplete = () => resolve(request?.result);
            transaction.onabort = () => reject(transaction.error);
        });
    }

    /** Reads whole stores, all of them unless named. */
    async readAll(names = [...this.db.objectStoreNames]) {
        const results = {};
        await Promise.all(
            names.map(async (store) => {
                results[store] = await this.transact(store, (target) => target.getAll());
            })
        );
        return results;
    }
}
