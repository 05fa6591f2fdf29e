/*
 * Writes a sale to the disk before its receipt is shown.
 *
 * Odoo writes orders 300 ms after the last change (`PosData`, a debounce): a
 * reload or a crash in between loses a sale that the customer has paid
 * (https://github.com/odoo/odoo/pull/267799). Validation sends the order and
 * then shows the receipt; here the receipt waits until the order is written as
 * well. What is written, and how, stays Odoo's.
 *
 * Relies on PosStore: `syncAllOrders({throw})`, with `throw` set by the
 * validation of a payment, after the order is paid; `data`; on PosData:
 * `execute({method, args})`, which leaves the answer of `sync_from_ui` to its
 * caller; `network.offline`, `synchronizeLocalDataInIndexedDB()`.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { patch } from "@web/core/utils/patch";

/** Milliseconds; a write takes some tens of them. */
const WRITE_DEADLINE = 2000;

function timeout(ms) {
    return new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`not written after ${ms} ms`)), ms);
    });
}

patch(PosData.prototype, {
    async execute({ method, args }) {
        if (method !== "sync_from_ui" || !args[0].some(({ state }) => state === "paid")) {
            return super.execute(...arguments);
        }
        // The order leaves at once. Its answer waits: it would change the order
        // while that is being written, and half of each would be on the disk.
        const answer = super.execute(...arguments);
        await Promise.allSettled([answer, this.poswarmWriteOrders()]);
        return answer;
    },

    async poswarmWriteOrders() {
        try {
            await Promise.race([this.synchronizeLocalDataInIndexedDB(), timeout(WRITE_DEADLINE)]);
        } catch (error) {
            // A full or hanging disk must not keep the customer waiting.
            console.warn("the sale could not be written to this terminal first", error);
        }
    },
});

patch(PosStore.prototype, {
    async syncAllOrders(options = {}) {
        if (options.throw && this.data.network.offline) {
            await this.data.poswarmWriteOrders();
        }
        return super.syncAllOrders(...arguments);
    },
});
