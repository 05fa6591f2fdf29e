// The sales of before the reload are gone: from the POS, its disk, and the ledger that would
// bring them back from either.
const SALES = ["pos.order", "pos.order.line", "pos.payment"];
if (window.poswarmOffline) {
    navigator.storageBuckets?.delete("poswarm-ledger");
    indexedDB.deleteDatabase("poswarm-ledger");
    indexedDB.databases().then((all) => {
        for (const { name } of all.filter((database) => database.name.startsWith("point-of-sale-"))) {
            indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                const stores = SALES.filter((store) => database.objectStoreNames.contains(store));
                const clearing = stores.length && database.transaction(stores, "readwrite");
                stores.forEach((store) => clearing.objectStore(store).clear());
                database.close();
            };
        }
    });
}
whenBooted((pos) => {
    const forget = () => {
        for (const order of pos.models["pos.order"].getAll().filter((o) => !o.isSynced)) {
            order.delete();
        }
    };
    forget();
    setInterval(forget, 50); // whoever brings them back
});
