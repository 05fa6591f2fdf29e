import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { formatCurrency } from "../pos/money.js";
import { OrderPaymentValidation } from "../pos/order_payment_validation.js";

const ICONS = { cash: "money", bank: "card-bank", pay_later: "pay-later" };

export class PaymentScreen {
    constructor(pos) {
        this.pos = pos;
        this.element = h("div.payment-screen.screen");
    }

    render() {
        const order = this.pos.getOrder();
        const money = (amount) => formatCurrency(amount, this.pos.currency);
        this.element.replaceChildren(
            h(
                "div.left-content",
                {},
                h(
                    "div.paymentmethods",
                    {},
                    ...this.pos.models["pos.payment.method"].map((method) => this.method(method, order))
                ),
                h("button.back.btn", { onclick: () => this.back(order) }, _t("Back"))
            ),
            h(
                "div.center-content",
                {},
                h("div.total", {}, money(order?.priceIncl ?? 0)),
                h(
                    "div.paymentlines",
                    {},
                    ...(order?.payment_ids ?? []).map((payment) =>
                        h("div.paymentline", {}, payment.payment_method_id.name, " ", money(payment.raw.amount))
                    )
                ),
                h(
                    "button.validation-button.next.btn",
                    {
                        class: `button validation-button next validation btn ${order?.isPaid() ? "highlight" : "disabled"}`,
                        onclick: () => new OrderPaymentValidation(this.pos, order).validateOrder(),
                    },
                    _t("Validate")
                )
            )
        );
    }

    method(method, order) {
        return h(
            "div.button.paymentmethod.btn",
            { onclick: () => order.paid !== order.priceIncl && this.pos.addPaymentline(method) },
            h("img.payment-method-icon", { src: `/point_of_sale/static/src/img/${ICONS[method.raw.type]}.png` }),
            h("span.payment-name", {}, method.raw.name)
        );
    }

    back(order) {
        this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
}
