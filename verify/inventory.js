// What this origin stores on the terminal, in names and counts: which caches,
// which databases, which stores. Runs in a page or in a worker. Changes
// nothing: what is not there is not made, and no connection stays open, since
// one would block the boot of the POS.
async (patience) => {
    const late = Symbol("late");
    const timer = new Promise((resolve) => setTimeout(resolve, patience, late));
    // A count that takes too long, or fails, is null: nobody knows it.
    const soon = async (promise) => {
        const got = await Promise.race([promise.catch(() => late), timer]);
        return got === late ? null : got;
    };
    const open = (name) =>
        new Promise((resolve, reject) => {
            const opening = indexedDB.open(name);
            // Gone since the list was made: do not make it again.
            opening.onupgradeneeded = () => opening.transaction.abort();
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
        });
    const count = (db, store) =>
        new Promise((resolve, reject) => {
            const counting = db.transaction(store).objectStore(store).count();
            counting.onsuccess = () => resolve(counting.result);
            counting.onerror = () => reject(counting.error);
        });
    const database = async ({ name, version }) => {
        const opening = open(name);
        const db = await soon(opening);
        if (!db) {
            opening.then((opened) => opened.close()).catch(() => {});
            return { name, version, stores: null };
        }
        db.onversionchange = () => db.close();
        const stores = [];
        for (const store of db.objectStoreNames) {
            stores.push({ name: store, count: await soon(count(db, store)) });
        }
        db.close();
        return { name, version, stores };
    };
    const cache = async (name) => {
        const entries = (await caches.has(name)) ? (await (await caches.open(name)).keys()).length : 0;
        return { name, entries };
    };
    const out = { caches: [], databases: [] };
    for (const name of (await soon(caches.keys())) ?? []) {
        out.caches.push((await soon(cache(name))) ?? { name, entries: null });
    }
    for (const found of (await soon(indexedDB.databases())) ?? []) {
        out.databases.push(await database(found));
    }
    const { usage, quota } = (await soon(navigator.storage.estimate())) ?? { usage: null, quota: null };
    return { ...out, storage: { usage, quota, persisted: await soon(navigator.storage.persisted()) } };
}
