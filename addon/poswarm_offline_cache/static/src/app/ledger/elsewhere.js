/*
 * Lines of a paid order that the server has on another bill.
 *
 * What comes as a draft for a table goes onto the table's open bill, whatever its uuid
 * (`_get_open_order()` in pos_restaurant/models/pos_order.py). When that answer is lost
 * and the order is paid here, the server knows no such order, refuses its lines, which
 * it has, and the guests at the table would pay them once more. What is paid is taken
 * off that bill before it is sent.
 */
import { readOrders } from "./reading";
import { isPaidHere } from "./restore";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/**
 * @param {any} pos the PosStore
 * @param {any[]} orders about to be sent
 * @param {Record<string, object[]>} answer what the server has of them
 */
export async function takeOffOtherBills(pos, orders, answer) {
    const there = new Set(answer[ORDER].map(({ uuid }) => uuid));
    const merged = orders.filter((order) => order.raw.table_id && isPaidHere(order) && !there.has(order.uuid));
    const paid = new Set(merged.flatMap(({ lines }) => lines.map(({ uuid }) => uuid)));
    if (!paid.size) {
        return;
    }
    const found = await readOrders(pos.data, [["lines.uuid", "in", [...paid]]]);
    const bills = new Set(found[ORDER].filter(({ state }) => state === "draft").map(({ id }) => id));
    const lines = found[LINE].filter(({ uuid, order_id: bill }) => paid.has(uuid) && bills.has(bill));
    if (lines.length) {
        await pos.data.orm.call(LINE, "unlink", [lines.map(({ id }) => id)]);
    }
}
