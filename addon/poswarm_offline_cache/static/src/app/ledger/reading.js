/*
 * Reads orders of the server, with all that belongs to them.
 *
 * Where it finds none Odoo names no other kind of record at all
 * (`read_pos_orders()` in models/pos_order.py): `{"pos.order": []}`.
 */

/** What there is of the kinds that the ledger looks at and an answer may not name. */
const nothing = () => ({ "pos.order.line": [], "pos.payment": [] });

/**
 * @param {any} data the PosData
 * @param {any[]} domain
 * @returns {Promise<Record<string, object[]>>} the records by model
 */
export async function readOrders(data, domain) {
    return { ...nothing(), ...(await data.orm.call("pos.order", "read_pos_orders", [domain])) };
}
