/*
 * Writes a sale to the disk before its receipt is shown.
 *
 * Odoo writes orders 300 ms after the last change (`PosData`, a debounce): a
 * reload or a crash in between loses a sale that the customer has paid
 * (https://github.com/odoo/odoo/pull/267799). Validation sends the order and
 * then shows the receipt; here it is written first. What is written, and how,
 * stays Odoo's.
 *
 * Relies on PosStore: `syncAllOrders({throw})`, with `throw` set by the
 * validation of a payment, after the order is paid; `data`; on PosData:
 * `synchronizeLocalDataInIndexedDB()`.
 */
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async syncAllOrders(options = {}) {
        if (options.throw) {
            try {
                await this.data.synchronizeLocalDataInIndexedDB();
            } catch (error) {
                // A full disk must not keep the order from the server.
                console.warn("the sale could not be written to this terminal first", error);
            }
        }
        return super.syncAllOrders(...arguments);
    },
});
