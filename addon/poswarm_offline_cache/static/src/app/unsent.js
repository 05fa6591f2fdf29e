/*
 * Counts what only this terminal has: orders that the server does not know.
 *
 * Looks into the page's own database, because the questions that need the
 * number are asked also when the point of sale did not come up.
 *
 * Relies on the database `point-of-sale-<config>-<db>` with a store `pos.order`
 * of records with `id` (a number when the server has given it), `name`, `state`,
 * `lines` and `payment_ids` (numbers when the server has given them); on `odoo.pos_config_id`.
 */

import { UNNAMED } from "./paid_drafts";

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

function isNumber(id) {
    return typeof id === "number";
}

/** A numbered order that was paid here waits as well, see paid_drafts.js. */
function isUnsentRecord({ id, name, state, lines, payment_ids }) {
    if (state === "draft") {
        return !isNumber(id) && [...(lines ?? [])].length > 0;
    }
    const known = isNumber(id) && name !== UNNAMED && [...(payment_ids ?? [])].every(isNumber);
    return state === "paid" && !known;
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
