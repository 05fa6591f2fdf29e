/*
 * Counts what only this terminal has: orders that the server does not know.
 *
 * Looks into the page's own database, because the questions that need the
 * number are asked also when the point of sale did not come up.
 *
 * Relies on the database `point-of-sale-<config>-<db>` with a store `pos.order`
 * of records with `id` (a number when the server has given it), `state` and
 * `lines`; on `odoo.pos_config_id`.
 */

const STORE = "pos.order";

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error("the database is being changed"));
    });
}

async function storedOrders(name) {
    const database = await asPromise(indexedDB.open(name));
    // An open connection would block the boot's own upgrade.
    database.onversionchange = () => database.close();
    try {
        if (!database.objectStoreNames.contains(STORE)) {
            return [];
        }
        return await asPromise(database.transaction(STORE).objectStore(STORE).getAll());
    } finally {
        database.close();
    }
}

/** A numbered order that is kept as paid waits as well, see paid_drafts.js. */
function isUnsentRecord({ id, state, lines }) {
    const numbered = typeof id === "number";
    const empty = ![...(lines ?? [])].length;
    return state === "draft" ? !numbered && !empty : state === "paid";
}

/** Resolves with the number of orders that would be lost with this terminal's data. */
export async function countUnsent() {
    const prefix = `point-of-sale-${odoo.pos_config_id}-`;
    let count = 0;
    // Looked up first: opening a database that is not there would make it.
    for (const { name } of await indexedDB.databases()) {
        if (name.startsWith(prefix)) {
            count += (await storedOrders(name)).filter(isUnsentRecord).length;
        }
    }
    return count;
}
