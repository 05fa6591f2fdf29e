import { showRPCError } from "../core/errors.js";
import { ConnectionLostError, RPCError } from "../core/rpc.js";
import { sqlNow } from "./records.js";

/**
 * Ends a sale: the order is paid, goes to the server while the screen is
 * blocked, and the receipt follows whether the server was there or not.
 */
export class OrderPaymentValidation {
    constructor(pos, order) {
        this.pos = pos;
        this.order = order;
    }

    async validateOrder() {
        if (!this.order.isPaid()) {
            return false;
        }
        this.pos.ui.block();
        try {
            if ((await this.finalizeValidation()) instanceof RPCError) {
                return false;
            }
        } finally {
            this.pos.ui.unblock();
        }
        this.pos.navigate("ReceiptScreen", { orderUuid: this.order.uuid });
        return true;
    }

    async finalizeValidation() {
        this.order.update({ date_order: sqlNow(), state: "paid" });
        this.pos.addPendingOrder([this.order.id]);
        try {
            await this.pos.syncAllOrders({ throw: true });
            this.afterOrderValidation();
        } catch (error) {
            return this.handleValidationError(error);
        }
    }

    handleValidationError(error) {
        if (error instanceof ConnectionLostError) {
            this.afterOrderValidation();
            Promise.reject(error); // seen by the page's error handler only
        } else if (error instanceof RPCError) {
            this.order.update({ state: "draft" });
            showRPCError(this.pos.dialog, error);
        } else {
            throw error;
        }
        return error;
    }

    /** Asks the kitchen's view of the order; this also makes an order dirty again. */
    async afterOrderValidation() {
        this.order.updateLastOrderChange();
        if (this.order.isSynced) {
            await this.pos.data.call("pos.order", "get_preparation_change", [this.order.id]).catch(() => {});
            this.order._dirty = false;
        }
    }
}
