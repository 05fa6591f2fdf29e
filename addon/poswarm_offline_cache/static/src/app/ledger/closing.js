/*
 * Before the register is closed, what the server refused has its last chance for this
 * session: behind the closing it is refused until the next one, whose books have it then.
 */
import { definePatch } from "../patches";

definePatch("ledger_closing", ({ PosStore }, { around }) => {
    around(PosStore.prototype, {
        pushOrdersWithClosingPopup(stock, options, ...rest) {
            return stock({ ...options, refusedToo: true }, ...rest);
        },
    });
});
