import { formatCurrency } from "./money.js";

/** Tells the screen that faces the customer what the order looks like. */
export class CustomerDisplayPosAdapter {
    constructor() {
        this.channel = new BroadcastChannel("UPDATE_CUSTOMER_DISPLAY");
    }

    format(order, pos) {
        const money = (amount) => formatCurrency(amount, pos.currency);
        return {
            finalized: order.finalized,
            general_customer_note: "",
            amount: money(order.priceIncl),
            subtotal: false,
            amountTaxes: false,
            change: order.finalized ? Math.max(order.paid - order.priceIncl, 0) : 0,
            paymentLines: order.payment_ids.map((payment) => ({
                name: payment.payment_method_id.name,
                amount: money(payment.raw.amount),
            })),
            lines: order.lines.map((line) => this.formatLine(line, money)),
            onlinePaymentData: {},
            scaleData: null,
        };
    }

    formatLine(line, money) {
        return {
            productId: line.raw.product_id,
            taxGroupLabels: "",
            discount: "",
            customerNote: "",
            internalNote: "[]",
            productName: line.raw.full_product_name,
            price: money(line.raw.price_subtotal_incl),
            qty: String(line.raw.qty),
            unit: "Units",
            unitPrice: money(line.raw.price_unit),
            packLotLines: [],
            comboParent: "",
            price_without_discount: money(line.raw.price_subtotal_incl),
            isSelected: true,
        };
    }

    dispatch(order, pos) {
        const data = this.format(order, pos);
        this.channel.postMessage(data);
        pos.data
            .call("pos.config", "update_customer_display", [
                [pos.config.id],
                data,
                localStorage.getItem("device_uuid"),
            ])
            .catch((error) => console.warn("Failed to update customer display", error));
    }
}
