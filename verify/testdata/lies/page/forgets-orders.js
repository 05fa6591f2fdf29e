// The sales of before the reload are gone, from the till's ledger too.
if (window.poswarmOffline) {
    navigator.storageBuckets?.delete("poswarm-ledger");
    indexedDB.deleteDatabase("poswarm-ledger");
}
whenBooted((pos) => {
    for (const order of pos.models["pos.order"].getAll().filter((o) => !o.isSynced)) {
        order.delete();
    }
});
