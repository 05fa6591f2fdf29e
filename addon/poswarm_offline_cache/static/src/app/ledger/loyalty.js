/*
 * Loyalty points and gift cards are settled once for each order.
 *
 * `confirm_coupon_programs` is a second call behind an order's send, and adds to
 * what the cards have. Odoo makes it once and forgets it: when the call or its
 * answer is lost, the points are missing; made again for an order that was sent
 * twice, they are doubled (https://github.com/odoo/odoo/issues/270532). Here it
 * is a command of the ledger, written before it leaves, and where an earlier one
 * may have arrived the server is asked: it keeps a history of each order
 * (`add_loyalty_history_lines()` in pos_loyalty/models/pos_order.py).
 */
import { hasPoints } from "./command_doubts";
import { dropCommand, keepCommand, queueAll } from "./commands";
import { definePatch } from "../patches";
import { wasDoubtful } from "./sends";

const METHOD = "confirm_coupon_programs";

/** The id of the command: one for each order, whoever makes it. */
const idOf = (order) => `${METHOD} ${order}`;

function mayBeDone(data, order) {
    return wasDoubtful(data.models["pos.order"].get(order)?.uuid);
}

definePatch("ledger_loyalty", ({ ConnectionLostError, PosData }, { around, safely }) => {
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            const { method, args, uuid } = options;
            if (method !== METHOD || uuid) {
                return stock(options, ...rest);
            }
            const [order] = [args[0]].flat();
            const before = mayBeDone(this, order);
            const known = before && (await hasPoints(this, order).catch(() => "unknown"));
            if (known === true) {
                await safely(dropCommand)(idOf(order));
                return {}; // there is nothing to tell that a new start does not read
            }
            await safely(keepCommand)(idOf(order), options);
            if (known === "unknown") {
                safely(queueAll)(this); // its turn begins with the same question
                return {};
            }
            try {
                const answer = await stock(options, ...rest);
                await safely(dropCommand)(idOf(order));
                return answer;
            } catch (error) {
                if (error instanceof ConnectionLostError) {
                    safely(queueAll)(this);
                } else {
                    await safely(dropCommand)(idOf(order));
                }
                throw error;
            }
        },
    });
});
