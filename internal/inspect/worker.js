// What one origin keeps for its POS, told from inside its service worker: the
// status that our worker gives, which files of each snapshot are gone, and how
// much the POS's own databases hold. Changes nothing.
async (patience) => {
    const late = new Promise((_, fail) => setTimeout(fail, patience, new Error("the worker did not answer")));
    const done = (request) =>
        new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    // Only what is there is opened, so that nothing is made; closed at once, or the POS could not boot.
    const inside = async (name, read) => {
        const db = await done(indexedDB.open(name));
        db.onversionchange = () => db.close();
        try {
            return await read((store, method) =>
                db.objectStoreNames.contains(store) ? done(db.transaction(store).objectStore(store)[method]()) : null
            );
        } finally {
            db.close();
        }
    };
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const pos = async (name) => {
        const [, config, database] = /^point-of-sale-(\d+)-(.*)$/.exec(name);
        return inside(name, async (ask) => ({
            config: Number(config),
            database,
            sessions: ((await ask("pos.session", "getAllKeys")) ?? []).map(Number),
            products: (await ask("product.product", "count")) ?? 0,
            orders: (await ask("pos.order", "count")) ?? 0,
        }));
    };
    const gone = async (snapshots) => {
        const caches_ = await Promise.all((await caches.keys()).filter((name) => name.startsWith("poswarm-")).map((name) => caches.open(name)));
        const stored = new Set((await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => url));
        const lost = ({ entries }) => Object.keys(entries).filter((name) => !stored.has(new URL(entries[name], location.origin).href));
        return Object.fromEntries((await snapshots).map((record) => [record.id, lost(record)]));
    };
    // As in worker/src/navigation.js: the marks name users who have logged out and not logged in again.
    const closed = async (snapshots) => {
        const marks = (await self.cookieStore?.get("poswarm_logout").catch(() => null))?.value ?? null;
        const out = ({ user, database, after_logout }) => !after_logout && marks?.split("&").includes(`${user}.${encodeURIComponent(database)}`);
        return { marks, logged_out: (await snapshots).filter(out).map(({ id }) => id) };
    };
    const status = () =>
        new Promise((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = ({ data }) => resolve(data);
            self.serviceWorker.postMessage({ type: "poswarm/status", schema: 1 }, [channel.port2]);
        });
    const ours = names.includes("poswarm");
    const snapshots = ours && inside("poswarm", (ask) => ask("snapshots", "getAll")).then((records) => records ?? []);
    const told = Promise.all([
        ours ? status() : null,
        ours ? gone(snapshots) : {},
        ours ? closed(snapshots) : {},
        Promise.all(names.filter((name) => /^point-of-sale-\d+-/.test(name)).map(pos)),
        navigator.storage.estimate(),
        navigator.storage.persisted(),
    ]);
    const [answer, missing, marked, databases, { usage, quota }, persisted] = await Promise.race([told, late]);
    return { status: answer, missing, ...marked, databases, storage: { usage, quota, persisted } };
}
