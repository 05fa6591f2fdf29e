// The states of the snapshots that the worker has stored.
new Promise((done, failed) => {
    const request = indexedDB.open("poswarm");
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
        const all = request.result.transaction("snapshots").objectStore("snapshots").getAll();
        all.onsuccess = () => done(all.result.map((s) => s.state).sort().join());
        request.result.close();
    };
})
