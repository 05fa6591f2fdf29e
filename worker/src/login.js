/**
 * Whom the server takes this browser for. The log-in is a cookie of the host: another tab, which may
 * not be in the scope of this worker, logs in as somebody else or to another database, and from then
 * on what the server gives a page of the first is of the other. A page from the server says who, and
 * the addon's manifest does (manifest.js); what they said holds for a moment.
 */
import { now } from "./clock.js";

/** @typedef {{user?: number, database?: string}} Named */

/** null: nobody, or it has changed. undefined: the server has not said. @type {Named | null | undefined} */
let named;

/** When that was asked, or the change was seen: what was asked before says nothing about it. */
let saidAt = -Infinity;

/** When it was asked last whether it is still so, whatever came of it. */
let askedAt = -Infinity;

/**
 * @param {Named | null} who null: nobody is logged in
 * @param {number} asked when the answer that says so was asked for
 */
export function heardLogin(who, asked) {
    if (asked >= saidAt) {
        named = who && { database: who.database, user: who.user };
        saidAt = asked;
    }
    heardNothing(asked);
}

/** The server was asked and did not say. @param {number} asked */
export function heardNothing(asked) {
    askedAt = Math.max(askedAt, asked);
}

/** A log-in or a log-out was seen, or a sign of one: what was said before holds no more. */
export function loginChanged() {
    named = null;
    saidAt = now();
    askedAt = -Infinity;
}

export function lastLogin() {
    return { named, saidAt, askedAt };
}
