/**
 * Asking the server with patience that ends. When a deadline passes, our own ping decides: while
 * pings are answered the server is slow, not dead, and we wait.
 */
import { get, put } from "./db.js";
import { awayReason } from "./outage.js";
import { setAway } from "./away.js";

/** A failed ping speaks for this long, so that a boot does not wait once per request. */
const PING_VALID = 5000;

/** Where an answer is stored and a ping has just failed, this is patience enough. */
const IMPATIENT = 300;

/** The reason to be away when nothing answers at all. */
export const HUNG = "deadline";

/** With nothing stored there is nothing to gain by giving up early. */
export const LAST_RESORT = 30000;

/** @type {import("./types").Deadlines} */
export const limits = { page: 3000, call: 5000, ping: 4000 };

export async function loadLimits() {
    Object.assign(limits, (await get("meta", "deadlines"))?.limits);
}

/** @param {Partial<import("./types").Deadlines> | undefined} wanted from the manifest */
export async function setLimits(wanted = {}) {
    for (const name of /** @type {(keyof typeof limits)[]} */ (Object.keys(limits))) {
        const value = Number(wanted[name]);
        if (value >= 500 && value <= LAST_RESORT) {
            limits[name] = value;
        }
    }
    await put("meta", { key: "deadlines", limits: { ...limits } });
}

/** @type {Promise<boolean> | undefined} */
let pinging;
let pingFailed = -Infinity;

/**
 * Whether the server answers a ping as Odoo does; all who ask at one time share one ping.
 *
 * @param {boolean} [anew] a ping that has just failed is not enough
 */
export async function serverAnswers(anew) {
    if (justFailed() && !anew) {
        return false;
    }
    pinging ??= ping(justFailed() ? IMPATIENT : limits.ping).finally(() => (pinging = undefined));
    return pinging;
}

function justFailed() {
    return performance.now() - pingFailed < PING_VALID;
}

/** @param {number} limit */
async function ping(limit) {
    const answer = await fetch("/pos/ping", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
        signal: AbortSignal.timeout(limit),
    }).catch(() => null);
    // An expired log-in is an answer of Odoo too (code 100); a portal's page is not.
    const alive = !!answer && !awayReason("json", answer) && /json/.test(answer.headers.get("content-type") || "");
    pingFailed = alive ? -Infinity : performance.now();
    return alive;
}

/** The server has answered something: forget an older failed ping. */
export function serverSeen() {
    pingFailed = -Infinity;
    setAway(null);
}

/**
 * @template T
 * @typedef {{value?: T, away?: string, error?: any, late?: Promise<T>, body?: Blob}} Outcome
 */

/**
 * Fetches one request: what reach() found, and `away` also when what came says that the server
 * is away. The answer itself is handed on all the same.
 *
 * @param {Request} request
 * @param {import("./types").Kind} kind
 * @param {{limit: number, cap?: number}} patience
 * @returns {Promise<Outcome<Response>>}
 */
export async function ask(request, kind, patience) {
    /** @type {Blob | undefined} */
    let body;
    const outcome = await reach(async (signal) => {
        const answer = await fetch(request, { signal });
        // Chrome ends the page's call with "abort" when an answer breaks off behind a worker, and
        // Odoo (rpc.js) waits for "load" or "error" only, for ever. So it breaks off here.
        body = kind === "json" ? await answer.clone().blob() : undefined;
        return answer;
    }, patience);
    outcome.body = body;
    outcome.away ??= (outcome.value && awayReason(kind, outcome.value)) || undefined;
    if (!outcome.away) {
        // A file may come from the browser's own cache and says nothing about the server.
        kind === "json" && serverSeen();
    } else if (outcome.error?.name !== "AbortError") {
        // A page that goes away cancels its requests; that says nothing either.
        setAway(outcome.away);
    }
    return outcome;
}

/**
 * Runs one request until it answers, fails, or is given up. Never throws.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} start
 * @param {{limit: number, cap?: number, keep?: boolean}} patience
 *   cap: give up after this even if pings are answered (0: this is a ping); keep: let a late answer come
 * @returns {Promise<Outcome<T>>}
 */
export async function reach(start, { limit, cap = Infinity, keep = false }) {
    const controller = new AbortController();
    const begin = performance.now();
    const work = start(controller.signal);
    const answer = work.then(
        (value) => ({ value }),
        (error) => ({ away: "network-error", error })
    );
    for (;;) {
        const patience = cap && limit < LAST_RESORT && justFailed() ? Math.min(limit, IMPATIENT) : limit;
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        let timer;
        const slow = await Promise.race([answer, new Promise((resolve) => (timer = setTimeout(resolve, patience)))]);
        clearTimeout(timer);
        if (slow) {
            return slow;
        }
        const alive = performance.now() - begin < cap && (await Promise.race([answer, serverAnswers()]));
        if (typeof alive === "object") {
            return alive;
        }
        if (!alive) {
            // Hanging requests hold Chrome's six connections to the host.
            keep || controller.abort();
            work.catch(() => {});
            return { away: HUNG, ...(keep && { late: work }) };
        }
    }
}
