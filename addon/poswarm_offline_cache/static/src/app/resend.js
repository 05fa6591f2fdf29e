/*
 * Keeps a sale in the point of sale's own queue until the server has it.
 *
 * Odoo takes an order for sent when it starts to send it: one failed try marks
 * it clean, and every later sync of that page, closing the register included,
 * passes it by (https://github.com/odoo/odoo/pull/261096). Nothing here sends
 * or changes an order; the next sync of the queue finds it, that is all.
 *
 * Relies on PosData: `execute({method, args})`, `models["pos.order"].find()`;
 * on orders: `uuid`, `_markDirty()`, `isUnsyncedPaid`; on PosStore: `setup()`,
 * `models`, `syncAllOrdersDebounced()`.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosData.prototype, {
    async execute({ method, args }) {
        try {
            return await super.execute(...arguments);
        } catch (error) {
            // Also when the server refused, as after a log-in that ran out
            // meanwhile: what it has not taken is not sent.
            if (method === "sync_from_ui") {
                this.poswarmKeepInQueue(args[0], error instanceof ConnectionLostError);
            }
            throw error;
        }
    },

    poswarmKeepInQueue(serializedOrders, unanswered) {
        for (const { uuid } of serializedOrders) {
            const order = this.models["pos.order"].find((one) => one.uuid === uuid);
            if (order && (unanswered || order.isUnsyncedPaid)) {
                order._markDirty();
            }
        }
    },
});

patch(PosStore.prototype, {
    async setup() {
        await super.setup(...arguments);
        // The server may have come back while nobody listened for it yet.
        if (this.models["pos.order"].some((order) => order.isUnsyncedPaid)) {
            this.syncAllOrdersDebounced();
        }
    },
});
