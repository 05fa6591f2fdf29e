// The sales of before the reload are gone.
whenBooted((pos) => {
    for (const order of pos.models["pos.order"].getAll().filter((o) => !o.isSynced)) {
        order.delete();
    }
});
