/*
 * Looks into the point of sale's own database, past the point of sale: what it
 * holds is asked also when it did not come up.
 */

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error("the database is being changed"));
    });
}

async function readStore(name, store) {
    const database = await asPromise(indexedDB.open(name));
    // An open connection would block the boot's own upgrade.
    database.onversionchange = () => database.close();
    try {
        if (!database.objectStoreNames.contains(store)) {
            return [];
        }
        return await asPromise(database.transaction(store).objectStore(store).getAll());
    } finally {
        database.close();
    }
}

/** Resolves with the records that this POS has in a store of its database. */
export async function storedRecords(store) {
    const prefix = `point-of-sale-${odoo.pos_config_id}-`;
    const records = [];
    // Looked up first: opening a database that is not there would make it.
    for (const { name } of await indexedDB.databases()) {
        if (name.startsWith(prefix)) {
            records.push(...(await readStore(name, store)));
        }
    }
    return records;
}
