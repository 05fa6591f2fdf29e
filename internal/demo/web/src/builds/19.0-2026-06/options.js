import { CommonOptions } from "../../pos/options.js";

export class DataServiceOptions extends CommonOptions {
    /** Models that a till creates: how they are stored, and when they may go. */
    get databaseTable() {
        const done = (order) => order?.canBeRemovedFromIndexedDB;
        return {
            "pos.order": { key: "uuid", condition: (record) => done(record) },
            "pos.order.line": { key: "uuid", condition: (record) => done(record.order_id) },
            "pos.payment": { key: "uuid", condition: (record) => done(record.pos_order_id) },
            "product.attribute.custom.value": {
                key: "id",
                condition: (record) => done(record.pos_order_id),
                getRecordsBasedOnLines: (lines) => lines.flatMap((line) => line.custom_attribute_value_ids),
            },
        };
    }
}
