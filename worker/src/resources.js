/**
 * Scripts, styles, fonts and pictures.
 */
import { bodyOf, lastMoment, readBody, writeEntries } from "./bodies.js";
import { whileWriting } from "./busy.js";
import { clientOf, whenKnown } from "./clients.js";
import { download, leaveDownload } from "./downloads.js";
import { describe, fetchAndKeep, fixedKey, keepAnswer } from "./fetching.js";
import { ask, LAST_RESORT, wouldHang } from "./ask.js";
import { awayState } from "./away.js";
import { fileDoubt } from "./verdict.js";
import { haveStored, nameImage, notFound } from "./images.js";
import { limits } from "./limits.js";
import { loadedWithin } from "./loading.js";
import { standsBy } from "./navigation.js";
import { leaveTorn } from "./torn.js";
import { judgeHead, PLACEHOLDER } from "./trust.js";
import { urlKey } from "./keys.js";
import { kindOf, namedResources } from "./page.js";
import { allSnapshots, learnFiles, ownerOf, saveSnapshot, snapshot } from "./snapshots.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";

/** For the list of what is stored to be read, where the network gives nothing. */
const LOAD_PATIENCE = 15000;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondFile(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const stored = (await storedFile(snapshot(client?.snapshot), client?.owner || ownerOf(null), url)) || missing(client, event.request);
    if (stored) {
        return stored;
    }
    // Nothing is stored under this build: what the page needs to run is waited for as without us,
    // but where another build is stored that comes up.
    const isOfBuild = describe(url).fixed && !client?.stored;
    const spare = isOfBuild ? await standsBy(client?.owner?.config ?? ownerOf(null)?.config ?? 0) : undefined;
    const limit = client?.stored ? limits.call : spare ? LAST_RESORT : Infinity;
    const { value, doubt, away } = await askFile(event, kindOf(new URL(url).pathname), limit, spare);
    if (value && !doubt) {
        const copy = value.clone();
        event.waitUntil(whenKnown(event.clientId, (known) => learn(known, url, copy)));
        return value;
    }
    if (value && !away) {
        note("refused", { url, reason: doubt });
    }
    if (spare && doubt && doubt !== "cancelled") {
        event.waitUntil(whenKnown(event.clientId, (known) => leaveBuild(known, url)));
    }
    await loadedWithin(LOAD_PATIENCE);
    return (await otherCopy(client?.owner || ownerOf(null), url)) || value || Response.error();
}

/**
 * A page that waits for a file of its build which is not to be had. One that is up does without.
 *
 * @param {import("./types").Client} client
 * @param {string} url
 */
async function leaveBuild({ id, owner, stored, snapshot: of }, url) {
    const record = snapshot(of);
    const isNamed = record && namedResources(record.html).some((one) => urlKey(one.url, ORIGIN) === urlKey(url, ORIGIN));
    if (owner && !stored && isNamed && !record.up) {
        await leaveTorn(id, owner.config, url);
    }
}

/**
 * What the server did not have when a page came up without it, its page comes up without again:
 * a script that fails would count as a failed start.
 *
 * @param {import("./types").Client | null} client
 * @param {Request} request
 */
function missing(client, { url }) {
    const record = client?.stored && snapshot(client.snapshot);
    const known = record && record.absent?.includes(urlKey(url, ORIGIN));
    const type = kindOf(new URL(url).pathname) === "style" ? "text/css" : "text/javascript";
    return known ? new Response("", { headers: { "Content-Type": type } }) : undefined;
}

/**
 * A tab keeps the files of the snapshot that it shows; what never changes may come from anywhere.
 *
 * @param {import("./types").Snapshot | null} record
 * @param {import("./types").Owner | null} owner
 * @param {string} url
 */
async function storedFile(record, owner, url) {
    const own = record && (await bodyOf(record, url));
    if (own || !describe(url).fixed || !owner) {
        return own || undefined;
    }
    return (await readBody(fixedKey(owner, url))) || otherCopy(owner, url);
}

/**
 * A file may come from the browser's own cache, so that a good one proves nothing. Where there is
 * something else to show it is read to its end first, which may take what it takes while it flows:
 * one that breaks off leaves a blank page.
 *
 * @param {FetchEvent} event
 * @param {import("./types").Kind} kind
 * @param {number} limit
 * @param {import("./types").Snapshot} [spare] what there is to show else
 */
function askFile({ request, clientId: client }, kind, limit, spare) {
    return ask({
        send: (signal) => (spare ? downloaded(spare, request, signal) : fetch(request, { signal })),
        doubt: (/** @type {Response} */ response) => fileDoubt(kind, response, request.url, ORIGIN),
        proves: false,
        stored: Boolean(spare),
        limit,
        client,
    });
}

/**
 * @param {import("./types").Snapshot} spare
 * @param {Request} request
 * @param {AbortSignal} signal
 */
async function downloaded(spare, request, signal) {
    const one = download(spare, request.url, (ending) => fetch(request, { signal: ending }));
    signal.addEventListener("abort", () => leaveDownload(one));
    return (await one.whole).clone();
}

/**
 * Away, and the tab's own snapshot does not have it: any trusted copy of this user will do.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherCopy(who, url) {
    const own = allSnapshots().filter(({ database, user }) => database === who?.database && user === who?.user);
    for (const record of own) {
        const body = await bodyOf(record, url);
        if (body) {
            return body;
        }
    }
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
    const { owner } = client;
    try {
        await whileWriting(async () => {
            const { key } = await keepAnswer(owner, url, response);
            const name = urlKey(url, ORIGIN);
            record.entries[name] ||= key;
            if (!describe(url).fixed) {
                learnFiles(record, [name]);
            }
            await saveSnapshot(record);
        });
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
    const who = client?.owner || ownerOf(null);
    const key = who && fixedKey(who, url);
    const stored = key && (await readBody(key));
    if (stored) {
        event.waitUntil(nameImage(snapshot(client?.snapshot), url, key).catch(() => {}));
        describe(url).fixed || awayState() || event.waitUntil(fetchAndKeep(who, url, "default").catch(() => {}));
        return stored;
    }
    key && event.waitUntil(notFound(snapshot(client?.snapshot), key).catch(() => {}));
    // The start of the POS waits for some, and those that hang hold the connections that a ping needs.
    const hangs = client?.stored && wouldHang(event);
    const answer = hangs ? null : await askFile(event, "image", client?.stored ? limits.call : LAST_RESORT);
    if (answer?.value && !answer.doubt) {
        return trustedImage(event, answer.value);
    }
    return (await otherMoment(who, url)) || answer?.value || Response.error();
}

/**
 * The picture for the page, stored on its way. The browser's own cache may hold the placeholder
 * of an expired log-in for a year; the page gets what the server has now.
 *
 * @param {FetchEvent} event
 * @param {Response} response
 */
async function trustedImage(event, response) {
    const { url } = event.request;
    const fresh = judgeHead("image", response, ORIGIN) === PLACEHOLDER ? await fetch(url, { cache: "reload" }).catch(() => response) : response;
    const copy = fresh.clone();
    event.waitUntil(whenKnown(event.clientId, ({ owner, snapshot: id }) => whileWriting(() => keepImage(owner, id, url, copy))));
    return fresh;
}

/**
 * @param {import("./types").Owner | null} owner
 * @param {string | null} id of the snapshot that the tab shows
 * @param {string} url
 * @param {Response} response
 */
async function keepImage(owner, id, url, response) {
    if (owner) {
        const { key } = await keepAnswer(owner, url, response);
        await writeEntries();
        await haveStored(key);
        await nameImage(snapshot(id), url, key);
    }
}

/**
 * Away: the same picture of another moment is better than a broken one.
 *
 * @param {import("./types").Identity | null} who
 * @param {string} url
 */
async function otherMoment(who, url) {
    const { base } = describe(url);
    return who && base ? lastMoment(who, base) : undefined;
}
