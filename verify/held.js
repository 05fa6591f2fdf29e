// Counts what the till's own POS database holds. Never creates a database:
// an unknown name would be made, and an open connection would block the POS.
async (config) => {
    const prefix = `point-of-sale-${config}-`;
    const found = (await indexedDB.databases()).find((db) => db.name.startsWith(prefix));
    if (!found) {
        return null;
    }
    const db = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(found.name);
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
            products: (await ask("product.product", "count")) ?? 0,
            categories: (await ask("pos.category", "count")) ?? 0,
            payment_methods: (await ask("pos.payment.method", "count")) ?? 0,
            sessions: sessions.map(Number),
        };
    } finally {
        db.close();
    }
}
