/**
 * The service worker of POS Offline Reload: events in, modules behind.
 */
import { loadAway } from "./away.js";
import { removeOutdated } from "./activate.js";
import { respondCall, respondPing } from "./calls.js";
import { clientOf, whenKnown } from "./clients.js";
import { LAST_RESORT, limits, loadLimits, reach, serverSeen } from "./deadlines.js";
import { loadJournal, noteCall, save } from "./journal.js";
import { onMessage } from "./messages.js";
import { respondPage } from "./navigation.js";
import { awayReason } from "./outage.js";
import { failed, respondFile, respondImage } from "./resources.js";
import { route } from "./route.js";
import { ORIGIN, sw } from "./scope.js";
import { lastSeen, loadSnapshots } from "./snapshots.js";
import { keepTranslation, offlineTranslation, refreshTranslation } from "./translations.js";
import { judgeHead } from "./trust.js";

/** @type {Promise<any> | undefined} */
let loading;

/** What earlier lives of this worker know. A broken database must not break the network path. */
function ready() {
    loading ??= Promise.allSettled([loadSnapshots(), loadAway(), loadLimits(), loadJournal()]);
    return loading;
}

sw.addEventListener("install", () => void sw.skipWaiting());

sw.addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([sw.clients.claim(), removeOutdated()]));
});

sw.addEventListener("message", (event) => {
    event.waitUntil(ready().then(() => onMessage(event)));
});

sw.addEventListener("fetch", (event) => {
    const where = route(event.request, ORIGIN);
    if (!where) {
        return;
    }
    if (where.kind === "call" || where.kind === "ping") {
        noteCall("POST", new URL(event.request.url).pathname, where.kind === "call" ? where.call : undefined);
        event.waitUntil(save());
    }
    event.respondWith(ready().then(() => respond(event, where)));
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
    const outcome = await reach((signal) => fetch(event.request, { signal }), { limit: limits.call, cap: LAST_RESORT });
    const reason = outcome.away || awayReason("json", /** @type {Response} */ (outcome.value));
    if (!reason && outcome.value) {
        serverSeen();
        const copy = outcome.value.clone();
        event.waitUntil(
            whenKnown(event.clientId, async ({ owner }) => {
                if (owner && !judgeHead("json", copy, ORIGIN) && (await keepTranslation(owner.database, lang, await copy.text()))) {
                    // "Your hash is right", but the page's copy is not ours: get the whole body.
                    await refreshTranslation(owner.database, lang);
                }
            })
        );
        return outcome.value;
    }
    failed(reason, outcome);
    const client = await clientOf(event.clientId);
    return offlineTranslation(client?.owner?.database || lastSeen()?.database || "", lang, hash);
}
