/**
 * What earlier lives of this worker know, read from IndexedDB: loading, then loaded, or failed
 * and tried again until it is. A database that is slow, busy or refuses must not stop what the
 * network can do, and "not read yet" is not "nothing is there".
 */
import { loadAway } from "./away.js";
import { now, pause, within } from "./clock.js";
import { loadDay } from "./days.js";
import { loadKeepDays } from "./garbage.js";
import { loadJournal } from "./journal.js";
import { loadLimits } from "./limits.js";
import { loadSnapshots } from "./snapshots.js";

/** Requests wait this long for it once, after the start of the worker. */
const START_PATIENCE = 1000;

/** Between two attempts. */
const RETRY_EVERY = 200;

/** Nobody keeps a worker alive for longer than this; the next event takes it up again. */
const RETRY_FOR = 10000;

/** @type {"loading" | "ok" | "failed"} */
let state = "loading";

/** @type {Promise<void> | undefined} */
let loading;

/** @type {Promise<any> | undefined} */
let start;

/** How far it is, for the status. */
export function loadState() {
    return state;
}

/** Resolves when everything is read, or cannot be read for now. */
function loaded() {
    if (state !== "ok") {
        loading ??= load().finally(() => (loading = undefined));
    }
    return loading;
}

async function load() {
    for (const begin = now(); now() - begin < RETRY_FOR; await pause(RETRY_EVERY)) {
        try {
            await Promise.all([loadSnapshots(), loadAway(), loadLimits(), loadJournal(), loadDay(), loadKeepDays()]);
            state = "ok";
            return;
        } catch {
            state = "failed";
        }
    }
}

/**
 * Resolves when everything is read, or a second after the start of this worker: then requests go
 * to the network and reading goes on.
 */
export function started() {
    const reading = loaded();
    start ??= within(Promise.resolve(reading), START_PATIENCE, undefined);
    return start;
}

/**
 * @param {number} ms
 * @returns {Promise<boolean>} whether everything is read by then
 */
export async function loadedWithin(ms) {
    for (const begin = now(); loadState() !== "ok" && now() - begin < ms; ) {
        await within(Promise.resolve(loaded()), ms - (now() - begin), undefined);
    }
    return loadState() === "ok";
}
