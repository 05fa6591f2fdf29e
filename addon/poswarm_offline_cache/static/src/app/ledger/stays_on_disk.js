/*
 * Keeps an open order on the disk while the server gives it its number.
 *
 * After each write Odoo reads what is on the disk and deletes what the page has not
 * under that number (`synchronizeLocalDataInIndexedDB()`). A table whose first send is
 * answered between the two has another number: it was deleted, and written again some
 * 300 ms later. A page that ended in between came up without the table.
 */
import { definePatch } from "../patches";
import { thePos } from "./restore";

/** Whether Odoo's next write would bring it to the disk again. */
function isHere({ data, models }, store, key) {
    const record = models[store]?.getBy("uuid", key);
    return Boolean(record) && !data.opts.databaseTable[store].condition?.(record);
}

definePatch("ledger_stays_on_disk", ({ IndexedDB }, { around }) => {
    around(IndexedDB.prototype, {
        delete(stock, store, keys, ...rest) {
            const pos = thePos();
            if (pos?.data.opts.databaseTable[store]?.key !== "uuid") {
                return stock(store, keys, ...rest); // at once: what is deleted may be written anew right behind it
            }
            // Who deletes an order takes it off the disk, and off the page in the same turn.
            return Promise.resolve().then(() => stock(store, keys?.filter((key) => !isHere(pos, store, key)), ...rest));
        },
    });
});
