/**
 * What the worker did, for the status: which calls it took over, and its last events. Kept in
 * IndexedDB because the browser stops an idle worker after half a minute.
 */
import { put, read } from "./db.js";

const KEPT = 50;

/** @type {Map<string, {method: string, path: string, call?: string, count: number}>} */
let intercepted = new Map();

/** @type {{time: string, event: string, detail?: any}[]} */
let events = [];

/** @type {Promise<void> | undefined} */
let writing;
let dirty = false;

/** Brings back what an earlier life of this worker noted. */
export async function loadJournal() {
    const stored = await read("meta", "journal");
    if (stored) {
        intercepted = new Map(stored.intercepted);
        events = stored.events;
    }
}

/**
 * @param {string} path
 * @param {string} [call]
 */
export function noteCall(path, call) {
    const item = intercepted.get(path) || { method: "POST", path, call, count: 0 };
    item.count++;
    intercepted.set(path, item);
    return save();
}

/**
 * @param {string} event
 * @param {any} [detail]
 */
export function note(event, detail) {
    events.push({ time: new Date().toISOString(), event, detail });
    events = events.slice(-KEPT);
    void save();
}

/**
 * @param {any} error not the network's
 * @param {string} [type] of the message that it answers
 * @returns {null} what there is instead of a result
 */
export function noteError(error, type) {
    note("error", { type, message: String(error) });
    return null;
}

/** Writes the journal; calls that come while a write runs share the next one. */
function save() {
    dirty = true;
    writing ??= (async () => {
        while (dirty) {
            dirty = false;
            await put("meta", { key: "journal", intercepted, events });
        }
    })()
        .catch(() => {})
        .finally(() => (writing = undefined));
    return writing;
}

/** The journal as the status shows it. */
export function journal() {
    return { intercepted: [...intercepted.values()], events };
}
