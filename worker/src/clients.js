/**
 * Which tab shows which page. A tab keeps the snapshot it started with, so that the lazy files
 * of its build still load after a newer build has arrived.
 */
import { all, get, put, remove } from "./db.js";
import { sw } from "./scope.js";

/** A tab that navigates is not listed by `clients.matchAll` yet. */
const NEWBORN = 60000;

/** @type {Map<string, import("./types").Client>} */
const known = new Map();

/** Replies on their way to the disk. @type {Set<Promise<any>>} */
const pending = new Set();

/** What a tab received before we knew whose page it is (first visit), to be stored then. */
/** @type {Map<string, ((client: import("./types").Client) => Promise<any>)[]>} */
const unowned = new Map();

/**
 * @param {string} id
 * @returns {Promise<import("./types").Client | null>}
 */
export async function clientOf(id) {
    if (id && !known.has(id)) {
        const stored = await get("clients", id);
        if (stored && !known.has(id)) {
            known.set(id, stored);
        }
    }
    return known.get(id) || null;
}

/**
 * @param {string} id
 * @param {import("./types").Owner} owner
 * @param {string} lang
 * @param {string | null} snapshot
 * @param {boolean} [stored] its page came from the snapshot
 */
export async function setClient(id, owner, lang, snapshot, stored = false) {
    const { database, user, config } = owner;
    const client = { id, owner: { database, user, config }, lang, snapshot, stored, seen: Date.now() };
    known.set(id, client);
    for (const job of unowned.get(id) || []) {
        void track(job(client));
    }
    unowned.delete(id);
    // A full disk must not keep a page from its tab; this worker knows it all the same.
    await put("clients", client).catch(() => {});
}

/**
 * A tab whose page we leave alone, and all that it is told.
 *
 * @param {string} id
 */
export function passClient(id) {
    known.set(id, { id, owner: null, lang: "", snapshot: null, seen: Date.now() });
    unowned.delete(id);
}

/**
 * @param {string} id
 * @param {(client: import("./types").Client) => Promise<any>} job run as soon as the tab's owner is known
 */
export async function whenKnown(id, job) {
    const client = await clientOf(id);
    if (client) {
        return client.owner && track(job(client));
    }
    unowned.set(id, [...(unowned.get(id) || []), job]);
}

/** @param {Promise<any>} promise */
function track(promise) {
    pending.add(promise);
    return promise.catch(() => {}).finally(() => pending.delete(promise));
}

/** Waits until what the tabs received is stored. */
export function settled() {
    return Promise.allSettled(pending);
}

/** Snapshots that an open tab is pinned to. */
export async function pinnedSnapshots() {
    return (await openTabs()).map((client) => client.snapshot);
}

/**
 * The tabs that are open; forgets those that are gone. The disk may know fewer than this worker,
 * and at its start more.
 *
 * @returns {Promise<import("./types").Client[]>}
 */
export async function openTabs() {
    const open = new Set((await sw.clients.matchAll({ includeUncontrolled: true })).map((client) => client.id));
    const written = /** @type {import("./types").Client[]} */ (await all("clients"));
    const tabs = new Map([...written.map((client) => /** @type {const} */ ([client.id, client])), ...known]);
    const gone = [...tabs.values()].filter(({ id, seen: since }) => !open.has(id) && Math.abs(Date.now() - since) > NEWBORN).map(({ id }) => id);
    for (const id of gone) {
        known.delete(id);
        tabs.delete(id);
    }
    await remove("clients", gone);
    return [...tabs.values()];
}
