/*
 * Names of Odoo's that mean something to the ledger.
 */

/** What an order is called that the server has never had as paid (`write()` in pos_order.py). */
export const UNNAMED = "/";
