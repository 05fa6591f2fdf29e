/**
 * The snapshots of this terminal. All of them are small and held in memory; every change is
 * written through. `current` changes in one transaction or not at all.
 */
import { all, put, read, remove, transact } from "./db.js";
import { tell } from "./away.js";
import { note } from "./journal.js";
import { pinnedSnapshots } from "./clients.js";

/** @type {Map<string, import("./types").Snapshot>} */
const snapshots = new Map();

/** @type {import("./types").Identity | null} */
let last = null;

export async function loadSnapshots() {
    for (const record of await all("snapshots")) {
        snapshots.set(record.id, snapshots.get(record.id) || record);
    }
    // A power cut can take the last user with it; a committed snapshot knows one as well.
    last ??= (await read("meta", "last")) || allSnapshots().find((s) => s.state === "current") || null;
}

/** The user seen online last: the one whose POS opens when nobody can be asked. */
export function lastSeen() {
    return last;
}

/**
 * Written each time: the disk may have been wiped under this worker.
 *
 * @param {import("./types").Identity} who
 */
export function setLastSeen({ database, user }) {
    last = { database, user };
    return put("meta", { key: "last", ...last });
}

/** @param {string | null | undefined} id */
export function snapshot(id) {
    return (id && snapshots.get(id)) || null;
}

export function allSnapshots() {
    return [...snapshots.values()];
}

/** The order in which they are offered. */
const STATES = ["current", "previous", "staged"];

/**
 * The snapshots of a user: `current`, `previous`, staged ones; of each the newest first.
 *
 * @param {import("./types").Identity} who
 * @param {number | null} config null: of any config
 */
export function snapshotsOf(who, config) {
    return allSnapshots()
        .filter((s) => s.database === who.database && s.user === who.user && (!config || s.config === config))
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || b.created.localeCompare(a.created));
}

/**
 * A new one, in memory only.
 *
 * @param {import("./types").Markers} page
 * @param {string} html
 */
export function createSnapshot(page, html) {
    const { database, user, config, lang, session: pos_session } = page;
    const current = snapshotsOf(page, config)[0];
    /** @type {import("./types").Snapshot} */
    const record = {
        id: `${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
        state: "staged",
        database,
        user,
        config,
        name: current?.name || "",
        pos_session,
        lang,
        html,
        created: new Date().toISOString(),
        completed: null,
        up: false,
        entries: {},
        learned: current?.learned || [],
        languages: [],
        refused: [],
        missing: [],
        downloaded: { files: 0, bytes: 0 },
    };
    snapshots.set(record.id, record);
    return record;
}

/** @param {import("./types").Snapshot} record */
export async function saveSnapshot(record) {
    if (snapshots.has(record.id)) {
        await put("snapshots", record);
    }
}

/**
 * Makes a complete snapshot the one that is served. The one before stays as `previous`, older
 * ones go unless a tab is still pinned to them.
 *
 * @param {import("./types").Snapshot} record
 */
export async function commit(record) {
    const pinned = new Set(await pinnedSnapshots());
    if (record.state !== "staged") {
        return;
    }
    const family = snapshotsOf(record, record.config).filter((s) => s !== record);
    const before = family.find((s) => s.state === "current");
    const gone = family.filter(
        (s) => s !== before && !pinned.has(s.id) && (s.state !== "staged" || s.created < record.created)
    );
    await exchange(record, before, gone);
    announce(record, "current");
}

/**
 * States change here before they change on the disk: whoever saves one of the records meanwhile
 * writes its state again.
 *
 * @param {import("./types").Snapshot} record becomes `current`
 * @param {import("./types").Snapshot | undefined} before becomes `previous`
 * @param {import("./types").Snapshot[]} [gone]
 */
async function exchange(record, before, gone = []) {
    const { state } = record;
    record.state = "current";
    before && (before.state = "previous");
    try {
        await transact("snapshots", "readwrite", (store) => {
            store.put(record);
            before && store.put(before);
            gone.forEach(({ id }) => snapshots.delete(id) && store.delete(id));
        });
    } catch (error) {
        record.state = state;
        before && (before.state = "current");
        throw error;
    }
}

/** Loads of `current` that may fail before the one before it is served instead. */
const FAILURES = 2;

/**
 * @param {import("./types").Snapshot} record
 * @returns {boolean} it does not come up
 */
export function isBroken({ failures = 0 }) {
    return failures >= FAILURES;
}

/**
 * A page of `current` did not come up, twice: back to `previous`.
 *
 * @param {import("./types").Snapshot} record
 */
export async function loadFailed(record) {
    record.failures = (record.failures || 0) + 1;
    await saveSnapshot(record);
    const before = snapshotsOf(record, record.config).find((s) => s.state === "previous");
    if (isBroken(record) && before && !isBroken(before)) {
        await exchange(before, record);
        announce(before, "current", "rolled-back");
    }
}

/**
 * Forgets a POS that was switched off.
 *
 * @param {import("./types").Owner} owner
 */
export async function dropSnapshots(owner) {
    const gone = snapshotsOf(owner, owner.config).map(({ id }) => id);
    gone.forEach((id) => snapshots.delete(id));
    await remove("snapshots", gone);
}

/**
 * @param {import("./types").Snapshot} record
 * @param {"current" | "staged" | "refused"} state
 * @param {string} [reason]
 */
export function announce(record, state, reason) {
    const detail = { config: record.config, state, id: record.id, reason };
    note("snapshot", detail);
    tell({ type: "snapshot", ...detail });
}
