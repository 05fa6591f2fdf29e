import { CommonPosData } from "../../pos/data_service.js";

/** Serves as `@point_of_sale/app/services/data_service`. */
export class PosData extends CommonPosData {
    constructor(env, services) {
        super();
        this.ready = this.setup(env, services).then(() => this);
    }

    static start(env, services) {
        return new PosData(env, services).ready;
    }

    /** The cable decides whether the server is asked. */
    async connectBeforeData() {
        if (!navigator.onLine) {
            await this.checkConnectivity();
        }
    }

    /** With the orders, although Odoo means to leave them out: this is how they come back offline. */
    async getCachedServerDataFromIndexedDB() {
        return await this.indexedDB.readAll();
    }

    keepUsable(data) {
        return data;
    }

    deleteFromDisk(model, keys) {
        return this.indexedDB.delete(model, keys);
    }

    /** Keeps what this till made, and drops what the server has for good. */
    async synchronizeLocalDataInIndexedDB() {
        for (const [model, { key, condition }] of Object.entries(this.opts.databaseTable)) {
            const put = [];
            const remove = [];
            for (const record of this.models[model].getAll()) {
                if (condition(record)) {
                    remove.push(record.raw[key]);
                } else {
                    put.push(record.serializeForIndexedDB());
                }
            }
            await this.indexedDB.delete(model, remove);
            await this.indexedDB.create(model, put);
        }
    }
}
