/**
 * Navigations to the POS. The network is asked first, always: only the server knows which POS
 * session is open. The worker never requests such a page by itself, because that opens a session
 * on the server, in the wrong name and at the wrong time.
 */
import { clientOf, passClient, setClient } from "./clients.js";
import { HUNG, LAST_RESORT, limits, reach, serverAnswers, serverSeen } from "./deadlines.js";
import { awayReason, suspicion } from "./outage.js";
import { awayState, setAway, tell } from "./away.js";
import { readBody } from "./bodies.js";
import { judgeHead, judgePage } from "./trust.js";
import { urlKey } from "./keys.js";
import { markers, namedResources, offlinePage } from "./page.js";
import { createSnapshot, dropSnapshots, isBroken, lastSeen, saveSnapshot, setLastSeen, snapshotsOf } from "./snapshots.js";
import { heldSessions } from "./posdata.js";
import { emergencyPage, LOGGED_OUT } from "./emergency.js";
import { note, noteError } from "./journal.js";
import { stage } from "./staging.js";
import { ORIGIN, sw } from "./scope.js";

/**
 * @param {FetchEvent} event
 * @param {{config: number | null, storable: boolean}} route
 * @returns {Promise<Response>}
 */
export async function respondPage(event, { config, storable }) {
    const out = await loggedOut();
    const candidates = servable(config).filter((record) => !out || record.after_logout);
    // A navigation cannot be aborted. While the network hangs each one would hold one of Chrome's
    // six connections to the host, so then a ping goes first.
    const hung = candidates.length && awayState()?.reason === HUNG && !(await serverAnswers(true));
    /** @type {import("./deadlines").Outcome<Loaded>} */
    const outcome = hung
        ? { away: HUNG }
        : await reach(() => loadPage(event.request), {
              limit: candidates.length ? limits.page : LAST_RESORT,
              cap: LAST_RESORT,
              keep: true,
          });
    const { value: loaded, away = "", late } = outcome;
    const reason = loaded ? await pageAway(loaded, config) : away;
    if (loaded && !reason) {
        serverSeen();
        // Its files come when it is up: until then the page needs the line and the processor.
        event.waitUntil(Promise.resolve(storable && takePage(event.resultingClientId, loaded, config).catch(noteError)));
        return loaded.response;
    }
    setAway(reason);
    if (late && storable) {
        event.waitUntil(keepLate(late, config));
    }
    const page = await storedPage(event.resultingClientId, await whole(candidates), reason);
    return page || emergencyPage(event.request, config, out ? LOGGED_OUT : reason, await whole(comesUpOffline(out)));
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
 * @param {Loaded} loaded
 * @param {number | null} config
 * @returns {Promise<string>} empty: the server has answered
 */
async function pageAway({ response, text }, config) {
    const sure = awayReason("page", response);
    const suspect = sure ? null : suspicion(response, judgePage(text, markers(text), config));
    return sure || (suspect && !(await serverAnswers()) ? suspect : "");
}

/**
 * Starts a snapshot from a page that the server has just given to a tab.
 *
 * @param {string} clientId
 * @param {Loaded} loaded
 * @param {number | null} config
 */
async function takePage(clientId, { response, text }, config) {
    const page = markers(text);
    const refusal = judgeHead("page", response, ORIGIN) || judgePage(text, page, config);
    if (refusal || !page) {
        note("refused", { url: response.url, reason: refusal });
        return null;
    }
    return adopt(clientId, page, text);
}

/**
 * @param {string} clientId empty: nobody shows this page
 * @param {import("./types").Markers} page
 * @param {string} html
 */
async function adopt(clientId, page, html) {
    const record = page.off || page.debug.includes("assets") || page.tour ? null : createSnapshot(page, html);
    page.off && passClient(clientId);
    // All of it is known before anything is written: the page asks for its files meanwhile.
    await Promise.all([
        setLastSeen(page),
        page.off ? dropSnapshots(page) : clientId && setClient(clientId, page, page.lang, record && record.id),
        record && saveSnapshot(record),
    ]);
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
    serverSeen();
    return adopt(clientId, page, html);
}

/**
 * The answer of a navigation that came after its deadline. Nobody shows it, so it waits, staged,
 * and the open pages are told.
 *
 * @param {Promise<Loaded>} late
 * @param {number | null} config
 */
async function keepLate(late, config) {
    const loaded = await Promise.race([late, new Promise((resolve) => setTimeout(resolve, LAST_RESORT))]).catch(() => null);
    if (loaded && !(await pageAway(loaded, config))) {
        serverSeen();
        const record = await takePage("", loaded, config);
        if (record) {
            await stage(record);
            tell({ type: "newer", config: record.config, pos_session: record.pos_session, id: record.id });
        }
    }
}

/**
 * An explicit log-out closes the POS of that user. The addon leaves the mark; where there is none,
 * nothing is known: cookies get lost in power cuts and by policy, and that must not close the shop.
 */
async function loggedOut() {
    const who = lastSeen();
    const mark = await sw.cookieStore?.get("poswarm_logout").catch(() => null);
    return !!who && mark?.value === `${who.user}.${encodeURIComponent(who.database)}`;
}

/** @param {number | null} config */
function servable(config) {
    const who = lastSeen();
    const found = who && config ? snapshotsOf(who, config).filter((record) => record.state !== "staged") : [];
    const sound = found.filter((record) => !isBroken(record));
    return sound.length ? sound : found;
}

/**
 * Configs that come up without a server, for the emergency page.
 *
 * @param {boolean} out the user has logged out
 */
function comesUpOffline(out) {
    const who = lastSeen();
    return who ? snapshotsOf(who, null).filter((s) => s.state === "current" && (!out || s.after_logout)) : [];
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
    const held = (await heldSessions(first.database, first.config)).sort((a, b) => b.id - a.id);
    // The page and the data beside it must be of one POS session, or the POS stops with a
    // critical error whose only button wipes the till.
    const match = candidates.find((record) => held.some(({ id }) => id === record.pos_session));
    const record = match || first;
    const session = match || !held.length ? record.pos_session : held[0].id;
    // Selling in a closed register is worse than waiting for a server that lives.
    if (held.find(({ id }) => id === session)?.state === "closed" && (await serverAnswers())) {
        return null;
    }
    await setClient(clientId, record, record.lang, record.id);
    const since = awayState()?.since || new Date().toISOString();
    note("served", { config: record.config, snapshot: record.id, reason });
    return new Response(offlinePage(record.html, { session, offline: { reason, since, snapshot: record.id } }), {
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
}
