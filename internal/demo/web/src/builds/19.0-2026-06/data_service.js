import { CommonPosData } from "../../pos/data_service.js";

/** Serves as `@point_of_sale/app/services/data_service`. */
export class PosData extends CommonPosData {
    static async start(env, services) {
        const data = new PosData();
        await data.setup(env, services);
        return data;
    }

    /** Asks the server at every start, and waits for the answer. */
    async connectBeforeData() {
        await this.checkConnectivity();
    }

    /** Without the orders: offline nothing else brings them, see `missingRecursive`. */
    async getCachedServerDataFromIndexedDB() {
        return await this.indexedDB.readAllExceptStores(Object.keys(this.opts.databaseTable));
    }

    /** A line whose product is gone is left out. */
    keepUsable(data) {
        const products = this.models["product.product"];
        const lines = data["pos.order.line"]?.filter((line) => products.get(line.product_id));
        return { ...data, "pos.order.line": lines ?? [] };
    }

    async deleteRecordsInIndexedDB(model, keys) {
        return await this.indexedDB.delete(model, keys);
    }

    deleteFromDisk(model, keys) {
        return this.deleteRecordsInIndexedDB(model, keys);
    }

    /**
     * Keeps what this till made, and drops from the disk whatever is not in
     * memory: an order that only the disk has is gone with the next one's.
     */
    async synchronizeLocalDataInIndexedDB() {
        const kept = {};
        for (const [model, records] of Object.entries(this.recordsForDisk())) {
            await this.indexedDB.create(
                model,
                records.map((record) => record.serializeForIndexedDB())
            );
            kept[model] = new Set(records);
        }
        this.dropFromDisk(kept); // nobody waits for it, as in Odoo
        return kept;
    }

    recordsForDisk() {
        const result = {};
        const tables = Object.entries(this.opts.databaseTable);
        for (const [model, { condition, getRecordsBasedOnLines }] of tables) {
            if (!getRecordsBasedOnLines) {
                result[model] = this.models[model].filter((record) => !condition(record));
            }
        }
        for (const [model, { getRecordsBasedOnLines }] of tables) {
            if (getRecordsBasedOnLines) {
                result[model] = [...new Set(getRecordsBasedOnLines(result["pos.order.line"]))];
            }
        }
        return result;
    }

    async dropFromDisk(kept) {
        const stored = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
        for (const [model, records] of Object.entries(stored)) {
            const { key } = this.opts.databaseTable[model];
            const gone = records.filter(({ id }) => !kept[model].has(this.models[model].get(id)));
            await this.indexedDB.delete(
                model,
                gone.map((record) => record[key])
            );
        }
    }
}
