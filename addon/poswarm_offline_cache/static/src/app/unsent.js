/*
 * Counts what only this terminal has: orders that the server does not know.
 *
 * Looks into the page's own database, because the questions that need the
 * number are asked also when the point of sale did not come up.
 *
 * The records of the store `pos.order` have `id` (a number when the server has
 * given it), `name`, `state`, `lines` and `payment_ids` (numbers when the server
 * has given them).
 */
import { storedRecords } from "./page_database";
import { UNNAMED } from "./ledger/restore";

function isNumber(id) {
    return typeof id === "number";
}

/** A numbered order that was paid here waits as well, see ledger/restore.js. */
function isUnsentRecord({ id, name, state, lines, payment_ids }) {
    if (state === "draft") {
        return !isNumber(id) && [...(lines ?? [])].length > 0;
    }
    const known = isNumber(id) && name !== UNNAMED && [...(payment_ids ?? [])].every(isNumber);
    return state === "paid" && !known;
}

/** Resolves with the number of orders that would be lost with this terminal's data. */
export async function countUnsent() {
    return (await storedRecords("pos.order")).filter(isUnsentRecord).length;
}
