import { Base } from "../../pos/models.js";
import { ProductProduct, ProductTemplate } from "../../pos/products.js";
import { CommonOrder, PosOrderLine, sqlNow } from "../../pos/records.js";

class PosOrder extends CommonOrder {
    get canBeRemovedFromIndexedDB() {
        return (this.finalized && this.isSynced) || this.state === "cancel";
    }
}

class PosPayment extends Base {
    setup() {
        super.setup();
        this.raw.payment_date ||= sqlNow();
    }
}

export const recordClasses = {
    "pos.order": PosOrder,
    "pos.order.line": PosOrderLine,
    "pos.payment": PosPayment,
    "product.product": ProductProduct,
    "product.template": ProductTemplate,
};
