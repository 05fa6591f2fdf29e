/*
 * Writes a sale to the disk before its receipt is shown.
 *
 * Odoo writes orders 300 ms after the last change (`PosData`, a debounce): a
 * reload or a crash in between loses a sale that the customer has paid
 * (https://github.com/odoo/odoo/pull/267799). Validation sends the order and
 * then shows the receipt; here the receipt waits until the order is written as
 * well. What is written, and how, stays Odoo's.
 *
 * `syncAllOrders({throw})` has `throw` set by the validation of a payment, after
 * the order is paid.
 */
import { definePatch } from "./patches";

/** Milliseconds; a write takes some tens of them. */
const WRITE_DEADLINE = 2000;

function timeout(ms) {
    return new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`not written after ${ms} ms`)), ms);
    });
}

/** Resolves when what is on the screen is on the disk, or cannot be brought there. */
export async function writeOrders(data) {
    try {
        await Promise.race([data.synchronizeLocalDataInIndexedDB(), timeout(WRITE_DEADLINE)]);
    } catch (error) {
        // A full or hanging disk must not keep the customer waiting.
        console.warn("the sale could not be written to this terminal first", error);
    }
}

definePatch("durable", ({ PosData, PosStore }, { around }) => {
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            const { method, args } = options;
            if (method !== "sync_from_ui" || !args[0].some(({ state }) => state === "paid")) {
                return stock(options, ...rest);
            }
            // The order leaves at once. Its answer waits: it would change the order
            // while that is being written, and half of each would be on the disk.
            const answer = stock(options, ...rest);
            await Promise.allSettled([answer, writeOrders(this)]);
            return answer;
        },
    });

    around(PosStore.prototype, {
        async syncAllOrders(stock, options = {}, ...rest) {
            if (options.throw && this.data.network.offline) {
                await writeOrders(this.data);
            }
            return stock(options, ...rest);
        },
    });
});
