/*
 * Keeps a captive portal's page from passing for a bug of the point of sale.
 *
 * The bus runs in a worker whose script is outside the service worker's reach.
 * A portal answers it with its own page and status 200; that is no JavaScript,
 * and the browser reports the syntax error on the page that started the
 * worker, where Odoo covers the screen with an error dialog. Without the bus
 * the point of sale works, and Odoo logs its absence by itself.
 *
 * Relies on running before Odoo's error service.
 */
import { definePatch } from "./patches";

const BUS_WORKER = "/bus/websocket_worker_bundle";

function keepFromOdoo(event) {
    const script = event.filename && new URL(event.filename, location.href);
    if (script && script.origin === location.origin && script.pathname === BUS_WORKER) {
        event.preventDefault();
        event.stopImmediatePropagation();
    }
}

definePatch("bus_worker", (_, { safely }) => {
    window.addEventListener("error", safely(keepFromOdoo));
});
