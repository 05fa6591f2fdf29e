// Where the worker keeps a text that nobody may be given: cache entries and database records.
(marker) => (async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const kept = await cache.match(request, { ignoreVary: true });
            if ((await kept.text()).includes(marker)) {
                found.push(`${name} ${request.url}`);
            }
        }
    }
    if (!(await indexedDB.databases()).some(({ name }) => name === "poswarm")) {
        return found;
    }
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const text = async (value) => (value instanceof Blob ? value.text() : JSON.stringify(value));
    const db = await done(indexedDB.open("poswarm"));
    for (const store of [...db.objectStoreNames].filter((name) => name !== "journal")) {
        for (const record of await done(db.transaction(store).objectStore(store).getAll())) {
            const blobs = Object.values(record).filter((value) => value instanceof Blob);
            const texts = await Promise.all([record, ...blobs].map(text));
            if (texts.some((part) => part.includes(marker))) {
                found.push(`${store} ${JSON.stringify(record).slice(0, 200)}`);
            }
        }
    }
    db.close();
    return found;
})()
