/** What is special about some models; each build says how those of a till are stored. */
export class CommonOptions {
    get dynamicModels() {
        return [
            "pos.order",
            "pos.order.line",
            "pos.payment",
            "pos.pack.operation.lot",
            "product.attribute.custom.value",
        ];
    }

    /** Models of which the newest answer replaces all that was there. */
    get uniqueModels() {
        return ["pos.session", "res.users", "res.company"];
    }

    /** Models of which the server is asked what is gone. */
    get cleanupModels() {
        return ["product.template", "product.product"];
    }
}
