// Counts what the till's own POS databases of a config hold, one for each database of
// the server. Never creates one: an unknown name would be made, and an open connection
// would block the POS.
async (config) => {
    const prefix = `point-of-sale-${config}-`;
    const found = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(prefix));
    const count = async (name) => {
        const db = await new Promise((resolve, reject) => {
            const opening = indexedDB.open(name);
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
        });
        db.onversionchange = () => db.close();
        const ask = (store, method) =>
            new Promise((resolve, reject) => {
                if (!db.objectStoreNames.contains(store)) {
                    resolve(null);
                    return;
                }
                const request = db.transaction(store).objectStore(store)[method]();
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
        try {
            const sessions = (await ask("pos.session", "getAllKeys")) ?? [];
            return {
                database: name.slice(prefix.length),
                products: (await ask("product.product", "count")) ?? 0,
                categories: (await ask("pos.category", "count")) ?? 0,
                payment_methods: (await ask("pos.payment.method", "count")) ?? 0,
                sessions: sessions.map(Number),
            };
        } finally {
            db.close();
        }
    };
    return Promise.all(found.map(count));
}
