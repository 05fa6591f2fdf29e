/**
 * What should be, against what is. Every page that is up should have a complete snapshot, with all
 * its pictures; nothing unreachable should be kept; and a page that had to start without the server
 * should know what waits there. A round does the next of what is missing, in steps that may end at
 * any point, because the browser ends this worker when it likes. Nothing else drives the snapshots:
 * messages and the server's return only say that a round is worth it.
 */
import { awayState, tell } from "./away.js";
import { now } from "./clock.js";
import { openTabs } from "./clients.js";
import { collectGarbage } from "./garbage.js";
import { ping } from "./health.js";
import { keepImages, missingImages } from "./images.js";
import { noteError } from "./journal.js";
import { loadState } from "./loading.js";
import { askManifest } from "./manifest.js";
import { namedResources } from "./page.js";
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
    for (const tab of tabs) {
        await tellNewer(tab);
    }
    for (const record of shown) {
        next.push(await complete(record));
    }
    for (const record of shown) {
        next.push(await fetchImages(record, end));
    }
    untidy = untidy && !(await collectGarbage());
    return Math.min(IDLE, untidy ? SOON : IDLE, ...next);
}

/** What a server that is there does not give is not asked for again. @param {import("./types").Refusal} refusal */
function isOpen({ final }) {
    return !final;
}

/**
 * Fills the snapshot of a page that is up, and commits it. Until it is up the page needs the line
 * and the processor.
 *
 * @param {import("./types").Snapshot} record
 * @returns {Promise<number>}
 */
async function complete(record) {
    if (!record.up || (record.completed && !record.refused.some(isOpen) && record.state !== "staged")) {
        return IDLE;
    }
    const retry = retries.get(record.id);
    if (retry && retry.at > now()) {
        return retry.at - now();
    }
    const filled = (record.completed && record.state === "staged") || (await stage(record));
    await commitIfReady(record);
    untidy = true;
    if (filled && !record.refused.some(isOpen)) {
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
    // Those that the server does not give are not asked for at every turn.
    return left.length < missing.length && left.length ? SOON : IDLE;
}

/**
 * A page that started without the server learns what has changed there since its snapshot was
 * taken. The manifest only reads: no POS session is opened by asking.
 *
 * @param {import("./types").Client} tab
 */
async function tellNewer(tab) {
    const record = snapshot(tab.snapshot);
    if (!tab.stored || !record) {
        return;
    }
    const manifest = await askManifest(record.config);
    const news = manifest && differs(record, manifest);
    const sign = JSON.stringify([news, manifest?.pos_session, manifest?.data_version, manifest?.assets]);
    if (!news || tab.told === sign) {
        return;
    }
    tab.told = sign;
    tell({ type: "newer", config: record.config, pos_session: manifest.pos_session, id: null, why: news });
}

/**
 * @param {import("./types").Snapshot} record
 * @param {import("./types").Manifest} manifest
 * @returns {"session" | "build" | "data" | null}
 */
function differs(record, { user, database, pos_session, assets = [], data_version }) {
    const other = (user && user !== record.user) || (database && database !== record.database);
    if (other || !pos_session) {
        return null;
    }
    if (pos_session !== record.pos_session) {
        return "session";
    }
    const named = new Set(namedResources(record.html).map(({ url }) => urlKey(url, ORIGIN)));
    if (assets.some((url) => /\.(?:js|css)$/.test(urlKey(url, ORIGIN)) && !named.has(urlKey(url, ORIGIN)))) {
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
