/**
 * The snapshots of this terminal. All of them are small and held in memory; every change is
 * written through. `current` changes in one transaction or not at all.
 *
 * A snapshot names all that it needs: its page, its files and pictures, its replies, its terms.
 * Whose POS opens without a server, for one address, is said by the newest page that came up and was
 * committed, and by nothing else: neither a visit that was cut short nor an older page that is late.
 */
import { all, put, remove, transact } from "./db.js";
import { tell } from "./away.js";
import { isLookUp } from "./calltable.js";
import { fromJson } from "./json.js";
import { note } from "./journal.js";
import { pinnedSnapshots } from "./clients.js";
import { upgraded } from "./upgrade.js";

/** @type {Map<string, import("./types").Snapshot>} */
const snapshots = new Map();

/** The largest number given to a page so far, also in earlier lives of this worker. */
let generation = 0;

export async function loadSnapshots() {
    const records = await upgraded(await all("snapshots"));
    for (const record of records) {
        snapshots.set(record.id, snapshots.get(record.id) || record);
    }
    generation = allSnapshots().reduce((most, s) => Math.max(most, s.generation), generation);
}

/** @param {string | null | undefined} id */
export function snapshot(id) {
    return (id && snapshots.get(id)) || null;
}

export function allSnapshots() {
    return [...snapshots.values()];
}

/**
 * @param {import("./types").Owner} one
 * @param {import("./types").Owner} other
 */
export function sameOwner(one, other) {
    return one.database === other.database && one.user === other.user && one.config === other.config;
}

/** The order in which they are offered. */
const STATES = ["current", "previous", "staged"];

/**
 * The snapshots of an owner: `current`, `previous`, staged ones; of each the newest first.
 *
 * @param {import("./types").Owner} owner
 */
export function snapshotsOf(owner) {
    return allSnapshots()
        .filter((record) => sameOwner(record, owner))
        .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || b.generation - a.generation);
}

/**
 * The `current` snapshots, the newest page first.
 *
 * @param {number | null} config null: of any config
 */
function commits(config) {
    return allSnapshots()
        .filter((record) => record.state === "current" && (!config || record.config === config))
        .sort((a, b) => b.generation - a.generation);
}

/**
 * Whose POS opens without a server: one database and user for each config, those of the newest page
 * that was committed.
 *
 * @param {number | null} config null: of any config
 * @returns {import("./types").Owner | null}
 */
export function ownerOf(config) {
    return commits(config)[0] || null;
}

/** The `current` snapshot of every config that opens without a server. */
export function opensOffline() {
    const configs = [...new Set(commits(null).map(({ config }) => config))];
    return configs.map((config) => commits(config)[0]);
}

/**
 * A new one, in memory only. It begins with what the one before has learned and been told, as far
 * as that is true for its POS session as well.
 *
 * @param {import("./types").Markers} page
 * @param {string} html
 * @param {number} day of this terminal
 * @param {number} [after] the generation that a newer page has already
 */
export function createSnapshot(page, html, day, after) {
    const { database, user, config, lang, session: pos_session } = page;
    const before = snapshotsOf(page)[0];
    /** @type {import("./types").Snapshot} */
    const record = {
        id: `${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
        state: "staged",
        // An older page that comes late stands between the newer one and what was before.
        generation: after ? after - 0.5 : ++generation,
        day,
        database,
        user,
        config,
        name: before?.name || "",
        pos_session,
        lang,
        html,
        created: new Date().toISOString(),
        completed: null,
        up: false,
        entries: {},
        learned: before?.learned || [],
        answers: inherited(before, pos_session),
        terms: { ...before?.terms },
        refused: [],
        missing: [],
        downloaded: { files: 0, bytes: 0 },
    };
    snapshots.set(record.id, record);
    return record;
}

/**
 * The POS session that a question is about; 0: none. A question is the key that calls.js makes,
 * a list that ends with the call and with what makes it the same, which begins with the session.
 *
 * @param {string} question
 */
function sessionOf(question) {
    return fromJson(question)?.at(-1)?.[0] || 0;
}

/** @param {string} question */
function callOf(question) {
    return fromJson(question)?.at(-2) || "";
}

/** Look-ups that are answered without the server; a shop's scanner finds new ones every day. */
const LOOKED_UP = 500;

/**
 * Names the reply to a question. Of what was looked up the newest answers stay; those of a boot
 * always do, since without one of them no page comes up.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} question
 * @param {string} key
 */
export function nameAnswer(record, question, key) {
    // Asked again it is new again.
    delete record.answers[question];
    record.answers[question] = key;
    const lookUps = Object.keys(record.answers).filter((known) => isLookUp(callOf(known)));
    for (const old of lookUps.slice(0, -LOOKED_UP)) {
        delete record.answers[old];
    }
}

/** Files that no page names and the next snapshot fetches too; a page that loads more has a leak. */
const LEARNED = 200;

/**
 * @param {import("./types").Snapshot} record
 * @param {string[]} names
 */
export function learnFiles(record, names) {
    record.learned = [...record.learned.filter((known) => !names.includes(known)), ...new Set(names)].slice(-LEARNED);
}

/**
 * @param {import("./types").Snapshot | undefined} before
 * @param {number} session
 */
function inherited(before, session) {
    return Object.fromEntries(Object.entries(before?.answers || {}).filter(([question]) => [0, session].includes(sessionOf(question))));
}

/** @param {import("./types").Snapshot} record */
export async function saveSnapshot(record) {
    if (snapshots.has(record.id)) {
        await put("snapshots", record);
    }
}

/**
 * Makes a complete snapshot the one that is served. The one before stays as `previous`, older
 * ones go unless a tab is still pinned to them. An older page that is late never replaces a newer.
 *
 * @param {import("./types").Snapshot} record
 */
export async function commit(record) {
    const pinned = new Set(await pinnedSnapshots());
    const family = snapshotsOf(record).filter((s) => s !== record);
    const before = family.find((s) => s.state === "current");
    if (record.state !== "staged" || (before && before.generation > record.generation)) {
        return;
    }
    const gone = family.filter(
        (s) => s !== before && !pinned.has(s.id) && (s.state !== "staged" || s.generation < record.generation)
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
    if (before) {
        before.state = "previous";
    }
    try {
        await transact("snapshots", "readwrite", (store) => {
            store.put(record);
            if (before) {
                store.put(before);
            }
            gone.forEach(({ id }) => snapshots.delete(id) && store.delete(id));
        });
    } catch (error) {
        record.state = state;
        if (before) {
            before.state = "current";
        }
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
    const before = snapshotsOf(record).find((s) => s.state === "previous");
    if (isBroken(record) && before && !isBroken(before)) {
        await exchange(before, record);
        announce(before, "current", "rolled-back");
    }
}

/**
 * Forgets snapshots.
 *
 * @param {import("./types").Snapshot[]} records
 */
export async function dropSnapshots(records) {
    const gone = records.map(({ id }) => id);
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
