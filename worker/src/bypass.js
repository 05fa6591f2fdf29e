/**
 * What the browser need not ask this worker about: every write, and every read that is not in the
 * table. Told with the worker's installation, the browser sends them by itself, so that no start of
 * a worker, no work of it and no fault of it can come between the till and a sale (Static Routing
 * API, `InstallEvent.addRoutes`, Chrome 123). A browser that does not have it asks, and is left
 * to it (route.js).
 */
import { calls } from "./calltable.js";
import { noteError } from "./journal.js";
import { callPath, LOGIN_PLACES, PING } from "./route.js";

/**
 * Rules for POST alone. The first that fits counts, so that nothing depends on a browser which
 * knows less of a condition than another one and would take it for a wider one.
 */
function rules() {
    // At a log-in the worker looks on (route.js, `changesLogin`).
    const asked = [PING, ...calls().map(callPath), ...LOGIN_PLACES.map((place) => `${place}{/*}?`)];
    return [
        ...asked.map((pathname) => ({ condition: { urlPattern: new URLPattern({ pathname }) }, source: "fetch-event" })),
        { condition: { requestMethod: "POST" }, source: "network" },
    ];
}

/**
 * @param {ExtendableEvent & {addRoutes?: (rules: any[]) => Promise<void>}} event of the installation
 */
export async function leaveWritesAlone(event) {
    try {
        await event.addRoutes?.(rules());
    } catch (error) {
        noteError(error, "addRoutes"); // the installation goes on: then the worker is asked
    }
}
