// Waits until an order is stored in a state.
async (uuid, state) => {
    const read = () => new Promise((done) => {
        const { db } = posmodel.data.indexedDB;
        const all = db.transaction("pos.order").objectStore("pos.order").getAll();
        all.onsuccess = () => done(all.result.find((order) => order.uuid === uuid)?.state);
    });
    for (const end = performance.now() + 10000; (await read()) !== state; await new Promise((tick) => setTimeout(tick, 20))) {
        if (performance.now() > end) {
            throw new Error("waited 10 s for " + uuid + " to be stored as " + state + ", it is " + (await read()));
        }
    }
}
