/*
 * An entry of the ledger: one order as this till has it, and what the server
 * says of it.
 *
 * Relies on orders: `uuid`, `pos_reference`, `amount_total`, `date_order`,
 * `user_id`, `employee_id`, `payment_ids` with `uuid`, `amount`,
 * `payment_method_id`, `setOrderPrices()`; on `config.cash_rounding`, `rounding_method.rounding`; on what `read_pos_orders` answers:
 * `pos.order` with `uuid`, `state`, `amount_total`, `pos.order.line` with `uuid`,
 * `qty`, `order_id`, `refunded_orderline_id`, and `pos.payment` with `uuid`, `amount`, `pos_order_id`,
 * `payment_method_id`, `is_change`.
 */
import { _t } from "../texts";
import { isSale } from "./names";
import { payloadOf, recordsOf } from "./records";

export const SCHEMA = 1;
/** Half a cent's tenth: amounts travel as decimal numbers of at most this grain. */
const SAME = 0.0005;

const nameOf = (record) => record?.name ?? "";

/** A paid order, or one that the cashier was told is refused, in a form that outlives this page. */
export function entryOf(order, pos) {
    const { opts } = pos.data;
    order.setOrderPrices();
    return {
        schema: SCHEMA,
        uuid: order.uuid,
        kind: order.state === "draft" ? "draft" : "paid",
        database: odoo.info?.db,
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        reference: order.pos_reference,
        total: order.amount_total,
        rounding: (pos.config?.cash_rounding && pos.config.rounding_method?.rounding) || 0,
        payments: order.payment_ids.map((payment) => ({
            uuid: payment.uuid,
            amount: payment.amount,
            method: payment.payment_method_id?.id,
            name: nameOf(payment.payment_method_id),
        })),
        user: order.user_id?.id,
        userName: nameOf(order.user_id),
        cashier: nameOf(order.employee_id) || nameOf(order.user_id),
        time: new Date().toISOString(),
        records: recordsOf(order, opts),
        payload: payloadOf(order, opts),
        trouble: null,
    };
}

/**
 * Whether an entry is of the very sale that an order is: the same payments have paid
 * for the same lines. Odoo's page may lose lines of it since, or price them anew.
 */
export function isSaleOf(entry, order) {
    const has = new Map(entry.payments.map(({ uuid, amount }) => [uuid, amount]));
    const { payment_ids: payments } = order;
    return (
        entry.kind === "paid" &&
        order.finalized &&
        payments.length === has.size &&
        payments.every(({ uuid, amount }) => has.get(uuid) === amount)
    );
}

/** Changes when an order in the page is no longer what its entry says. */
export function markOf(order) {
    const payments = order.payment_ids.map(({ uuid, amount }) => `${uuid} ${amount}`);
    return [order.state, order.id, order.lines.length, order.amount_total, ...payments].join("|");
}

/** Whether this module can do anything with an entry; one of a later module stays as it is. */
export function isUnderstood(entry) {
    const { schema, uuid, records } = entry;
    return schema === SCHEMA && Boolean(uuid) && Array.isArray(records?.["pos.order"]);
}

export function isOurs({ database, config }) {
    return database === odoo.info?.db && config === odoo.pos_config_id;
}

function same(a, b) {
    return Math.abs(Number(a) - Number(b)) < SAME;
}

/**
 * Where cash is rounded the till sends a total before it, and the server, when it adds the
 * change, writes one behind it (`_process_payment_lines()` in pos_order.py). Whether something
 * else is otherwise, payments and lines tell.
 */
function isSameTotal({ total, rounding = 0 }, theirs) {
    return same(theirs.amount_total, total) || Math.abs(theirs.amount_total - total) < rounding;
}

/** The number of a record that another one names, with its name beside it or without. */
export const idOf = (value) => (Array.isArray(value) ? value[0] : value);

const LINE = "pos.order.line";

/** Pieces, and whether it refunds one; which one only the till that sold it knows by another id. */
function isSameLine(mine, { qty, refunded_orderline_id: sold }) {
    return Boolean(mine) && same(qty, mine.qty) && Boolean(sold) === Boolean(mine.refunded_orderline_id);
}

/** The server's lines of one of its orders; undefined where the answer names no lines. */
export function rowsOf(answer, { id }) {
    return answer[LINE]?.filter((line) => idOf(line.order_id) === id);
}

/** The payments in an order's records. @param {Map<number, string>} names of the methods, as far as known */
export function paymentsIn(records, names = new Map()) {
    return (records["pos.payment"] ?? []).map(({ uuid, amount, payment_method_id: method }) => ({
        uuid,
        amount,
        method,
        name: names.get(method) ?? "",
    }));
}

/**
 * Whether lines, as the page has them or as they are about to be sent, have the pieces that the
 * receipt said.
 */
export function hasPiecesOf({ records }, lines) {
    const pieces = new Map(lines.map(({ uuid, qty }) => [uuid, qty]));
    return (records[LINE] ?? []).every(({ uuid, qty }) => pieces.get(uuid) === qty);
}

/** Total and payments are what the till said; whether the lines arrived, only they tell. */
function hasOtherLines(entry, answer, theirs) {
    const mine = new Map(entry.records[LINE]?.map((line) => [line.uuid, line]));
    const lines = rowsOf(answer, theirs);
    return Boolean(lines) && (lines.length !== mine.size || lines.some((line) => !isSameLine(mine.get(line.uuid), line)));
}

/**
 * What the server says of an entry.
 *
 * @param {object} entry
 * @param {Record<string, object[]>} answer of `read_pos_orders`
 * @returns {{word: "settled" | "waits" | "differs", why?: string, theirs?: object}}
 */
export function wordOf(entry, answer) {
    const theirs = answer["pos.order"].find(({ uuid }) => uuid === entry.uuid);
    if (!theirs || !isSale(theirs.state)) {
        // One that was cancelled there meanwhile is made again (sync.js).
        return { word: "waits", theirs };
    }
    if (!isSameTotal(entry, theirs)) {
        return { word: "differs", why: `total ${theirs.amount_total}`, theirs };
    }
    const payments = answer["pos.payment"].filter((one) => idOf(one.pos_order_id) === theirs.id);
    const missing = entry.payments.filter(
        ({ uuid, amount, method }) =>
            !payments.some(
                (one) => one.uuid === uuid && same(one.amount, amount) && idOf(one.payment_method_id) === method
            )
    );
    const known = new Set(entry.payments.map(({ uuid }) => uuid));
    const added = payments.filter((one) => !known.has(one.uuid) && !one.is_change);
    if (missing.length || added.length) {
        return { word: "differs", why: `payments ${payments.map(({ amount }) => amount).join(", ")}`, theirs };
    }
    if (hasOtherLines(entry, answer, theirs)) {
        return { word: "differs", why: _t("other lines"), theirs };
    }
    return { word: "settled", theirs };
}
