/**
 * The number of this till and of its next receipt. The server hands out the
 * till's number once; the rest happens here, online or not.
 */
export default class DeviceIdentifierSequence {
    constructor(orm) {
        this.orm = orm;
        this.key = `${odoo.access_token}-unique_device_identifier`;
    }

    get data() {
        return JSON.parse(localStorage.getItem(this.key));
    }

    get identifier() {
        return this.data.device_identifier;
    }

    async initialize() {
        if (!localStorage.getItem(this.key)) {
            const { device_identifier } = await this.orm.call("pos.config", "register_new_device_identifier", [
                odoo.pos_config_id,
            ]);
            this.save({ device_identifier, next_number: 1, unsynced_number_stack: [] });
        }
    }

    save(data) {
        localStorage.setItem(this.key, JSON.stringify(data));
    }

    useNext() {
        const data = this.data;
        const [reused, ...rest] = [...data.unsynced_number_stack].sort((a, b) => a - b);
        if (reused) {
            this.save({ ...data, unsynced_number_stack: rest });
            return reused;
        }
        this.save({ ...data, next_number: data.next_number + 1 });
        return data.next_number;
    }

    /** The numbers of orders that are thrown away are used again. */
    saveUnusedNumber(orders) {
        const numbers = orders
            .filter((order) => !order.isSynced)
            .map((order) => parseInt(order.raw.pos_reference.split("-")[2]));
        const stack = new Set([...this.data.unsynced_number_stack, ...numbers]);
        this.save({ ...this.data, unsynced_number_stack: [...stack] });
    }
}
