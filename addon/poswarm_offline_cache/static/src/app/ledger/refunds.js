/*
 * Refunds and the sales that they refund.
 *
 * The link stands on the refund's lines, by the number of the sale's line, and a sale
 * that is not sent yet has none: a refund that is sent before its sale, or from a page
 * that has not loaded the sale, arrives without the link, and the sale could be
 * refunded once more. And Odoo sends with a sale's line the lines that refund it, as
 * new ones without an order, which the server refuses.
 *
 * Relies on records without a number having their uuid for an id (related_models).
 */
import { readOrders } from "./reading";
import { waitingEntries } from "./waiting";

const LINE = "pos.order.line";

const isNumber = (id) => typeof id === "number";

/** The lines that an order refunds: the server's numbers, or uuids of lines without one. */
function soldLines(entry) {
    return (entry.records[LINE] ?? []).map(({ refunded_orderline_id: id }) => id).filter(Boolean);
}

/** The sales of which the server was asked and has nothing, each by its refund's uuid. */
const asked = new Set();

/** Whether a sale that waits here has the line. */
function isWaitedFor(line) {
    return waitingEntries().some(({ records }) => records[LINE]?.some(({ id, uuid }) => id === line || uuid === line));
}

/** Whether the page does not know the sale of a refund that the server can be asked for, or that waits here. */
export function lacksSale(data, order, entry) {
    const sold = data.network.offline ? [] : soldLines(entry);
    const lacks = sold.length > order.lines.filter((line) => line.refunded_orderline_id).length;
    return lacks && (!asked.has(entry.uuid) || sold.some(isWaitedFor));
}

/**
 * The refunds of a sale that becomes another one, or none of the books: with other lines to bring
 * back, or none. One that names a line that is nowhere would wait for ever.
 *
 * @param {object} sale its entry
 * @param {(line: object) => string | false} otherLine
 * @returns {object[]} their entries
 */
export function refundsOf(sale, otherLine) {
    const others = new Map();
    for (const line of sale.records[LINE] ?? []) {
        [line.id, line.uuid].forEach((id) => others.set(id, otherLine(line)));
    }
    const refunds = waitingEntries().filter((entry) => entry.uuid !== sale.uuid && soldLines(entry).some((id) => others.has(id)));
    const linked = (line) => (others.has(line.refunded_orderline_id) ? { ...line, refunded_orderline_id: others.get(line.refunded_orderline_id) } : line);
    return refunds.map((entry) => ({ ...entry, records: { ...entry.records, [LINE]: entry.records[LINE].map(linked) } }));
}

/** Loads the sales that an entry refunds. */
export async function loadSales(data, entry) {
    const lines = data.models[LINE];
    const missing = soldLines(entry).filter((id) => !lines.get(id) && !lines.getBy("uuid", id));
    if (missing.length) {
        const numbers = ["lines", "in", missing.filter(isNumber)];
        const uuids = ["lines.uuid", "in", missing.filter((id) => !isNumber(id))];
        const answer = await readOrders(data, ["|", numbers, uuids]);
        data.models.loadConnectedData(answer);
    }
    asked.add(entry.uuid);
}

/** An entry's records with the numbers that the refunded lines have got since. */
export function linkedToSales(data, records) {
    const linked = (line) => {
        const sold = line.refunded_orderline_id;
        const found = typeof sold === "string" && data.models[LINE].getBy("uuid", sold);
        return found ? { ...line, refunded_orderline_id: found.id } : line;
    };
    return records[LINE] ? { ...records, [LINE]: records[LINE].map(linked) } : records;
}

/** Whether what an order refunds is itself not on the server yet. */
export function waitsForItsSale(order) {
    return order.lines.some(({ refunded_orderline_id: sold }) => sold && !isNumber(sold.id));
}

/** @param {object[]} serialized what `sync_from_ui` is given */
export function withoutTheirRefunds(serialized) {
    for (const { lines = [] } of serialized) {
        for (const [, , values] of lines) {
            delete values?.refund_orderline_ids;
        }
    }
}
