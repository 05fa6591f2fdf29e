/*
 * What a receipt said stays what is sent.
 *
 * Odoo works out an order's amounts anew before each send and at each reading, with
 * the taxes that the page has then. A sale that waits over a change of taxes would be
 * sent with another total than was paid, which the server refuses, and what the
 * receipt said would be forgotten. A paid order that is as it was keeps its amounts.
 */
import { definePatch } from "../patches";
import { isSaleOf } from "./entries";
import { entryFor } from "./waiting";

const ORDER = "pos.order";
const LINE = "pos.order.line";
const AMOUNTS = ["amount_tax", "amount_total", "amount_paid", "amount_return"];
const SUBTOTALS = ["price_subtotal", "price_subtotal_incl"];

function set(record, kept, names) {
    for (const name of names.filter((one) => kept?.[one] !== undefined && record[one] !== kept[one])) {
        record[name] = kept[name];
    }
}

function keepAmounts(order) {
    const entry = entryFor(order.uuid);
    if (!entry || !isSaleOf(entry, order)) {
        return;
    }
    set(order, entry.records[ORDER][0], AMOUNTS);
    const lines = new Map(entry.records[LINE]?.map((line) => [line.uuid, line]));
    order.lines.forEach((line) => set(line, lines.get(line.uuid), SUBTOTALS));
}

definePatch("ledger_amounts", ({ PosOrder }, { around, safely }) => {
    around(PosOrder.prototype, {
        setOrderPrices(stock, ...args) {
            const done = stock(...args);
            safely(keepAmounts)(this);
            return done;
        },
    });
});
