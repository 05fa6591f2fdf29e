/**
 * What pages and tools may ask of the worker. Answers go to the port that came with the message.
 */
import { all } from "./db.js";
import { entries } from "./bodies.js";
import { awayState } from "./away.js";
import { askTold, missingReplies } from "./calls.js";
import { clientOf, pinnedSnapshots, settled } from "./clients.js";
import { fixedKey, routeOf } from "./fetching.js";
import { settle } from "./health.js";
import { giveRoom, keepImages, wantedImages, wantImages } from "./images.js";
import { journal, note, noteError } from "./journal.js";
import { limits } from "./limits.js";
import { loadedWithin, loadState } from "./loading.js";
import { receivePage } from "./navigation.js";
import { isUp, reconcile, tidyUp } from "./reconcile.js";
import { askAnew } from "./refusals.js";
import { allSnapshots, loadFailed, saveSnapshot, snapshot } from "./snapshots.js";
import { commitIfReady, IN_DOUBT, keepFile, keepNamed, MANIFEST, PAST_US, renewTranslations, stage } from "./staging.js";
import { SCHEMA, VERSION } from "./version.js";

/** Somebody waits for priming: twice the connections, so that some are stored while others come. */
const HURRY = 12;

/** For the list of what is stored to be read, before a question about it is answered. */
const STATUS_PATIENCE = 5000;

/** @typedef {{answer: (data: Record<string, any>) => void, clientId: string, data: any}} Message */

/** @type {Record<string, (message: Message) => Promise<any>>} */
const HANDLERS = {
    "poswarm/status": async ({ answer }) => answer(await status()),
    "poswarm/page": pageArrives,
    "poswarm/up": pageUp,
    "poswarm/images": pageWants,
    "poswarm/tick": tick,
    "poswarm/failed": pageFailed,
    "poswarm/prime": prime,
    "poswarm/room": async ({ answer }) => answer({ dropped: await giveRoom() }),
};

/**
 * @param {ExtendableMessageEvent} event
 * @returns {Promise<any>}
 */
export async function onMessage(event) {
    const data = event.data || {};
    const clientId = /** @type {Client | null} */ (event.source)?.id || "";
    if (Array.isArray(data.urlsToCache)) {
        return keepListed(clientId, data.urlsToCache);
    }
    const handler = Object.hasOwn(HANDLERS, data.type) ? HANDLERS[data.type] : null;
    /** @param {Record<string, any>} result */
    const answer = (result) => event.ports[0]?.postMessage({ schema: SCHEMA, ...result });
    try {
        await loadedWithin(STATUS_PATIENCE);
        await handler?.({ answer, clientId, data });
    } catch (error) {
        noteError(error, data.type);
        answer({ committed: null, reason: "error", error: { code: "internal", message: String(error) } });
    }
}

async function status() {
    const pinned = await pinnedSnapshots();
    const [bodies, replies] = [await entries(), /** @type {import("./types").Reply[]} */ (await all("replies"))];
    // Safari has estimate() since 17 only.
    const { usage, quota } = (await navigator.storage?.estimate?.()) || {};
    return {
        worker: { version: VERSION, schema: SCHEMA },
        snapshots: await Promise.all(allSnapshots().map((record) => describeSnapshot(record, pinned, bodies, replies))),
        storage: { usage, quota, persisted: await navigator.storage?.persisted?.(), state: loadState() },
        away: awayState(),
        ...journal(),
    };
}

/**
 * @param {import("./types").Snapshot} record
 * @param {(string | null)[]} pinned
 * @param {import("./types").Entry[]} bodies
 * @param {import("./types").Reply[]} replies
 */
async function describeSnapshot(record, pinned, bodies, replies) {
    const { html, entries: names, learned, missing = [], answers, terms, ...shown } = record;
    const keys = new Set(Object.values(names));
    const own = bodies.filter((entry) => keys.has(entry.key));
    const wanted = (await wantedImages(record)).map((url) => fixedKey(record, url));
    const stored = new Set(bodies.map((entry) => entry.key));
    return {
        ...shown,
        pinned: pinned.includes(record.id),
        entries: own.length + 1,
        learned: learned.length,
        refused: [...missing, ...shown.refused],
        bytes: own.reduce((sum, entry) => sum + entry.bytes, html.length),
        replies: replies.filter(({ key, question }) => answers[question || key] === key).length,
        languages: Object.keys(terms),
        images: { wanted: wanted.length, stored: wanted.filter((key) => stored.has(key)).length },
    };
}

/** The page that hands itself over says right afterwards that it is up. @type {Promise<any>} */
let arriving = Promise.resolve();

/** @param {Message} message */
async function pageArrives({ clientId, data }) {
    arriving = receivePage(clientId, data).catch(() => null);
    const record = await arriving;
    // What the page has loaded without us is still in the browser's own cache.
    return record && stage(record, PAST_US);
}

/**
 * The page is up with the data of its POS session: its snapshot may become `current`. Pictures
 * come afterwards; no start waits for them.
 *
 * @param {Message} message
 */
async function pageUp({ answer, clientId, data }) {
    await arriving;
    const client = await clientOf(clientId);
    const record = snapshot(client?.snapshot);
    if (!client || !record || record.config !== data.config) {
        return answer({ committed: null, reason: "no-snapshot" });
    }
    record.patches = data.patches;
    if (Array.isArray(data.images)) {
        await wantImages(record, data.images);
    }
    if (record.state === "staged") {
        if (record.pos_session !== data.session) {
            return answer({ committed: null, reason: "other-session" });
        }
        await settled();
        record.missing = missingReplies(client, data.told);
        if (record.missing.length) {
            await saveSnapshot(record);
            // The browser may end this worker while it asks: then only the page can begin it anew.
            answer({ committed: null, reason: record.missing.at(-1)?.reason, again: true });
            await askTold(client, data.told);
            record.missing = missingReplies(client, data.told);
        }
        if (record.missing.length) {
            return;
        }
        await isUp(record);
        // While the files are still coming, this joins the work that runs.
        if (!record.completed && !(await stage(record))) {
            return answer({ committed: null, reason: record.refused.at(-1)?.reason });
        }
        await keepNamed(record, data.files || []);
        await commitIfReady(record);
        tidyUp();
        if (snapshot(record.id)?.state === "staged") {
            return answer({ committed: null, reason: "superseded" });
        }
    }
    record.failures = 0;
    await saveSnapshot(record);
    answer({ committed: record.id });
    await askAnew();
    await reconcile();
}

/**
 * The pictures that the page shows, where it knows better than the addon's list.
 *
 * @param {Message} message
 */
async function pageWants({ answer, clientId, data }) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    if (record && Array.isArray(data.urls)) {
        await wantImages(record, data.urls);
    }
    answer({ wanted: record ? (await wantedImages(record)).length : 0 });
    return reconcile();
}

/**
 * A page that is open lets the work go on. It is answered with when to come again, so that
 * a step that is cut short by the end of this worker is taken up.
 *
 * @param {Message} message
 */
async function tick({ answer }) {
    answer({ next: await reconcile() });
}

/**
 * The page of a snapshot did not come up.
 *
 * @param {Message} message
 */
async function pageFailed({ clientId, data }) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    note("failed", { config: data.config, reason: data.reason, snapshot: record?.id });
    if (record?.state === "staged") {
        return stage(record, IN_DOUBT); // with the server there: its files may have been stored wrong
    }
    return record?.state === "current" && loadFailed(record).finally(tidyUp);
}

/**
 * Odoo's own message. It names the POS page too, which must not be requested by us.
 *
 * @param {string} clientId
 * @param {string[]} urls
 */
async function keepListed(clientId, urls) {
    const record = snapshot((await clientOf(clientId))?.snapshot);
    for (const url of record ? urls : []) {
        if (record && routeOf(url)?.kind === "file") {
            await keepFile(record, url, "default").catch((error) => note("refused", { url, reason: error.message }));
        }
    }
    return record && saveSnapshot(record);
}

/**
 * Brings everything of a config up to date, pictures included, and tells how far it is.
 *
 * @param {Message} message
 */
async function prime({ answer, data }) {
    await arriving;
    const pinned = await pinnedSnapshots();
    // A staged one can only be finished by the tab that shows it.
    const [newest] = allSnapshots()
        .filter(({ id, state, config }) => config === data.config && (state === "current" || pinned.includes(id)))
        .sort((a, b) => b.generation - a.generation);
    if (!newest) {
        return answer({ error: { code: "no-snapshot", message: `POS ${data.config} was never opened here` } });
    }
    if (!(await settle("network-error", limits.ping))) {
        return answer({ error: { code: "away", message: "the server does not answer" } });
    }
    let [done, total, bytes, told] = [0, 1, 0, 0];
    const step = (/** @type {number} */ size) => {
        done++;
        bytes += size;
        total = Math.max(total, done);
        // A message for each of 2,000 pictures takes a fifth of their time.
        if (done === total || performance.now() > told + 99) {
            told = performance.now();
            answer({ progress: { done, total, bytes } });
        }
    };
    renewTranslations(newest);
    const complete = await stage(newest, "default", step);
    await commitIfReady(newest);
    const wanted = await wantedImages(newest);
    const images = wanted.slice(0, data.images === "none" ? 0 : isNaN(data.images) ? undefined : data.images);
    total = done + images.length;
    const add = (/** @type {number} */ size) => {
        size && newest.downloaded.files++;
        newest.downloaded.bytes += size;
        step(size);
    };
    await keepImages(newest, images, { width: HURRY, priming: true }, add);
    const { missing: [missing] = [], refused } = newest;
    // Without the manifest nobody knows which pictures are missing.
    const first = missing || refused.find(({ reason }) => reason === MANIFEST);
    if (!complete || first) {
        const { reason, url } = first || refused[0];
        return answer({ error: { code: reason, message: `not stored: ${url}` } });
    }
    const { downloaded } = newest;
    newest.downloaded = { files: 0, bytes: 0 };
    await saveSnapshot(newest);
    const result = await describeSnapshot(newest, await pinnedSnapshots(), await entries(), await all("replies"));
    answer({ result: { ...result, downloaded } });
}
