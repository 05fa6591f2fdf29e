/**
 * Scripts, styles, fonts and pictures.
 */
import { bodyOf, entries, readBody, writeEntries } from "./bodies.js";
import { whileWriting } from "./busy.js";
import { clientOf, whenKnown } from "./clients.js";
import { describe, fetchAndKeep, fixedKey, keepAnswer } from "./fetching.js";
import { ask, LAST_RESORT } from "./ask.js";
import { fileDoubt } from "./verdict.js";
import { nameImage } from "./images.js";
import { loadedWithin } from "./loading.js";
import { judgeHead } from "./trust.js";
import { urlKey } from "./keys.js";
import { kindOf } from "./page.js";
import { allSnapshots, ownerOf, saveSnapshot, snapshot } from "./snapshots.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";

/** For the list of what is stored to be read, where the network gives nothing. */
const LOAD_PATIENCE = 15000;

/** Runtime finds that the next snapshot fetches too; a page that loads more has a leak. */
const LEARNED = 200;

/**
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondFile(event) {
    const { url } = event.request;
    const client = await clientOf(event.clientId);
    const stored = await storedFile(snapshot(client?.snapshot), client?.owner || ownerOf(null), url);
    if (stored) {
        return stored;
    }
    // Nothing is stored under this build: what the page needs to run is waited for as without us.
    const { value, doubt, away } = await askFile(event.request, kindOf(new URL(url).pathname), Infinity);
    if (value && !doubt) {
        const copy = value.clone();
        event.waitUntil(whenKnown(event.clientId, (known) => learn(known, url, copy)));
        return value;
    }
    if (value && !away) {
        note("refused", { url, reason: doubt });
    }
    await loadedWithin(LOAD_PATIENCE);
    return (await otherCopy(client?.owner || ownerOf(null), url)) || value || Response.error();
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
 * A file may come from the browser's own cache, so that a good one proves nothing.
 *
 * @param {Request} request
 * @param {import("./types").Kind} kind
 * @param {number} limit
 */
function askFile(request, kind, limit) {
    return ask({
        send: (signal) => fetch(request, { signal }),
        doubt: (/** @type {Response} */ response) => fileDoubt(kind, response, request.url, ORIGIN),
        proves: false,
        stored: false,
        limit,
    });
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
                record.learned = [...record.learned.filter((known) => known !== name), name].slice(-LEARNED);
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
        describe(url).fixed || event.waitUntil(fetchAndKeep(who, url, "default").catch(() => {}));
        return stored;
    }
    // Pictures that hang would hold the six connections that the next ping needs.
    const { value, doubt } = await askFile(event.request, "image", LAST_RESORT);
    if (value && !doubt) {
        return trustedImage(event, value);
    }
    return (await otherMoment(who, url)) || value || Response.error();
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
    const fresh = judgeHead("image", response, ORIGIN) === "placeholder-image" ? await fetch(url, { cache: "reload" }).catch(() => response) : response;
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
    const found = (await entries()).find(
        (entry) => entry.base === base && entry.database === who?.database && entry.user === who?.user
    );
    return found && readBody(found.key);
}
