/*
 * Keeps the payment of an order that the server knows as a draft.
 *
 * A restaurant's order, or a shared one, is on the server before it is paid.
 * When it is paid without the server, Odoo takes its number for proof that the
 * server has everything: it drops order and payment from the disk at once, and
 * the next read of open orders puts the draft back in the payment's place
 * (https://github.com/odoo/odoo/pull/288974,
 * https://github.com/odoo/odoo/pull/289249). Here such an order is what it is,
 * a paid order that waits, until the server has called it something else than
 * a draft. Nothing here sends or changes an order.
 *
 * An Odoo that keeps the payment by itself is left to it, and so is every Odoo
 * while `window.poswarm.keepPaidDrafts` is false.
 *
 * Relies on `opts.databaseTable` of PosData with `condition(record)`, which the
 * models are made with after `initializeDeviceIdentifier()`; on orders: `uuid`,
 * `name`, `state`, `isSynced`, `lines`, `payment_ids` with `isSynced`, `_markDirty()`.
 */
import { definePatch } from "./patches";

/** What brings orders from the server over those of this page. */
const READS = new Set(["sync_from_ui", "read_config_open_orders", "read_pos_orders"]);

/** The name of an order that the server does not know as paid. */
export const UNNAMED = "/";

/** The orders that the server has called something else than a draft, by uuid. */
const taken = new Set();
let odooKeepsThem = false;

/**
 * Paid on this terminal, where one that was paid elsewhere is stored as paid as
 * soon as it was read. The server names an order when it is paid (`write()` in
 * pos_order.py); a draft's payments may have numbers, but new ones have not.
 */
function paidHere({ name, payment_ids }) {
    return name === UNNAMED || payment_ids.some((payment) => !payment.isSynced);
}

/** A paid order whose payment only this terminal knows, though it has a number. */
function waits(order) {
    const ours = !odooKeepsThem && window.poswarm?.keepPaidDrafts !== false;
    return Boolean(ours && order?.state === "paid" && order.isSynced && !taken.has(order.uuid) && paidHere(order));
}

/** A paid order that the server does not have as such. */
export function isUnsent(order) {
    return Boolean(order.isUnsyncedPaid || waits(order));
}

function orderOf(model, record) {
    return model === "pos.order" ? record : record.order_id ?? record.pos_order_id;
}

/** The rule of one store of the page's database: true drops a record. */
function keepWaiting(model, store) {
    const condition = (record) => {
        const drops = store.condition(record);
        if (!waits(orderOf(model, record))) {
            return drops;
        }
        if (model === "pos.payment" && drops === false) {
            odooKeepsThem = true;
        }
        return false;
    };
    return { ...store, condition };
}

function keepAllWaiting(options) {
    const { get } = Object.getOwnPropertyDescriptor(
        Object.getPrototypeOf(options),
        "databaseTable"
    );
    Object.defineProperty(options, "databaseTable", {
        get() {
            const stores = Object.entries(get.call(this));
            return Object.fromEntries(
                stores.map(([model, store]) => [model, keepWaiting(model, store)])
            );
        },
    });
}

/** The server's records without what it still believes of orders that wait. */
function withoutDraftsOf(waiting, records) {
    const stale = new Set(
        records["pos.order"]
            .filter(({ uuid, state }) => state === "draft" && waiting.has(uuid))
            .map(({ id }) => id)
    );
    const fresh = ([model, list]) => [
        model,
        list.filter((one) => !stale.has(model === "pos.order" ? one.id : one.order_id ?? one.pos_order_id)),
    ];
    return stale.size ? Object.fromEntries(Object.entries(records).map(fresh)) : records;
}

function readOrders(data, records) {
    if (!records["pos.order"]?.length) {
        return records;
    }
    for (const { uuid, state } of records["pos.order"]) {
        if (state !== "draft") {
            taken.add(uuid);
        }
    }
    const waiting = data.models["pos.order"].filter(waits).map(({ uuid }) => uuid);
    return withoutDraftsOf(new Set(waiting), records);
}

definePatch("paid_drafts", ({ PosData, PosStore }, { around }) => {
    around(PosData.prototype, {
        async initializeDeviceIdentifier(stock, ...args) {
            keepAllWaiting(this.opts);
            return stock(...args);
        },

        async execute(stock, options, ...rest) {
            const answer = await stock(options, ...rest);
            if (!READS.has(options.method) || !answer) {
                return answer;
            }
            if (answer.dynamic_records) {
                return { ...answer, dynamic_records: readOrders(this, answer.dynamic_records) };
            }
            return readOrders(this, answer);
        },

        /** Asks for what the server has, and deletes or overwrites the rest. */
        async checkAndDeleteMissingOrders(stock, results, ...rest) {
            const orders = results?.["pos.order"]?.filter((order) => !waits(order));
            return stock(orders ? { ...results, "pos.order": orders } : results, ...rest);
        },
    });

    around(PosStore.prototype, {
        async afterProcessServerData(stock, ...args) {
            const waiting = this.models["pos.order"].filter(waits);
            for (const order of waiting) {
                // What was changed before the reload is no longer marked.
                for (const record of [order, ...order.lines]) {
                    record._markDirty();
                }
            }
            if (waiting.length) {
                this.addPendingOrder(waiting.map(({ id }) => id));
            }
            return stock(...args);
        },
    });
});
