// Empties every object store of one IndexedDB database. The database itself
// stays: deleting it would wait for the page's own open connection.
async (name) => {
    const known = await indexedDB.databases();
    if (!known.some((db) => db.name === name)) {
        throw new Error(`there is no database ${name}`);
    }
    const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
    });
    try {
        const stores = [...db.objectStoreNames];
        const change = db.transaction(stores, "readwrite");
        stores.forEach((store) => change.objectStore(store).clear());
        await new Promise((resolve, reject) => {
            change.oncomplete = resolve;
            change.onabort = () => reject(change.error);
        });
    } finally {
        db.close();
    }
}
