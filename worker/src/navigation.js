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
import { pagePatience, pageTook } from "./limits.js";
import { loadedWithin, loadState } from "./loading.js";
import { heardLogin, loginChanged } from "./login.js";
import { isHonest, isLogin, isWord, pageDoubt } from "./verdict.js";
import { readBody } from "./bodies.js";
import { judgeHead, judgePage } from "./trust.js";
import { urlKey } from "./keys.js";
import { markers, namedResources, offlinePage } from "./page.js";
import { day } from "./days.js";
import { allSnapshots, createSnapshot, dropSnapshots, isBroken, opensOffline, ownerOf, saveSnapshot, snapshot, snapshotsOf } from "./snapshots.js";
import { heldSessions } from "./posdata.js";
import { loginUrl } from "./route.js";
import { emergencyPage, LOGGED_OUT, STORAGE } from "./emergency.js";
import { note, noteError } from "./journal.js";
import { ORIGIN, sw } from "./scope.js";
import { isSentOn, TORN } from "./torn.js";

/** Nobody waits for a page any longer; Chrome ends an event after five minutes. */
const LATEST = 120000;

/** What is stored is worth waiting for: there is nothing else to show. */
const STORAGE_PATIENCE = 60000;

/** The same for the POS's own database, which says which POS session the stored page must be of. */
const HELD_PATIENCE = 4000;

/** The page that was taken last, by owner: when its navigation began, and its generation. @type {Map<string, {begin: number, generation: number}>} */
const taken = new Map();

/** Addresses of navigations that are not answered yet. @type {Set<string>} */
const inFlight = new Set();

/** The newest that went beside one of those, by address. @type {Map<string, {controller: AbortController, answer: Promise<Response>}>} */
const beside = new Map();

/**
 * @param {FetchEvent} event
 * @param {{config: number | null, storable: boolean}} route
 * @returns {Promise<Response>}
 */
export async function respondPage(event, { config, storable }) {
    const begin = now();
    const known = loadState() === "ok" ? await servable(config) : null;
    if (known?.length && isSentOn(config)) {
        return (await fromStore(event, config, TORN)) || noPage(event, config, TORN);
    }
    const hung = known?.length && (await stillHung());
    const outcome = hung ? { doubt: HUNG, away: HUNG } : await askPage(event.request, config, !known || known.length > 0);
    const { value: loaded, doubt, away, late } = outcome;
    if (doubt === "cancelled") {
        return Response.error();
    }
    if (isLogin(doubt)) {
        loginChanged();
    }
    const show = (/** @type {Loaded} */ page) => {
        pageTook(now() - begin).catch(noteError);
        // Its files come when it is up: until then the page needs the line and the processor.
        event.waitUntil(Promise.resolve(storable && takePage(event.resultingClientId, page, config, begin).catch(noteError)));
        return page.response;
    };
    if (loaded && !doubt) {
        return show(loaded);
    }
    if (loaded && !away && isHonest(loaded.response, loaded.text) && !(known?.length && leadsNowhere(event.request.url, loaded.response))) {
        return loaded.response;
    }
    // Nothing is stored for who is logged in: what the server says, whose it may be, is more than we could.
    if (loaded && !away && known?.length === 0 && isWord(loaded.response, loaded.text)) {
        return loaded.response;
    }
    const page = await fromStore(event, config, away || doubt);
    // The server lives, and what is stored is of a closed register: its page is worth waiting for.
    const isWorth = late && !page && loadState() === "ok" && !awayState();
    const waited = isWorth ? await within(late, LATEST, null).catch(() => null) : null;
    if (waited && !pageDoubt(waited.response, waited.text, config, ORIGIN)) {
        return show(waited);
    }
    if (late && storable) {
        event.waitUntil(keepLate(late, config, begin));
    }
    // Nothing is stored: where the answer leads to a log-in, whoever's it is, it is the way on.
    const leads = loaded?.response.type === "opaqueredirect" && loadState() === "ok";
    return page || (leads ? loaded.response : noPage(event, config, away || doubt));
}

/** When an address was answered with a redirect of late. @type {Map<string, number[]>} */
const redirects = new Map();

/** As many redirects of one address within so many ms lead nowhere: in a circle, or to a log-in that is dead. */
const CIRCLE = 3;
const CIRCLE_TIME = 30000;

/**
 * @param {string} url
 * @param {Response} response
 */
function leadsNowhere(url, { type }) {
    if (type !== "opaqueredirect") {
        return false;
    }
    const times = (redirects.get(url) || []).filter((time) => now() - time < CIRCLE_TIME);
    redirects.set(url, [...times, now()]);
    return times.length + 1 >= CIRCLE;
}

/**
 * What is stored in place of the server's page, null for nothing.
 *
 * @param {FetchEvent} event
 * @param {number | null} config
 * @param {string} reason
 */
async function fromStore(event, config, reason) {
    if (!(await loadedWithin(STORAGE_PATIENCE))) {
        return null;
    }
    return storedPage(event.resultingClientId, await whole(await servable(config)), reason);
}

/**
 * The page without a POS.
 *
 * @param {FetchEvent} event
 * @param {number | null} config
 * @param {string} reason
 */
async function noPage({ request }, config, reason) {
    if (loadState() !== "ok") {
        return emergencyPage(request, config, STORAGE, []);
    }
    const out = await loggedOut(ownerOf(config));
    return emergencyPage(request, config, out ? LOGGED_OUT : reason, await whole(await comesUpOffline()));
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
        limit: stored ? pagePatience() : LAST_RESORT,
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
 * by the cashier.
 *
 * @param {Request} request
 * @returns {Promise<Loaded>}
 */
async function loadPage(request) {
    const response = await (inFlight.has(request.url) ? besideAnother(request) : navigate(request));
    const text = response.type === "basic" ? await response.clone().text() : "";
    return { response, text };
}

/** @param {Request} request */
async function navigate(request) {
    inFlight.add(request.url);
    try {
        return await fetch(request);
    } finally {
        inFlight.delete(request.url);
    }
}

/**
 * A navigation is sent as it is: a second argument to `fetch` turns it into a plain fetch, and
 * newer Odoo opens a POS session for navigations only (odoo/odoo#286798). But one that hangs cannot
 * be aborted, and Chrome's own cache holds the next one to its address back for 20 s
 * (net/http/http_cache.cc, the cache lock), which without a worker ends with the first. A fetch
 * beside that cache does not wait. Where it is led elsewhere a navigation may not be.
 *
 * @param {Request} request
 */
async function besideAnother(request) {
    const controller = new AbortController();
    const answer = fetch(new Request(request, { cache: "no-store", signal: controller.signal }));
    const before = beside.get(request.url);
    const mine = { controller, answer };
    beside.set(request.url, mine);
    before?.controller.abort();
    try {
        const response = await newest(request.url, mine);
        return response.type === "opaqueredirect" ? navigate(request) : response.clone();
    } finally {
        if (beside.get(request.url) === mine) {
            beside.delete(request.url);
        }
    }
}

/**
 * One hangs at a time: the answer of the newest is that of all before it.
 *
 * @param {string} url
 * @param {{answer: Promise<Response>}} mine
 * @returns {Promise<Response>}
 */
async function newest(url, mine) {
    try {
        return await mine.answer;
    } catch (error) {
        const newer = beside.get(url);
        if (!newer || newer === mine) {
            throw error;
        }
        return newest(url, newer);
    }
}

/**
 * Starts a snapshot from a page that the server has just given to a tab.
 *
 * @param {string} clientId
 * @param {Loaded} loaded
 * @param {number | null} config
 * @param {number} begin
 */
async function takePage(clientId, { response, text }, config, begin) {
    const page = markers(text);
    const refusal = judgeHead("page", response, ORIGIN) || judgePage(text, page, config);
    if (refusal || !page) {
        note("refused", { url: response.url, reason: refusal });
        return null;
    }
    heardLogin(page, begin);
    return adopt(clientId, page, text, begin);
}

/**
 * @param {string} clientId empty: nobody shows this page
 * @param {import("./types").Markers} page
 * @param {string} html
 * @param {number} begin when its navigation began
 */
async function adopt(clientId, page, html, begin) {
    if (page.off) {
        passClient(clientId);
        // It is off for all of its users; only who opens it is told.
        const { database, config } = page;
        const gone = allSnapshots().filter((record) => record.database === database && record.config === config);
        return dropSnapshots(gone).then(() => null);
    }
    const family = JSON.stringify([page.database, page.user, page.config]);
    // The answer of an older navigation that comes after a newer one is no news, but where a tab
    // shows it: that tab may be the one that stays.
    const newer = begin < (taken.get(family)?.begin ?? -Infinity) ? taken.get(family) : undefined;
    if ((newer && !clientId) || (loadState() !== "ok" && !(await loadedWithin(STORAGE_PATIENCE)))) {
        return null;
    }
    const record = page.debug.includes("assets") || page.tour ? null : createSnapshot(page, html, day(), newer?.generation);
    if (!newer) {
        taken.set(family, { begin, generation: record?.generation || 0 });
    }
    // All of it is known before anything is written: the page asks for its files meanwhile.
    await Promise.all([clientId && setClient(clientId, page, page.lang, record && record.id), record && saveSnapshot(record)]);
    return record;
}

/**
 * A page that was loaded before this worker was there hands itself over.
 *
 * @param {string} clientId
 * @param {{config: number, html: string, url: string, age?: number}} message age: ms since its
 *     navigation began, which may be before one that this worker has seen
 */
export async function receivePage(clientId, { config, html, url, age = 0 }) {
    const begin = now() - age;
    const page = markers(html);
    const refusal = judgePage(html, page, config);
    const { searchParams } = new URL(url, ORIGIN);
    const client = await clientOf(clientId);
    // Of what this worker had begun to write when the browser ended it, the snapshot may not be there.
    const isKnown = client?.owner && (!client.snapshot || snapshot(client.snapshot));
    if (refusal || !page || (searchParams.get("debug") || "").includes("assets") || isKnown) {
        note("refused", { url, reason: refusal || "not-needed" });
        return null;
    }
    seen(now());
    heardLogin(page, begin);
    return adopt(clientId, page, html, begin);
}

/**
 * The answer of a navigation that came after its deadline. Nobody shows it, so it waits, staged,
 * and the open pages are told.
 *
 * @param {Promise<Loaded>} late
 * @param {number | null} config
 * @param {number} begin when it was asked for
 */
async function keepLate(late, config, begin) {
    const since = now();
    const loaded = await within(late, LATEST, null).catch(() => null);
    const doubt = loaded ? pageDoubt(loaded.response, loaded.text, config, ORIGIN) : "network-error";
    if (isLogin(doubt)) {
        tell({ type: "login" });
    }
    if (loaded && !doubt) {
        seen(since);
        pageTook(now() - begin).catch(noteError);
        const record = await takePage("", loaded, config, begin);
        if (record) {
            tell({ type: "newer", config: record.config, pos_session: record.pos_session, id: record.id });
        }
    }
}

/**
 * An explicit log-out closes the POS of that user. The addon leaves the marks, of everybody who has
 * not logged in again; where there is none, nothing is known: cookies get lost in power cuts and by
 * policy, and that must not close the shop.
 *
 * @param {import("./types").Identity | null} who
 */
async function loggedOut(who) {
    const cookie = await sw.cookieStore?.get("poswarm_logout").catch(() => null);
    const marks = cookie?.value?.split("&") || [];
    return !!who && marks.includes(`${who.user}.${encodeURIComponent(who.database)}`);
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

/**
 * The snapshot with which a config comes up from what is stored.
 *
 * @param {number} config
 * @returns {Promise<import("./types").Snapshot | undefined>}
 */
export async function standsBy(config) {
    return (await whole(await servable(config)))[0];
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
