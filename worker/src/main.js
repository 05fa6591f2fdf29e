/**
 * The service worker of POS Offline Reload: events in, modules behind.
 */
import { loadAway } from "./away.js";
import { carryOver, removeOutdated } from "./activate.js";
import { respondCall, respondPing } from "./calls.js";
import { clientOf, whenKnown } from "./clients.js";
import { ask, LAST_RESORT, limits, loadLimits } from "./deadlines.js";
import { loadJournal, noteCall, noteError } from "./journal.js";
import { onMessage } from "./messages.js";
import { respondPage } from "./navigation.js";
import { respondFile, respondImage } from "./resources.js";
import { route } from "./route.js";
import { ORIGIN, sw } from "./scope.js";
import { lastSeen, loadSnapshots } from "./snapshots.js";
import { keepTranslation, offlineTranslation, refreshTranslation } from "./translations.js";
import { judgeHead } from "./trust.js";

/** @type {Promise<any> | undefined} */
let loading;

/** What earlier lives of this worker know. A broken database must not break the network path. */
function loaded() {
    loading ??= Promise.allSettled([loadSnapshots(), loadAway(), loadLimits(), loadJournal()]);
    return loading;
}

sw.addEventListener("install", (event) => {
    void sw.skipWaiting();
    event.waitUntil(carryOver());
});

sw.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([sw.clients.claim(), removeOutdated()]));
});

sw.addEventListener("message", (event) => {
    // Chrome drops the change of workers when a request reaches the old one in that instant; the
    // page then asks us again (first-visit.js). For a worker in charge this does nothing.
    void sw.skipWaiting();
    event.waitUntil(loaded().then(() => onMessage(event)));
});

sw.addEventListener("fetch", (event) => {
    const where = route(event.request, ORIGIN);
    if (!where) {
        return;
    }
    const response = loaded().then(() => respond(event, where));
    // respond() answers for the network; what it throws is ours and must not close an open shop.
    event.respondWith(response.catch((error) => noteError(error) || fetch(event.request)));
    const { kind, call } = /** @type {any} */ (where);
    if (kind === "call" || kind === "ping") {
        event.waitUntil(loaded().then(() => noteCall(new URL(event.request.url).pathname, call)));
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

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
async function respondTranslations(event) {
    const { searchParams } = new URL(event.request.url);
    const [lang, hash] = [searchParams.get("lang") || "", searchParams.get("hash") || ""];
    const { value, away, body } = await ask(event.request, "json", { limit: limits.call, cap: LAST_RESORT });
    if (value && body && !away) {
        event.waitUntil(
            whenKnown(event.clientId, async ({ owner }) => {
                if (owner && !judgeHead("json", value, ORIGIN) && (await keepTranslation(owner.database, lang, await body.text()))) {
                    // "Your hash is right", but the page's copy is not ours: get the whole body.
                    await refreshTranslation(owner.database, lang);
                }
            })
        );
        return value;
    }
    const client = await clientOf(event.clientId);
    return offlineTranslation(client?.owner?.database || lastSeen()?.database || "", lang, hash);
}
