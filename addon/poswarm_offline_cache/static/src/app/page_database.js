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

async function open(name) {
    const database = await asPromise(indexedDB.open(name));
    // An open connection would block the boot's own upgrade.
    database.onversionchange = () => database.close();
    return database;
}

/** The stores of orders and what belongs to them: small beside the shop's products. */
const OF_ORDERS = /^(pos\.(order|payment|pack)|restaurant\.order|product\.attribute\.custom|loyalty\.card|event\.registration)/;

/** Resolves with the records of an order's stores, by store; the database must be there. */
export async function readStores(name, wanted = OF_ORDERS) {
    const database = await open(name);
    try {
        const stores = [...database.objectStoreNames].filter((store) => wanted.test(store));
        if (!stores.length) {
            return {};
        }
        const transaction = database.transaction(stores);
        const read = async (store) => [store, await asPromise(transaction.objectStore(store).getAll())];
        return Object.fromEntries(await Promise.all(stores.map(read)));
    } finally {
        database.close();
    }
}

/** Resolves with the records that this POS has in a store of its database. */
export async function storedRecords(store) {
    const prefix = `point-of-sale-${odoo.pos_config_id}-`;
    const exactly = new RegExp(`^${store.replaceAll(".", "\\.")}$`);
    const records = [];
    // Looked up first: opening a database that is not there would make it.
    for (const { name } of await indexedDB.databases()) {
        if (name.startsWith(prefix)) {
            records.push(...((await readStores(name, exactly))[store] ?? []));
        }
    }
    return records;
}
