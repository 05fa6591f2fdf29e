/*
 * Loyalty points and gift cards are settled once for each order.
 *
 * `confirm_coupon_programs` is a second call behind an order's send, and adds to
 * what the cards have. Odoo makes it once and forgets it: when the call or its
 * answer is lost, the points are missing; made again for an order that was sent
 * twice, they are doubled (https://github.com/odoo/odoo/issues/270532). Here it
 * is a command of the ledger, written before it leaves, under a name that each
 * order has once: whoever makes it again is given the first one's answer. One that the
 * server refuses waits here, and the sale, which is booked, goes on to its receipt: Odoo made
 * an order to be paid once more of it.
 */
import { dropCommand, keepCommand, queueAll, refuse } from "./commands";
import { definePatch } from "../patches";
import { named } from "./named";

const METHOD = "confirm_coupon_programs";

/** One for each order, whoever makes it. */
const idOf = (order) => `${METHOD} ${order}`;

definePatch("ledger_loyalty", ({ ConnectionLostError, PosData }, { around, safely }) => {
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            const { method, args, uuid } = options;
            if (method !== METHOD || uuid) {
                return stock(options, ...rest);
            }
            const id = idOf([args[0]].flat()[0]);
            const given = named(options, id);
            await safely(keepCommand)(this, id, given);
            try {
                const answer = await stock(given, ...rest);
                await safely(dropCommand)(id);
                return answer;
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    await safely(refuse)(this, id, error);
                    return {}; // no card is changed
                }
                safely(queueAll)(this);
                throw error;
            }
        },
    });
});
