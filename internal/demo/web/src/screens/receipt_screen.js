import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { formatCurrency } from "../pos/money.js";

export class ReceiptScreen {
    constructor(pos) {
        this.pos = pos;
        this.element = h("div.receipt-screen.screen");
    }

    render() {
        const order = this.pos.getOrder();
        if (!order) {
            return;
        }
        const money = (amount) => formatCurrency(amount, this.pos.currency);
        this.element.replaceChildren(
            h(
                "div.actions",
                {},
                h("h1", {}, `${_t("Payment Successful")}: ${money(order.priceIncl)}`),
                h("button.button.next.validation.btn", { name: "done", onclick: () => this.next() }, _t("New Order"))
            ),
            h(
                "div.pos-receipt",
                {},
                h("img.pos-receipt-logo", { src: this.pos.receiptLogo, alt: "Logo" }),
                h("div", {}, `${_t("Ticket")} ${order.raw.pos_reference}`),
                ...order.lines.map((line) =>
                    h(
                        "div.orderline",
                        {},
                        `${line.raw.qty} ${line.raw.full_product_name} `,
                        h("span.price", {}, money(line.raw.price_subtotal_incl))
                    )
                ),
                h("div.receipt-total", {}, `${_t("Total")} ${money(order.priceIncl)}`),
                ...order.payment_ids.map((payment) =>
                    h("div.paymentlines", {}, `${payment.payment_method_id.name} ${money(payment.raw.amount)}`)
                )
            )
        );
    }

    next() {
        if (this.pos.config.module_pos_restaurant) {
            this.pos.showDefault();
            return;
        }
        const order = this.pos.addNewOrder();
        this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
}
