import { Base } from "./models.js";

/** Money is compared and shown in cents. */
export function round(amount) {
    return Math.round(amount * 100) / 100;
}

export class CommonOrder extends Base {
    initState() {
        // couponPointChanges: what pos_loyalty's rules find for the order, by card
        this.uiState = { screen_data: {}, displayed: true, couponPointChanges: {} };
    }

    /** What is not loaded is the user's and this session's, as in Odoo (setup() of pos_order.js). */
    setup() {
        super.setup();
        if (!this.session_id && !(this.finalized && this.isSynced)) {
            this.raw.session_id = odoo.pos_session_id;
        }
        if (!this.user_id) {
            this.raw.user_id = this.models["res.users"].getFirst()?.id ?? false;
        }
    }

    get finalized() {
        return this.raw.state !== "draft";
    }

    get isUnsyncedPaid() {
        return this.finalized && !this.isSynced;
    }

    setScreenData(value) {
        this.uiState.screen_data.value = value;
    }

    /** As Odoo names it. */
    get priceIncl() {
        return round(this.lines.reduce((sum, line) => sum + line.raw.price_subtotal_incl, 0));
    }

    get paid() {
        return round(this.payment_ids.reduce((sum, payment) => sum + payment.raw.amount, 0));
    }

    /** What the customer gets back, below zero, as in Odoo. */
    get change() {
        return -round(Math.max(this.paid - this.priceIncl, 0));
    }

    /** Taken out of the order: the server is told with the next sync. */
    removeOrderline(line) {
        line.delete();
    }

    removePaymentline(payment) {
        payment.delete({ backend: true });
    }

    isPaid() {
        return this.payment_ids.length > 0 && round(this.paid - this.priceIncl) >= 0;
    }

    /** Amounts are worked out on the screen and written when they are sent. */
    setOrderPrices() {
        Object.assign(this.raw, {
            amount_total: this.priceIncl,
            amount_paid: this.paid,
            amount_return: this.change,
            amount_tax: 0,
        });
    }

    /** Notes that the kitchen, had the shop one, knows about every line. */
    updateLastOrderChange() {
        this.raw.last_order_preparation_change = JSON.stringify({
            lines: {},
            metadata: {},
            general_customer_note: "",
            internal_note: "",
            sittingMode: 0,
        });
        this._markDirty();
    }
}

export class PosOrderLine extends Base {
    setQuantity(qty) {
        const subtotal = round(qty * this.raw.price_unit);
        this.update({ qty, price_subtotal: subtotal, price_subtotal_incl: subtotal });
    }
}

export function sqlNow() {
    return new Date().toISOString().slice(0, 19).replace("T", " ");
}
