/**
 * What should be, against what is. Every page that is up should have a complete snapshot, with all
 * its pictures; nothing unreachable should be kept; and a page that had to start without the server
 * should know what waits there. A round does the next of what is missing, in steps that may end at
 * any point, because the browser ends this worker when it likes. Nothing else drives the snapshots:
 * messages and the server's return only say that a round is worth it.
 */
import { awayState, tell } from "./away.js";
import { now, untilSilent, within } from "./clock.js";
import { openTabs } from "./clients.js";
import { collectGarbage } from "./garbage.js";
import { LAST_RESORT } from "./ask.js";
import { readBody } from "./bodies.js";
import { download, isDownloading } from "./downloads.js";
import { describe, fixedKey, wholeBody } from "./fetching.js";
import { fetchOwn, ping } from "./health.js";
import { keepImages, missingImages } from "./images.js";
import { noteError } from "./journal.js";
import { loadState } from "./loading.js";
import { askManifest, isOf } from "./manifest.js";
import { kindOf, namedResources } from "./page.js";
import { resting } from "./refusals.js";
import { saveSnapshot, snapshot } from "./snapshots.js";
import { commitIfReady, stage } from "./staging.js";
import { urlKey } from "./keys.js";
import { ORIGIN } from "./scope.js";

/** When the page should ask again, in ms: there is more to do, the server is away, all is well. */
const SOON = 2000;
const WHILE_AWAY = 3000;
const IDLE = 30000;

/** Of one round; Chrome ends an event after five minutes, and a page waits for the answer. */
const ROUND = 20000;

/** Few at a time: the cashier's own requests use the same six connections. */
const WIDTH = 3;

/** What did not come is tried again after this, and after twice as long each time it fails. */
const RETRY_FIRST = 2000;
const RETRY_MOST = 60000;

/** @type {Promise<number> | undefined} */
let running;

/** Whether something may be unreachable that was not before. */
let untidy = true;

/** When a snapshot is tried again. @type {Map<string, {at: number, wait: number}>} */
const retries = new Map();

/** A snapshot was committed or dropped. */
export function tidyUp() {
    untidy = true;
}

/**
 * One round; those who ask while it runs share it.
 *
 * @returns {Promise<number>} ms until the next one is worth it
 */
export function reconcile() {
    running ??= round()
        .catch((error) => {
            noteError(error, "reconcile");
            return IDLE;
        })
        .finally(() => (running = undefined));
    return running;
}

/** @returns {Promise<number>} */
async function round() {
    if (loadState() !== "ok") {
        return SOON;
    }
    if (awayState()) {
        void ping();
        return WHILE_AWAY;
    }
    const end = now() + ROUND;
    const tabs = await openTabs();
    const shown = new Set(tabs.map((tab) => snapshot(tab.snapshot)).filter((record) => record !== null));
    const next = [];
    await tellNewer(tabs);
    for (const record of shown) {
        next.push(await complete(record));
    }
    for (const record of shown) {
        next.push(await fetchImages(record, end));
    }
    untidy = untidy && !(await collectGarbage());
    // The page's turns keep this worker alive while something comes.
    return Math.min(IDLE, untidy || isDownloading() ? SOON : IDLE, ...next);
}

/**
 * What a server that is there does not give rests: it may have been a gateway's word, or be mended.
 *
 * @param {import("./types").Snapshot} record
 * @returns {Promise<boolean>} whether something that was refused is worth asking for now
 */
async function isOpen(record) {
    const { refused, absent = [] } = record;
    const isResting = await resting();
    const isDue = (/** @type {string} */ url) => !isResting(fixedKey(record, url));
    return absent.some(isDue) || refused.some(({ url, final }) => !final || isDue(url));
}

/**
 * Fills the snapshot of a page that is up, and commits it. Until it is up the page needs the line
 * and the processor.
 *
 * @param {import("./types").Snapshot} record
 * @returns {Promise<number>}
 */
async function complete(record) {
    if (!record.up || (record.completed && record.state !== "staged" && !(await isOpen(record)))) {
        return IDLE;
    }
    const retry = retries.get(record.id);
    if (retry && retry.at > now()) {
        return retry.at - now();
    }
    const filled = (record.completed && record.state === "staged") || (await stage(record));
    await commitIfReady(record);
    untidy = true;
    if (filled && !(await isOpen(record))) {
        retries.delete(record.id);
        return IDLE;
    }
    const wait = Math.min(retry ? 2 * retry.wait : RETRY_FIRST, RETRY_MOST);
    retries.set(record.id, { at: now() + wait, wait });
    return wait;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {number} end
 * @returns {Promise<number>}
 */
async function fetchImages(record, end) {
    if (record.state !== "current" || now() >= end) {
        return record.state === "current" ? SOON : IDLE;
    }
    const missing = await missingImages(record);
    if (!missing.length) {
        return IDLE;
    }
    await keepImages(record, missing, { width: WIDTH, budget: end - now() });
    const left = await missingImages(record);
    return left.length < missing.length && left.length ? SOON : IDLE;
}

/**
 * Pages that started without the server learn what has changed there since their snapshot was
 * taken. The manifest only reads: no POS session is opened by asking, once for all tabs of a config.
 *
 * @param {import("./types").Client[]} tabs
 */
async function tellNewer(tabs) {
    if (isDownloading()) {
        return; // it is on a slow line that this takes more than a turn
    }
    /** @type {Map<number, ReturnType<typeof askManifest>>} */
    const manifests = new Map();
    for (const tab of tabs) {
        const record = tab.stored && snapshot(tab.snapshot);
        if (record) {
            const asked = manifests.get(record.config) || askManifest(record.config);
            manifests.set(record.config, asked);
            await tellTab(tab, record, await asked);
        }
    }
}

/**
 * @param {import("./types").Client} tab
 * @param {import("./types").Snapshot} record its own
 * @param {import("./types").Manifest | null} manifest
 */
async function tellTab(tab, record, manifest) {
    const news = manifest && differs(record, manifest);
    const sign = JSON.stringify([news, manifest?.pos_session, manifest?.data_version, manifest?.assets]);
    // The page reloads at this word: into a blank one where the scripts of the new build are not to be had.
    if (news && tab.told !== sign && (await isThere(record, newCode(record, manifest)))) {
        tab.told = sign;
        tell({ type: "newer", config: record.config, pos_session: manifest.pos_session, id: null, why: news });
    }
}

/**
 * Whether the server gives files, each to its end. What takes more than a round goes on beside the
 * next ones: on a slow line nobody waits for a new build before a page, which would go back to the
 * old one, so it is brought here.
 *
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 * @returns {Promise<boolean>}
 */
function isThere(record, urls) {
    return within(bringAll(record, urls).then(() => true, () => false), ROUND, false);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} urls
 */
async function bringAll(record, urls) {
    for (const url of urls) {
        await (describe(url).fixed ? bring(record, new URL(url, ORIGIN).href) : untilSilent(LAST_RESORT, (signal, heard) => look(url, signal, heard)));
    }
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {() => void} heard
 */
async function look(url, signal, heard) {
    await wholeBody(kindOf(urlKey(url, ORIGIN)), await fetchOwn(url, { signal }), false, heard);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url of a file that never changes
 */
async function bring(record, url) {
    if (await readBody(fixedKey(record, url))) {
        return;
    }
    const { kept } = download(record, url, (signal) => fetchOwn(url, { signal }));
    await kept.catch((error) => {
        // The server gives it: a full disk keeps nobody from the new build.
        if (error?.name !== "QuotaExceededError") {
            throw error;
        }
    });
}

/**
 * The scripts and styles that the server's page names and a snapshot does not.
 *
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 */
function newCode(record, { assets = [] }) {
    const named = new Set(namedResources(record.html).map(({ url }) => urlKey(url, ORIGIN)));
    return assets.filter((url) => /\.(?:js|css)$/.test(urlKey(url, ORIGIN)) && !named.has(urlKey(url, ORIGIN)));
}

/**
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 * @returns {"session" | "build" | "data" | null}
 */
function differs(record, manifest) {
    const { pos_session, data_version } = manifest;
    if (!isOf(manifest, record) || !pos_session) {
        return null;
    }
    if (pos_session !== record.pos_session) {
        return "session";
    }
    if (newCode(record, manifest).length) {
        return "build";
    }
    return data_version && record.data_version && data_version !== record.data_version ? "data" : null;
}

/**
 * What a page is up with, written down for this worker's next life as well.
 *
 * @param {import("./types").Snapshot} record
 */
export async function isUp(record) {
    record.up = true;
    retries.delete(record.id);
    await saveSnapshot(record);
}
