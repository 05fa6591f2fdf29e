/**
 * Navigations to the POS. The network is asked first, always: only the server knows which POS
 * session is open. The worker never requests such a page by itself, because that opens a session
 * on the server, in the wrong name and at the wrong time.
 */
import { clientOf, passClient, setClient } from "./clients.js";
import { HUNG, isHung, seen, settle } from "./health.js";
import { ask, LAST_RESORT } from "./ask.js";
import { awayState, tell } from "./away.js";
import { now, within } from "./clock.js";
import { limits } from "./limits.js";
import { loadedWithin, loadState } from "./loading.js";
import { isHonest, isLogin, pageDoubt } from "./verdict.js";
import { readBody } from "./bodies.js";
import { judgeHead, judgePage } from "./trust.js";
import { urlKey } from "./keys.js";
import { markers, namedResources, offlinePage } from "./page.js";
import { day } from "./days.js";
import { allSnapshots, createSnapshot, dropSnapshots, isBroken, opensOffline, ownerOf, saveSnapshot, snapshotsOf } from "./snapshots.js";
import { heldSessions } from "./posdata.js";
import { loginUrl } from "./route.js";
import { emergencyPage, LOGGED_OUT, STORAGE } from "./emergency.js";
import { note, noteError } from "./journal.js";
import { ORIGIN, sw } from "./scope.js";

/** Nobody waits for a page any longer; Chrome ends an event after five minutes. */
const LATEST = 120000;

/** What is stored is worth waiting for: there is nothing else to show. */
const STORAGE_PATIENCE = 60000;

/** The same for the POS's own database, which says which POS session the stored page must be of. */
const HELD_PATIENCE = 4000;

/** Navigations, as they came. */
let turns = 0;

/** The last one of each owner whose page was taken. @type {Map<string, number>} */
const taken = new Map();

/**
 * @param {FetchEvent} event
 * @param {{config: number | null, storable: boolean}} route
 * @returns {Promise<Response>}
 */
export async function respondPage(event, { config, storable }) {
    const turn = ++turns;
    const known = loadState() === "ok" ? await servable(config) : null;
    const hung = known?.length && (await stillHung());
    const outcome = hung ? { doubt: HUNG, away: HUNG } : await askPage(event.request, config, !known || known.length > 0);
    const { value: loaded, doubt, away } = outcome;
    if (doubt === "cancelled") {
        return Response.error();
    }
    if (loaded && !doubt) {
        // Its files come when it is up: until then the page needs the line and the processor.
        event.waitUntil(Promise.resolve(storable && takePage(event.resultingClientId, loaded, config, turn).catch(noteError)));
        return loaded.response;
    }
    if (loaded && !away && isHonest(loaded.response)) {
        return loaded.response;
    }
    if (outcome.late && storable) {
        event.waitUntil(keepLate(outcome.late, config, turn));
    }
    return instead(event, config, outcome);
}

/**
 * What is shown in place of the server's page.
 *
 * @param {FetchEvent} event
 * @param {number | null} config
 * @param {import("./ask.js").Outcome<Loaded>} outcome
 * @returns {Promise<Response>}
 */
async function instead(event, config, { value: loaded, doubt, away }) {
    const reason = away || doubt;
    if (!(await loadedWithin(STORAGE_PATIENCE))) {
        return emergencyPage(event.request, config, STORAGE, []);
    }
    const page = await storedPage(event.resultingClientId, await whole(await servable(config)), reason);
    if (page) {
        return page;
    }
    // Nothing is stored: where the answer leads to a log-in, whoever's it is, it is the way on.
    if (loaded?.response.type === "opaqueredirect") {
        return loaded.response;
    }
    const out = await loggedOut(ownerOf(config));
    return emergencyPage(event.request, config, out ? LOGGED_OUT : reason, await whole(await comesUpOffline()));
}

/**
 * A navigation cannot be aborted. While the network hangs each one would hold one of Chrome's six
 * connections to the host, so then a ping goes first.
 */
async function stillHung() {
    return (isHung() || awayState()?.reason === HUNG) && !(await settle(HUNG));
}

/**
 * @param {Request} request
 * @param {number | null} config
 * @param {boolean} stored whether there may be a page in its place
 */
function askPage(request, config, stored) {
    return ask({
        send: () => loadPage(request),
        doubt: ({ response, text }) => pageDoubt(response, text, config, ORIGIN),
        proves: true,
        stored,
        limit: stored ? limits.page : LAST_RESORT,
        cap: LAST_RESORT,
        keep: true,
    });
}

/**
 * Somebody may have deleted files: a page without its scripts and styles stays blank.
 *
 * @param {import("./types").Snapshot[]} records
 */
async function whole(records) {
    const kept = [];
    for (const record of records) {
        const named = namedResources(record.html).filter(({ kind }) => kind !== "image");
        const keys = named.map(({ url }) => record.entries[urlKey(url, ORIGIN)]).filter(Boolean);
        if ((await Promise.all(keys.map(readBody))).every(Boolean)) {
            kept.push(record);
        }
    }
    return kept;
}

/** @typedef {{response: Response, text: string}} Loaded */

/**
 * The whole page is read before it is handed on, so that a cut in the middle is seen here and not
 * by the cashier. No second argument to `fetch`: it would turn the navigation into a plain fetch,
 * and the server must be able to tell the two apart.
 *
 * @param {Request} request
 * @returns {Promise<Loaded>}
 */
async function loadPage(request) {
    const response = await fetch(request);
    const text = response.type === "basic" ? await response.clone().text() : "";
    return { response, text };
}

/**
 * Starts a snapshot from a page that the server has just given to a tab.
 *
 * @param {string} clientId
 * @param {Loaded} loaded
 * @param {number | null} config
 * @param {number} turn
 */
async function takePage(clientId, { response, text }, config, turn) {
    const page = markers(text);
    const refusal = judgeHead("page", response, ORIGIN) || judgePage(text, page, config);
    if (refusal || !page) {
        note("refused", { url: response.url, reason: refusal });
        return null;
    }
    return adopt(clientId, page, text, turn);
}

/**
 * @param {string} clientId empty: nobody shows this page
 * @param {import("./types").Markers} page
 * @param {string} html
 * @param {number} turn of its navigation
 */
async function adopt(clientId, page, html, turn) {
    if (page.off) {
        passClient(clientId);
        return dropSnapshots(snapshotsOf(page)).then(() => null);
    }
    const family = JSON.stringify([page.database, page.user, page.config]);
    // The answer of an older navigation that comes after a newer one is no news.
    if (turn < (taken.get(family) || 0) || (loadState() !== "ok" && !(await loadedWithin(STORAGE_PATIENCE)))) {
        return null;
    }
    taken.set(family, turn);
    const record = page.debug.includes("assets") || page.tour ? null : createSnapshot(page, html, day());
    // All of it is known before anything is written: the page asks for its files meanwhile.
    await Promise.all([clientId && setClient(clientId, page, page.lang, record && record.id), record && saveSnapshot(record)]);
    return record;
}

/**
 * A page that was loaded before this worker was there hands itself over.
 *
 * @param {string} clientId
 * @param {{config: number, html: string, url: string}} message
 */
export async function receivePage(clientId, { config, html, url }) {
    const page = markers(html);
    const refusal = judgePage(html, page, config);
    const { searchParams } = new URL(url, ORIGIN);
    if (refusal || !page || (searchParams.get("debug") || "").includes("assets") || (await clientOf(clientId))?.owner) {
        note("refused", { url, reason: refusal || "not-needed" });
        return null;
    }
    seen(now());
    return adopt(clientId, page, html, ++turns);
}

/**
 * The answer of a navigation that came after its deadline. Nobody shows it, so it waits, staged,
 * and the open pages are told.
 *
 * @param {Promise<Loaded>} late
 * @param {number | null} config
 * @param {number} turn
 */
async function keepLate(late, config, turn) {
    const sent = now();
    const loaded = await within(late, LATEST, null).catch(() => null);
    if (loaded && !pageDoubt(loaded.response, loaded.text, config, ORIGIN)) {
        seen(sent);
        const record = await takePage("", loaded, config, turn);
        if (record) {
            tell({ type: "newer", config: record.config, pos_session: record.pos_session, id: record.id });
        }
    }
}

/**
 * An explicit log-out closes the POS of that user. The addon leaves the mark; where there is none,
 * nothing is known: cookies get lost in power cuts and by policy, and that must not close the shop.
 *
 * @param {import("./types").Identity | null} who
 */
async function loggedOut(who) {
    const mark = await sw.cookieStore?.get("poswarm_logout").catch(() => null);
    return !!who && mark?.value === `${who.user}.${encodeURIComponent(who.database)}`;
}

/**
 * The snapshots that may be shown for a config, the best first: those of the database and user
 * of the newest page that was committed.
 *
 * @param {number | null} config
 */
async function servable(config) {
    const owner = config ? ownerOf(config) : null;
    const out = await loggedOut(owner);
    const found = owner ? snapshotsOf(owner).filter((record) => record.state !== "staged") : [];
    const open = found.filter((record) => !out || record.after_logout);
    const sound = open.filter((record) => !isBroken(record));
    return sound.length ? sound : open;
}

/** Configs that come up without a server, for the emergency page. */
async function comesUpOffline() {
    const records = [];
    for (const record of opensOffline()) {
        if (record.after_logout || !(await loggedOut(record))) {
            records.push(record);
        }
    }
    return records;
}

/**
 * @param {string} clientId
 * @param {import("./types").Snapshot[]} candidates `current` first
 * @param {string} reason
 */
async function storedPage(clientId, candidates, reason) {
    const [first] = candidates;
    if (!first) {
        return null;
    }
    // What cannot be read in time is not "nothing": then the newest that came up with its data counts.
    const held = (await heldSessions(first.database, first.config, HELD_PATIENCE)) || [];
    held.sort((a, b) => b.id - a.id);
    // The page and the data beside it must be of one POS session, or the POS stops with a
    // critical error whose only button wipes the till.
    const match = candidates.find((record) => held.some(({ id }) => id === record.pos_session));
    const record = match || first;
    const session = match || !held.length ? record.pos_session : held[0].id;
    // Selling in a closed register is worse than waiting for a server that lives.
    if (held.find(({ id }) => id === session)?.state === "closed" && (await settle(reason))) {
        return null;
    }
    await setClient(clientId, record, record.lang, record.id, true);
    if (record.day !== day()) {
        record.day = day();
        saveSnapshot(record).catch(noteError);
    }
    note("served", { config: record.config, snapshot: record.id, reason });
    return new Response(offlinePage(record.html, { session, offline: told(record, reason) }), {
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
}

/**
 * What a page from a snapshot is told about itself.
 *
 * @param {import("./types").Snapshot} record
 * @param {string} reason
 * @returns {import("./types").Offline}
 */
function told({ id, database, user, config, html }, reason) {
    return {
        reason,
        since: awayState()?.since || new Date().toISOString(),
        login: isLogin(reason),
        login_url: loginUrl(config),
        snapshot: id,
        database,
        user,
        user_name: markers(html)?.user_name || "",
        shared: allSnapshots().some((other) => other.config === config && (other.database !== database || other.user !== user)),
    };
}
