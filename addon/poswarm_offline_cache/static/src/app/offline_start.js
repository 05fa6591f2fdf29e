/*
 * Lets the point of sale start without the server although an addon looks
 * something up on the way.
 *
 * With an order on the screen that has a customer, pos_loyalty looks for the
 * customer's card at the end of its start and waits for it; without an answer the
 * start ends in the critical error box. A search that cannot be made finds
 * nothing: as for a new customer the card is one of this till only, and the
 * server takes it for the customer's own when the points are settled
 * (`_check_existing_loyalty_cards()` in pos_loyalty/models/pos_order.py). Once
 * the point of sale is up it is told that the server is away, as ever.
 */
import { definePatch } from "./patches";

definePatch("offline_start", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            if (this.network.offline && options.type === "search_read" && !window.posmodel) {
                return [];
            }
            return stock(options, ...rest);
        },
    });
});
