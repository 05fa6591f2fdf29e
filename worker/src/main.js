/**
 * The service worker of POS Offline Reload: events in, modules behind.
 */
import { carryOver, removeOutdated } from "./activate.js";
import { leaveWritesAlone } from "./bypass.js";
import { respondCall, respondPing } from "./calls.js";
import { onReturn } from "./health.js";
import { noteCall, noteError } from "./journal.js";
import { started } from "./loading.js";
import { loginChanged } from "./login.js";
import { onMessage } from "./messages.js";
import { respondPage } from "./navigation.js";
import { reconcile } from "./reconcile.js";
import { askAnew } from "./refusals.js";
import { respondFile, respondImage } from "./resources.js";
import { changesLogin, route } from "./route.js";
import { ORIGIN, sw } from "./scope.js";
import { respondTranslations } from "./translations.js";

sw.addEventListener("install", (event) => {
    void sw.skipWaiting();
    // Before anything is waited for: rules can be told while the event is handed on only.
    event.waitUntil(Promise.all([leaveWritesAlone(event), carryOver()]));
});

sw.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([sw.clients.claim(), removeOutdated()]));
});

sw.addEventListener("message", (event) => {
    // Chrome drops the change of workers when a request reaches the old one in that instant; the
    // page then asks us again (first-visit.js). For a worker in charge this does nothing.
    void sw.skipWaiting();
    // One that waits reads nothing: what it knew would be older than what the one in charge writes
    // meanwhile, and be written over it later. Odoo itself sends to a worker that waits (main.js).
    if (!isWaiting()) {
        event.waitUntil(started().then(() => onMessage(event)));
    }
});

function isWaiting() {
    return ["installing", "installed"].includes(sw.serviceWorker?.state);
}

// The server is there again: what waited for it goes on, and pages that started without it are told.
onReturn(() => void askAnew().catch(noteError).then(reconcile));

sw.addEventListener("fetch", (event) => {
    if (changesLogin(event.request, ORIGIN)) {
        loginChanged();
    }
    const where = route(event.request, ORIGIN);
    if (!where) {
        return;
    }
    const response = started().then(() => respond(event, where));
    // respond() answers for the network; what it throws is ours and must not close an open shop.
    event.respondWith(response.catch((error) => noteError(error) || fetch(event.request)));
    const { kind, call } = /** @type {any} */ (where);
    if (kind === "call" || kind === "ping") {
        event.waitUntil(started().then(() => noteCall(new URL(event.request.url).pathname, call)));
    }
});

/**
 * @param {FetchEvent} event
 * @param {import("./types").Route} where
 * @returns {Promise<Response>}
 */
function respond(event, where) {
    switch (where.kind) {
        case "page":
            return respondPage(event, where);
        case "file":
            return respondFile(event);
        case "image":
            return respondImage(event);
        case "translations":
            return respondTranslations(event);
        case "ping":
            return respondPing(event);
        case "call":
            return respondCall(event, where.call);
    }
}
