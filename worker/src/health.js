/**
 * The health of the server, one for all requests and all tabs. An answer that is not good is
 * doubt; here doubt is settled, by pings of the worker's own that run beside the request.
 *
 *  - A true JSON-RPC answer to a ping, or a good page or reply, proves that the server is there.
 *    It counts at once, however late it comes, and every page is told.
 *  - One sign of loss is none: an answer that is not good or a lost request needs a lost ping,
 *    and silence needs several pings without an answer.
 *  - A line on which pings take long is slow, not dead: what it took last is its patience.
 */
import { awayState, setAway } from "./away.js";
import { now, pause, within } from "./clock.js";
import { isLogin, pingDoubt, readText } from "./verdict.js";
import { PING } from "./route.js";
import { ORIGIN } from "./scope.js";

/** The reason to be away when nothing answers at all. */
export const HUNG = "deadline";

/** A request that is answered sooner needs no ping beside it. */
const BESIDE_AFTER = 400;

/** Between two pings beside a request that waits. */
const PING_EVERY = 900;

/** Where the network swallows everything, a ping must not outlive its return for long. */
const QUICK_LIFE = 2000;

/** One ping at a time waits this long: on a slow line it is the one that comes back. */
const PATIENT_LIFE = 20000;

/** A doubt is settled within this, counted from when it came up, if pings hang as well. */
const SETTLE_AT_LEAST = 1000;
const SETTLE_AT_MOST = 5000;

/** Silence that was noticed speaks for this long; then it must be noticed again. */
const SILENCE_VALID = 2500;

/** What was asked after the request in doubt, and answered well, speaks for this long. */
const PROOF_VALID = 1000;

/** Patience for a line that answers, but slowly, at most. */
const SLOWEST = 20000;

/** A ping that was sent this lately says as much as a new one. */
const PING_FRESH = 250;

/**
 * @typedef {{sent: number, patient: boolean, controller: AbortController, next: Flight | null, end: Promise<string>}} Flight
 *   next: the ping that was sent in its place
 */

/** Pings that are not answered yet. @type {Set<Flight>} */
const flights = new Set();

const pulse = {
    /** When the newest request was sent that was answered well. */
    proofSent: -Infinity,
    /** When the newest good answer came. */
    proofCame: -Infinity,
    /** When silence was noticed last: a deadline passed, or a ping was given up. */
    silence: -Infinity,
    /** How long a good answer to a ping took of late. */
    roundTrip: 0,
};

/** Requests of the worker's own without an answer yet. @type {Set<AbortController>} */
const ownRequests = new Set();

/** Those that wait for news. @type {Set<() => void>} */
const waiting = new Set();

/** What to do when the server has come back. @type {(() => void)[]} */
const returns = [];

/** @param {() => void} work run when the server is seen after it was away */
export function onReturn(work) {
    returns.push(work);
}

/**
 * The server has given a good answer.
 *
 * @param {number} sent when its request was sent
 */
export function seen(sent) {
    pulse.proofSent = Math.max(pulse.proofSent, sent);
    pulse.proofCame = now();
    pulse.silence = -Infinity;
    // What was asked before and hangs still is lost with its connection; it would keep others from
    // being sent.
    [...flights].filter((flight) => flight.sent < sent).forEach(({ controller }) => controller.abort());
    const returned = awayState();
    setAway(null);
    tellWaiting();
    if (returned) {
        returns.forEach((work) => work());
    }
}

/** @param {string} reason */
function lose(reason) {
    setAway(reason);
    tellWaiting();
    if (reason === HUNG) {
        ownRequests.forEach((controller) => controller.abort());
    }
}

/**
 * Sends a request of the worker's own, which no page waits for. Where the network swallows
 * everything before its answer begins, it ends: it would hold one of six connections to the host.
 *
 * @param {string} url
 * @param {RequestInit & {signal?: AbortSignal}} init
 */
export async function fetchOwn(url, { signal, ...init }) {
    const controller = new AbortController();
    signal?.addEventListener("abort", () => controller.abort(signal.reason));
    ownRequests.add(controller);
    try {
        return await fetch(url, { ...init, signal: controller.signal });
    } finally {
        ownRequests.delete(controller);
    }
}

function tellWaiting() {
    for (const news of [...waiting]) {
        news();
    }
}

/** How long a call of the page may go unanswered before silence means something, in ms. */
export function patience(/** @type {number} */ limit) {
    return Math.min(Math.max(limit, 2 * pulse.roundTrip), Math.max(limit, SLOWEST));
}

/** Whether a good answer has come, to whatever, since then. */
export function provenSince(/** @type {number} */ begin) {
    return pulse.proofCame >= begin;
}

/**
 * A request with something stored in its place has met its deadline, and nothing has been
 * answered since it began: the server is away.
 */
export function loseBySilence() {
    pulse.silence = now();
    lose(HUNG);
}

/**
 * Whether it is known, by evidence of this moment, that the network swallows everything. Then a
 * request need not find out once more.
 */
export function isHung() {
    if (awayState()?.reason !== HUNG) {
        return false;
    }
    const waits = [...flights].some(({ sent }) => sent > pulse.proofCame && now() - sent > SETTLE_AT_LEAST);
    return waits || now() - pulse.silence < SILENCE_VALID;
}

/**
 * Pings beside a request that waits, so that its deadline finds an answer to whether the server
 * is there.
 *
 * @param {number} limit the deadline of that request, in ms
 * @returns {() => void} ends it
 */
export function pingBeside(limit) {
    return pingRepeatedly(Math.min(BESIDE_AFTER, limit / 4), Math.min(PING_EVERY, limit / 4));
}

/**
 * @param {number} first ms until the first ping
 * @param {number} every ms between two
 * @param {boolean} [anew] as ping has it
 * @param {number} [atMost] ms until it ends by itself
 * @returns {() => void} ends it
 */
function pingRepeatedly(first, every, anew, atMost = Infinity) {
    const began = now();
    let over = false;
    void (async () => {
        await pause(first);
        while (!over && now() - began < atMost) {
            void ping(anew);
            await pause(every);
        }
    })();
    return () => {
        over = true;
    };
}

/**
 * Settles a doubt: whether the server is there although an answer was not good, or lost.
 *
 * @param {string} reason of the doubt
 * @param {number} [atMost] ms until pings that hang mean that it is not
 * @param {number} [asked] when the request in doubt was sent
 * @returns {Promise<boolean>}
 */
export async function settle(reason, atMost = SETTLE_AT_LEAST, asked = now()) {
    const since = now();
    if (pulse.proofSent >= asked && pulse.proofCame > since - PROOF_VALID) {
        return true;
    }
    const lost = await within(firstWord(since), Math.min(Math.max(atMost, SETTLE_AT_LEAST), SETTLE_AT_MOST), HUNG);
    if (!lost || provenSince(since)) {
        return true;
    }
    if (lost === HUNG) {
        pulse.silence = now();
    }
    // The ping is not followed when it is redirected, so it may know better why a request was lost;
    // and of a file without its log-in only the status is known.
    lose(reason === "network-error" || (isLogin(lost) && !isLogin(reason)) ? lost : reason);
    return false;
}

/**
 * What a ping says that was sent now, or what proves meanwhile that the server is there.
 *
 * @param {number} since
 * @returns {Promise<string>} empty: it is there
 */
async function firstWord(since) {
    /** @type {() => void} */
    let look = () => {};
    const proven = /** @type {Promise<string>} */ (
        new Promise((resolve) => {
            look = () => provenSince(since) && resolve("");
            waiting.add(look);
        })
    );
    // The ping that is on its way may have been sent into a network that has come back since: it
    // hangs on, and only one that is sent now finds the server.
    const end = pingRepeatedly(BESIDE_AFTER, BESIDE_AFTER, true, SETTLE_AT_MOST);
    return Promise.race([proven, ping(true)]).finally(() => {
        end();
        waiting.delete(look);
    });
}

/**
 * One ping more, unless enough are on their way: a patient one, which a slow line needs, and a
 * quick one, because a request from before the network came back may hang on after it.
 *
 * @param {boolean} [anew] not one that was sent a while ago
 * @returns {Promise<string>} empty: answered as Odoo does; otherwise what was wrong
 */
export function ping(anew = false) {
    const [patient, quick] = [true, false].map((wanted) => [...flights].find((flight) => flight.patient === wanted));
    const newest = quick || patient;
    if (newest && now() - newest.sent < PING_FRESH) {
        return newest.end;
    }
    if (patient && quick && !anew) {
        return quick.end;
    }
    const flight = takeOff(!patient);
    if (patient && quick) {
        quick.next = flight;
        quick.controller.abort();
    }
    return flight.end;
}

/** @param {boolean} patient */
function takeOff(patient) {
    /** @type {Flight} */
    const flight = { sent: now(), patient, controller: new AbortController(), next: null, end: Promise.resolve("") };
    flights.add(flight);
    flight.end = fly(flight).finally(() => flights.delete(flight));
    return flight;
}

/**
 * @param {Flight} flight
 * @returns {Promise<string>}
 */
async function fly(flight) {
    const { sent, controller } = flight;
    const timer = setTimeout(() => controller.abort(), flight.patient ? PATIENT_LIFE : QUICK_LIFE);
    try {
        const doubt = await sendPing(controller.signal);
        if (!doubt) {
            pulse.roundTrip = Math.max(now() - sent, pulse.roundTrip / 2);
            seen(sent);
        }
        return doubt;
    } catch {
        if (flight.next) {
            return flight.next.end;
        }
        if (pulse.proofSent > sent) {
            return "";
        }
        if (controller.signal.aborted) {
            pulse.silence = now();
            return HUNG;
        }
        return "network-error";
    } finally {
        clearTimeout(timer);
    }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<string>}
 */
async function sendPing(signal) {
    const answer = await fetch(PING, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: '{"id":0,"jsonrpc":"2.0","method":"call","params":{}}',
        // A redirect is the sign of a log-in in front of Odoo; to another origin it cannot be followed.
        redirect: "manual",
        signal,
    });
    const body = answer.type === "opaqueredirect" ? new Blob() : await answer.blob();
    // An expired log-in is an answer of Odoo too (an error, code 100); a portal's page is not.
    return pingDoubt(answer, await readText(body), ORIGIN);
}
