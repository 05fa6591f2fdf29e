import { Base } from "../../pos/models.js";
import { ProductProduct, ProductTemplate } from "../../pos/products.js";
import { CommonOrder, PosOrderLine, sqlNow } from "../../pos/records.js";

/** This build moves the payment's date each time it is loaded. */
class PosPayment extends Base {
    setup() {
        super.setup();
        this.raw.payment_date = sqlNow();
    }
}

export const recordClasses = {
    "pos.order": CommonOrder,
    "pos.order.line": PosOrderLine,
    "pos.payment": PosPayment,
    "product.product": ProductProduct,
    "product.template": ProductTemplate,
};
