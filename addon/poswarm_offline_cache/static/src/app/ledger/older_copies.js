/*
 * Keeps the server's older copy of an order from replacing the one of this till.
 *
 * What the server sends as a draft may be paid here, or changed since, and what
 * was cancelled elsewhere may be paid here, or about to be: then its records are left out of the answer, and the order is asked for by uuid before
 * it is sent (agreement.js), which takes over what is new in it.
 */
import { isPaidHere } from "./restore";
import { noteDoubt } from "./sends";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** What a cashier, and only a cashier, changes. */
const OF_LINE = ["qty", "price_unit", "discount", "customer_note", "note", "course_id"];
const OF_ORDER = [
    "partner_id",
    "customer_count",
    "table_id",
    "floating_order_name",
    "general_customer_note",
    "internal_note",
    "to_invoice",
    "pricelist_id",
    "fiscal_position_id",
    "preset_id",
    "preset_time",
    "shipping_date",
];

function valuesOf(record, names) {
    return names.map((name) => {
        const value = record[name];
        return value?.id ?? (typeof value === "object" ? String(value) : value) ?? null;
    });
}

/** What a cashier changes on an order while its send is under way. */
export function contentOf(order) {
    const lines = order.lines.map((line) => [line.uuid, line.pack_lot_ids?.length, ...valuesOf(line, OF_LINE)]);
    const payments = order.payment_ids.map(({ uuid, amount }) => [uuid, amount]);
    return JSON.stringify([lines, payments, valuesOf(order, OF_ORDER)]);
}

/** An order of this page that says more than the server's draft of it. */
export function isAhead(order, sent) {
    if (!order) {
        return false;
    }
    const changed = sent ? sent.has(order.uuid) && sent.get(order.uuid) !== contentOf(order) : order.isDirty();
    return isPaidHere(order) || (order.state === "draft" && changed);
}

/** What was cancelled elsewhere and is a sale here, or becomes one at this moment. */
function isSold(order) {
    return Boolean(order) && (isPaidHere(order) || order.payment_ids?.length > 0);
}

/**
 * What the server has deleted, without what is sold here: its sale is asked for by uuid before it
 * is sent. Odoo deletes orders that were cancelled as well, under the cashier's hands
 * (`read_config_open_orders()` in models/pos_config.py).
 *
 * @param {any} data the PosData
 * @param {Record<string, number[]>} deleted numbers by model
 */
export function withoutSold(data, deleted) {
    const isKept = (model, id) => {
        const record = data.models[model]?.get(id);
        const order = model === ORDER ? record : (record?.order_id ?? record?.pos_order_id);
        const kept = isSold(order);
        if (kept) {
            noteDoubt(order.uuid);
        }
        return kept;
    };
    return Object.fromEntries(
        Object.entries(deleted).map(([model, ids]) => [model, ids.filter((id) => !isKept(model, id))])
    );
}

function childOf(stale, staleLines, record) {
    const parent = record.order_id ?? record.pos_order_id;
    return stale.has(parent) || staleLines.has(record.pos_order_line_id);
}

/**
 * @param {any} data the PosData
 * @param {Record<string, object[]>} records the server's
 * @param {Map<string, string> | null} sent what of each order was sent, when they
 *     answer a send
 * @param {(order: any) => void} [onAhead] told of each order that has gone on
 */
export function withoutOlderCopies(data, records, sent, onAhead) {
    const mine = new Map(data.models[ORDER].map((order) => [order.uuid, order]));
    const stale = new Set();
    for (const { id, uuid, state } of records[ORDER]) {
        const order = mine.get(uuid);
        if ((state === "draft" && isAhead(order, sent)) || (state === "cancel" && isSold(order))) {
            stale.add(id);
            noteDoubt(uuid);
            if (state === "draft") {
                onAhead?.(order);
            }
        }
    }
    if (!stale.size) {
        return records;
    }
    const lines = (records[LINE] ?? []).filter(({ order_id }) => stale.has(order_id));
    const staleLines = new Set(lines.map(({ id }) => id));
    const fresh = ([model, list]) => [
        model,
        list.filter((one) => (model === ORDER ? !stale.has(one.id) : !childOf(stale, staleLines, one))),
    ];
    return Object.fromEntries(Object.entries(records).map(fresh));
}
