// Times the ledger's writes (addon, ledger/storage.js), and fills the ledger with sales
// that wait: copies of the one that is in it.
async (step, options) => {
    const NAME = "poswarm-ledger";
    const steps = {
        watch: () => {
            const times = (window.poswarmLedgerTimes = []);
            const { prototype } = IDBDatabase;
            const stock = prototype.transaction;
            prototype.transaction = function (stores, mode) {
                const transaction = stock.apply(this, arguments);
                if (this.name === NAME && mode === "readwrite" && [stores].flat().includes("orders")) {
                    const began = performance.now();
                    transaction.addEventListener("complete", () => times.push(performance.now() - began));
                }
                return transaction;
            };
        },
        // The first write since it was last asked: the one that the receipt waits for.
        first: () => window.poswarmLedgerTimes?.splice(0)[0] ?? 0,
        fill: async () => {
            const request = (await navigator.storageBuckets.open(NAME)).indexedDB.open(NAME);
            const database = await new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            const transaction = database.transaction("orders", "readwrite");
            const store = transaction.objectStore("orders");
            const asked = store.getAll();
            asked.onsuccess = () => {
                for (let i = 1; i < options.entries; i++) {
                    store.put({ ...asked.result[0], uuid: crypto.randomUUID() });
                }
            };
            await new Promise((resolve, reject) => {
                transaction.oncomplete = resolve;
                transaction.onabort = () => reject(transaction.error);
            });
            database.close();
        },
    };
    return (await steps[step]()) ?? null;
}
