/**
 * Scripts, styles, fonts and pictures.
 */
import { readBody } from "./bodies.js";
import { clientOf, whenKnown } from "./clients.js";
import { describe, fetchAndKeep, keepAnswer, storedFixed } from "./fetching.js";
import { LAST_RESORT, limits, reach } from "./deadlines.js";
import { awayReason } from "./outage.js";
import { urlKey } from "./keys.js";
import { kindOf } from "./page.js";
import { lastSeen, saveSnapshot, snapshot, snapshotsOf } from "./snapshots.js";
import { entries } from "./bodies.js";
import { setAway } from "./away.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";

/** Runtime finds that the next snapshot fetches too; a page that loads more has a leak. */
const LEARNED = 200;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondFile(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const own = snapshot(client?.snapshot);
    const who = client?.owner || lastSeen();
    const stored = await storedFile(who, own, url);
    if (stored) {
        return stored;
    }
    const kind = kindOf(new URL(url).pathname);
    const outcome = await reach((signal) => fetch(event.request, { signal }), { limit: patience(false), cap: LAST_RESORT });
    const reason = outcome.away || awayReason(kind, /** @type {Response} */ (outcome.value));
    if (!reason && outcome.value) {
        const copy = outcome.value.clone();
        event.waitUntil(whenKnown(event.clientId, (known) => learn(known, url, copy)));
        return outcome.value;
    }
    failed(reason, outcome);
    return (await otherCopy(who, url)) || outcome.value || Response.error();
}

/**
 * @param {import("./types").Identity | null} who
 * @param {import("./types").Snapshot | null} own
 * @param {string} url
 */
async function storedFile(who, own, url) {
    const key = own?.entries[urlKey(url, ORIGIN)];
    const body = key && (await readBody(key));
    if (body || !who) {
        return body || null;
    }
    return describe(url).fixed ? (await storedFixed(who, url))?.response : null;
}

/**
 * Away, and the tab's own snapshot does not have it: any trusted copy of this user will do.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherCopy(who, url) {
    for (const record of who ? snapshotsOf(who, null) : []) {
        const key = record.entries[urlKey(url, ORIGIN)];
        const body = key && (await readBody(key));
        if (body) {
            return body;
        }
    }
    return null;
}

/**
 * @param {import("./types").Client} client
 * @param {string} url
 * @param {Response} response
 */
async function learn(client, url, response) {
    const record = snapshot(client.snapshot);
    if (!client.owner || !record) {
        return;
    }
    try {
        const { key } = await keepAnswer(client.owner, url, response);
        const name = urlKey(url, ORIGIN);
        record.entries[name] ||= key;
        if (!describe(url).fixed) {
            record.learned = [...record.learned.filter((known) => known !== name), name].slice(-LEARNED);
        }
        await saveSnapshot(record);
    } catch (error) {
        note("refused", { url, reason: /** @type {Error} */ (error).message });
    }
}

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondImage(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const who = client?.owner || lastSeen();
    const stored = who && (await storedFixed(who, url))?.response;
    if (stored && describe(url).fixed) {
        return stored;
    }
    if (stored) {
        event.waitUntil(fetchAndKeep(who, url, "default", { kind: "image" }).catch(() => {}));
        return stored;
    }
    const outcome = await reach((signal) => trustedImage(event, client, signal), { limit: patience(false), cap: LAST_RESORT });
    const reason = outcome.away || awayReason("image", /** @type {Response} */ (outcome.value));
    if (!reason && outcome.value) {
        return outcome.value;
    }
    failed(reason, outcome);
    return (await otherMoment(who, url)) || outcome.value || Response.error();
}

/**
 * Fetches a picture for the page; a placeholder from the browser's cache is asked for once more.
 *
 * @param {FetchEvent} event
 * @param {import("./types").Client | null} client
 * @param {AbortSignal} signal
 */
async function trustedImage(event, client, signal) {
    const { url } = event.request;
    if (client?.owner) {
        const kept = await fetchAndKeep(client.owner, url, "default", { kind: "image", signal }).catch((error) => {
            if (!error.code || error.away) {
                throw error;
            }
            note("refused", { url, reason: error.code });
        });
        const body = kept && (await readBody(kept.key));
        if (body) {
            return body;
        }
    }
    const response = await fetch(event.request, { signal });
    const copy = response.clone();
    event.waitUntil(
        whenKnown(event.clientId, async ({ owner }) => owner && keepAnswer(owner, url, copy, "image").catch(() => {}))
    );
    return response;
}

/**
 * Away: the same picture of another moment is better than a broken one.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherMoment(who, url) {
    const { base } = describe(url);
    const found = (await entries()).find(
        (entry) => entry.base === base && entry.database === who?.database && entry.user === who?.user
    );
    return found && readBody(found.key);
}

/** @param {boolean} stored */
export function patience(stored) {
    return stored ? limits.call : LAST_RESORT;
}

/**
 * @param {string | null} reason
 * @param {{error?: any}} outcome
 */
export function failed(reason, { error }) {
    // A page that goes away cancels its requests; that says nothing about the server.
    if (error?.name !== "AbortError") {
        setAway(reason);
    }
}
