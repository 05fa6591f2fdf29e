/*
 * Names of Odoo's that mean something to the ledger.
 */

/** What an order is called that the server has never had as paid (`write()` in pos_order.py). */
export const UNNAMED = "/";

/** What is not paid yet, or was cancelled; every other state is that of a sale. */
const NO_SALE = new Set(["draft", "cancel"]);

export const isSale = (state) => !NO_SALE.has(state);
