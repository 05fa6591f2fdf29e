// What the disk holds of our snapshots, read inside the worker and past its memory.
(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "poswarm")) {
        return [];
    }
    const db = await new Promise((resolve, reject) => {
        const open = indexedDB.open("poswarm");
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
    });
    try {
        const all = db.transaction("snapshots").objectStore("snapshots").getAll();
        await new Promise((resolve, reject) => {
            all.onsuccess = resolve;
            all.onerror = () => reject(all.error);
        });
        return all.result.map(({ id, config, state, completed, refused, missing }) => ({
            id, config, state, completed: Boolean(completed), refused: [...(refused ?? []), ...(missing ?? [])].slice(-5),
        }));
    } finally {
        db.close();
    }
})()
