/*
 * Keeps the server's older copy of an order from replacing the one of this till.
 *
 * What the server sends as a draft may be paid here, or changed since: then its
 * records are left out of the answer, and the order is asked for by uuid before
 * it is sent (agreement.js), which takes over what is new in it.
 */
import { isPaidHere } from "./restore";
import { noteDoubt } from "./sends";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** An order of this page that says more than the server's draft of it. */
export function isAhead(order, answersSend) {
    return Boolean(order && (isPaidHere(order) || (!answersSend && order.state === "draft" && order.isDirty())));
}

function childOf(stale, staleLines, record) {
    const parent = record.order_id ?? record.pos_order_id;
    return stale.has(parent) || staleLines.has(record.pos_order_line_id);
}

/**
 * @param {any} data the PosData
 * @param {Record<string, object[]>} records the server's
 * @param {boolean} answersSend whether they answer a send of the order
 */
export function withoutOlderCopies(data, records, answersSend) {
    const mine = new Map(data.models[ORDER].map((order) => [order.uuid, order]));
    const stale = new Set();
    for (const { id, uuid, state } of records[ORDER]) {
        if (state === "draft" && isAhead(mine.get(uuid), answersSend)) {
            stale.add(id);
            noteDoubt(uuid);
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
