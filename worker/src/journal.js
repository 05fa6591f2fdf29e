/**
 * What the worker did, for the status: which calls it took over, and its last events. Kept in
 * IndexedDB because the browser stops an idle worker after half a minute.
 */
import { get, put } from "./db.js";

const KEPT = 50;

/** @type {Map<string, {method: string, path: string, call?: string, count: number}>} */
const intercepted = new Map();

/** @type {{time: string, event: string, detail?: any}[]} */
let events = [];

/** @type {Promise<void> | undefined} */
let writing;
let dirty = false;

/** Brings back what an earlier life of this worker noted. */
export async function loadJournal() {
    const stored = await get("meta", "journal");
    for (const item of stored?.intercepted || []) {
        const known = intercepted.get(item.path);
        intercepted.set(item.path, known ? { ...known, count: known.count + item.count } : item);
    }
    events = [...(stored?.events || []), ...events].slice(-KEPT);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [call]
 */
export function noteCall(method, path, call) {
    const item = intercepted.get(path) || { method, path, ...(call && { call }), count: 0 };
    item.count++;
    intercepted.set(path, item);
}

/**
 * @param {string} event
 * @param {any} [detail]
 */
export function note(event, detail) {
    events.push({ time: new Date().toISOString(), event, ...(detail !== undefined && { detail }) });
    events = events.slice(-KEPT);
    void save();
}

/** Writes the journal; calls that come while a write runs share the next one. */
export function save() {
    dirty = true;
    writing ??= (async () => {
        while (dirty) {
            dirty = false;
            await put("meta", { key: "journal", ...journal() });
        }
    })()
        .catch(() => {})
        .finally(() => (writing = undefined));
    return writing;
}

export function journal() {
    return { intercepted: [...intercepted.values()], events };
}
