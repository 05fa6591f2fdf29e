/*
 * Comes up without the server although the last start was torn.
 *
 * At its start the point of sale deletes its POS session from its own database
 * and writes it anew, in two transactions. A page that ends in between, as when
 * the network hangs and the cashier presses F5, leaves data with a date and
 * without the session. The next start then asks the server for what changed
 * since that date, which nobody can answer in its place. Without the date it
 * asks for everything, and that reply is stored. Nothing is deleted: orders stay.
 * With whole_load.js no start leaves such data any more; a terminal may have it from
 * before, or from a start in which that was off.
 *
 * `getCachedServerDataFromIndexedDB()` gives the records by model to
 * `loadInitialData()`, which asks for a delta when the first `pos.config` has a
 * `_data_server_date`.
 */
import { definePatch } from "./patches";

definePatch("torn_data", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        async getCachedServerDataFromIndexedDB(stock, ...args) {
            const data = await stock(...args);
            const held = data["pos.session"]?.[0]?.id === odoo.pos_session_id;
            if (this.network.offline && !held) {
                for (const config of data["pos.config"] ?? []) {
                    delete config._data_server_date;
                }
            }
            return data;
        },
    });
});
