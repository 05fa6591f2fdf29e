/*
 * Finds what only this terminal has, in the databases of every POS of the origin.
 *
 * Looks past the point of sale, because it is asked also when that did not come
 * up, or belongs to another config. The databases are named
 * `point-of-sale-<config>-<db>`; their stores are Odoo's models, and the records
 * of an order point to it by `order_id` or `pos_order_id`, or to one of its lines.
 */
import { paymentsIn, SCHEMA } from "./entries";
import { UNNAMED } from "./names";
import { readStores } from "../page_database";
import { settledOnDisk } from "./settled";
import { readAll } from "./storage";

const NAME = /^point-of-sale-(\d+)-(.+)$/;
const ORDER = "pos.order";
const LINE = "pos.order.line";

const isNumber = (id) => typeof id === "number";
const listOf = (values) => [...(values ?? [])];

/** The config and the database that a database of the browser belongs to, or null. */
export function ownerOf(name) {
    const [, config, database] = NAME.exec(name ?? "") ?? [];
    return config ? { config: Number(config), database } : null;
}

/** Whether the server does not know an order as it is. @param {Set<string>} marked with changes that wait */
function isUnsent({ uuid, id, name, state, lines, payment_ids }, marked) {
    if (state === "draft") {
        return listOf(lines).length > 0 && (!isNumber(id) || marked.has(uuid));
    }
    const known = isNumber(id) && name !== UNNAMED && listOf(payment_ids).every(isNumber);
    return state === "paid" && !known;
}

function belongs(record, order, lines) {
    const { order_id, pos_order_id, pos_order_line_id, order_line_id } = record;
    return [order_id, pos_order_id].includes(order.id) || lines.has(pos_order_line_id) || lines.has(order_line_id);
}

/** Records that a line points to: what the customer wrote, a loyalty card that is not on the server. */
function isPointedTo(model, record, lines) {
    if (model === "product.attribute.custom.value") {
        return lines.some(({ custom_attribute_value_ids }) => listOf(custom_attribute_value_ids).includes(record.id));
    }
    return model === "loyalty.card" && record.id < 0 && lines.some(({ coupon_id }) => coupon_id === record.id);
}

function recordsOf(order, stores) {
    const lines = (stores[LINE] ?? []).filter(({ order_id }) => order_id === order.id);
    const lineIds = new Set(lines.map(({ id }) => id));
    const records = {};
    for (const [model, list] of Object.entries(stores)) {
        if (model === ORDER) {
            continue;
        }
        const own = list.filter((record) => belongs(record, order, lineIds) || isPointedTo(model, record, lines));
        if (own.length) {
            records[model] = own;
        }
    }
    return { ...records, [ORDER]: [order] };
}

function entryOf(order, stores, owner) {
    const records = recordsOf(order, stores);
    return {
        schema: SCHEMA,
        uuid: order.uuid,
        kind: order.state === "draft" ? "draft" : "paid",
        ...owner,
        session: order.session_id,
        reference: order.pos_reference,
        total: order.amount_total ?? 0,
        payments: paymentsIn(records),
        user: order.user_id,
        userName: "",
        cashier: "",
        time: new Date().toISOString(),
        records: JSON.parse(JSON.stringify(records)),
        payload: null,
        trouble: null,
        harvested: true,
    };
}

/**
 * What would be lost with one database of the browser and is not in the ledger.
 *
 * @param {string} name
 * @returns {Promise<object[]>} entries
 */
export async function harvest(name) {
    const owner = ownerOf(name);
    if (!owner) {
        return [];
    }
    const [kept, marks, stores, settled] = await Promise.all([
        readAll("orders"),
        readAll("drafts"),
        readStores(name),
        settledOnDisk(),
    ]);
    const known = new Set([...settled, ...(kept ?? []).map(({ uuid }) => uuid)]);
    const marked = new Set((marks ?? []).map(({ uuid }) => uuid));
    return (stores[ORDER] ?? [])
        .filter((order) => !known.has(order.uuid) && isUnsent(order, marked))
        .map((order) => entryOf(order, stores, owner));
}

/** Resolves with the number of sales, orders and commands that only this terminal has, of every POS. */
export async function countUnsent() {
    const [orders, commands] = await Promise.all([readAll("orders"), readAll("commands")]);
    let count = (orders?.length ?? 0) + (commands?.length ?? 0);
    // Looked up first: opening a database that is not there would make it.
    for (const { name } of await indexedDB.databases()) {
        count += (await harvest(name)).length;
    }
    return count;
}
