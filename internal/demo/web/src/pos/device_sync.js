import { loadRecords } from "./models.js";

/** Takes over what other tills of the shop do to open orders. */
export class DevicesSynchronisation {
    constructor(pos) {
        this.pos = pos;
        this.models = pos.models;
        pos.data.connectWebSocket("SYNCHRONISATION", (message) => this.collect(message));
    }

    collect({ session_id, device_identifier }) {
        if (Number(odoo.pos_session_id) === session_id && device_identifier !== this.pos.device.identifier) {
            return this.readDataFromServer();
        }
    }

    /** Asks for drafts that are not here, and which of ours are gone. */
    constructOrdersDomain() {
        const ids = this.pos.getOpenOrders().filter((order) => order.isSynced);
        const known = ids.map(({ id }) => id);
        const config = this.pos.config.id;
        const unknown = ["&", "&", ["id", "not in", known], ["state", "=", "draft"], ["config_id", "in", [config]]];
        const changed = ids.flatMap((order) => [
            "|",
            "|",
            "&",
            ["id", "=", order.id],
            ["write_date", ">=", secondAfter(order.raw.write_date)],
            "&",
            ["id", "=", order.id],
            ["state", "!=", order.raw.state],
        ]);
        return { domain: { "pos.order": [...changed, ...unknown] }, recordIds: { "pos.order": known } };
    }

    async readDataFromServer() {
        const { domain, recordIds } = this.constructOrdersDomain();
        let answer;
        try {
            answer = await this.pos.data.call("pos.config", "read_config_open_orders", [
                odoo.pos_config_id,
                domain,
                recordIds,
            ]);
        } catch (error) {
            console.warn("open orders were not read:", error);
            return;
        }
        const loaded = loadRecords(this.models, answer.dynamic_records);
        for (const order of loaded["pos.order"] ?? []) {
            order.serializeForORM(); // what comes from the server is not to be sent
        }
        for (const [model, ids] of Object.entries(answer.deleted_record_ids)) {
            for (const record of this.models[model].readMany(ids).filter(Boolean)) {
                record.delete();
            }
        }
    }
}

/** The next second in the server's way of writing time. */
function secondAfter(date) {
    return new Date(Date.parse(`${date.replace(" ", "T")}Z`) + 1000).toISOString().slice(0, 19).replace("T", " ");
}
