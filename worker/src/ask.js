/**
 * Asking the server, with patience that ends where something is stored in the answer's place.
 * The answer is judged (verdict.js), doubt is settled (health.js), and pings run beside a request
 * that waits, so that a network that hangs is known at the deadline and not some seconds later.
 */
import { awayState } from "./away.js";
import { now, within } from "./clock.js";
import { HUNG, isHung, loseBySilence, patience, ping, pingBeside, provenSince, seen, settle } from "./health.js";
import { sw } from "./scope.js";

/** A page that the server, alive, does not give within this is given from what is stored. */
export const LAST_RESORT = 30000;

/**
 * @template T
 * @typedef {object} Question
 * @property {(signal: AbortSignal) => Promise<T>} send
 * @property {(value: T) => string} doubt what is wrong with the answer; empty: it is good
 * @property {boolean} proves whether a good answer can only come from the server
 * @property {boolean} stored whether there is something else to give
 * @property {number} limit ms without any sign of the server after which it is given up; Infinity: never
 * @property {number} [cap] ms after which what is stored is given although the server lives
 * @property {() => Promise<any>} [spare] finds what is stored, asked before it is given up: where that is gone the wait goes on
 * @property {boolean} [keep] a late answer is wanted: do not abort
 * @property {string} [client] the tab that asks; when it is left, nobody does
 */

/**
 * @template T
 * @typedef {object} Outcome
 * @property {T} [value] the answer, good or not
 * @property {string} doubt empty: the answer is good
 * @property {string} away why the server counts as away; empty: it is there
 * @property {Promise<T>} [late] an answer that may still come
 */

/** How often it is looked whether the tab that asks is still there, in ms. */
const LOOK_EVERY = 2000;

/** A page that goes away cancels its requests; that says nothing of the server. */
const isCancelled = (/** @type {any} */ error) => error?.name === "AbortError";

/**
 * @template T
 * @param {Question<T>} question
 * @returns {Promise<Outcome<T>>} never rejects
 */
export async function ask(question) {
    const { send, stored, limit, cap = Infinity, spare = async () => true, keep = false, client } = question;
    const begin = now();
    const controller = new AbortController();
    const work = send(controller.signal);
    if (client) {
        void abortWhenLeft(client, work, controller);
    }
    const answer = work.then(
        (value) => judged(question, value, begin),
        (error) => lost(error, limit, begin)
    );
    if (limit === Infinity) {
        return answer;
    }
    const stop = pingBeside(limit);
    try {
        for (;;) {
            const outcome = await within(answer, limit, null);
            if (outcome) {
                return outcome;
            }
            const heard = provenSince(Math.max(begin, now() - patience(limit)));
            if (!heard) {
                loseBySilence();
            }
            // With nothing to give in its place it is waited for, as without this worker.
            if ((!heard || (stored && now() - begin >= cap)) && (await spare())) {
                // Hanging requests hold Chrome's six connections to the host.
                if (!keep) {
                    controller.abort();
                }
                return { doubt: HUNG, away: HUNG, ...(keep && { late: work }) };
            }
        }
    } finally {
        stop();
    }
}

/**
 * Chrome ends the requests of a page that is left, but not what a worker has sent for it: that
 * would hang on, on one of the six connections to the host, and six such F5s are a dead till.
 *
 * @param {string} client
 * @param {Promise<any>} work
 * @param {AbortController} controller
 */
async function abortWhenLeft(client, work, controller) {
    const over = work.then(
        () => true,
        () => true
    );
    while (!(await within(over, LOOK_EVERY, false))) {
        if (!(await sw.clients.get(client).catch(() => true))) {
            return controller.abort();
        }
    }
}

/**
 * @template T
 * @param {Question<T>} question
 * @param {T} value
 * @param {number} begin
 * @returns {Promise<Outcome<T>>}
 */
async function judged({ doubt: doubtOf, proves, limit }, value, begin) {
    const doubt = doubtOf(value);
    if (!doubt) {
        if (proves) {
            seen(begin);
        }
        return { value, doubt, away: "" };
    }
    const there = await settle(doubt, limit - (now() - begin), begin);
    return { value, doubt, away: there ? "" : awayState()?.reason || doubt };
}

/**
 * @param {any} error
 * @param {number} limit
 * @param {number} begin
 * @returns {Promise<Outcome<any>>}
 */
async function lost(error, limit, begin) {
    if (isCancelled(error)) {
        return { doubt: "cancelled", away: "cancelled" };
    }
    const there = await settle("network-error", limit - (now() - begin), begin);
    return { doubt: "network-error", away: there ? "" : awayState()?.reason || "network-error" };
}

/**
 * Whether a request need not be sent, because it is known that it would hang. A ping looks after
 * the server meanwhile.
 *
 * @param {ExtendableEvent} event
 */
export function wouldHang(event) {
    const hung = isHung();
    if (hung) {
        // One from before may hang on when the network is back.
        event.waitUntil(ping(true));
    }
    return hung;
}
