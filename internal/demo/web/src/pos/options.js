/** What is special about some models. */
export class DataServiceOptions {
    /** Models that a till creates: how they are stored, and when they may go. */
    get databaseTable() {
        const done = (order) => Boolean(order?.finalized && order.isSynced);
        return {
            "pos.order": { key: "uuid", condition: (record) => done(record) },
            "pos.order.line": { key: "uuid", condition: (record) => done(record.order_id) },
            "pos.payment": { key: "uuid", condition: (record) => done(record.pos_order_id) },
            "product.attribute.custom.value": { key: "id", condition: (record) => done(record.order_id) },
        };
    }

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
