/**
 * Install and activation. An upgrade never empties anything: what an older version stored is
 * carried over first, and only then its caches are removed.
 */
import { CACHE } from "./bodies.js";
import { note } from "./journal.js";

/** Odoo's own worker leaves this one behind; nobody reads or prunes it any more. */
const ABANDONED = "odoo-pos-cache";

/**
 * Removes the caches of ours that this version does not use. Everything else on this origin,
 * known or not, belongs to somebody. Schema 1 is the first: there is nothing to carry over yet.
 */
export async function removeOutdated() {
    const outdated = (await caches.keys()).filter((name) => name.startsWith("poswarm-") && name !== CACHE);
    await Promise.all(outdated.map((name) => caches.delete(name)));
    // Pages tell by this cache whether the worker in charge of them is ours (first-visit.js).
    await caches.open(CACHE);
}

/** After our first commit the terminal no longer needs what Odoo's worker had stored. */
export async function caughtUp() {
    if (await caches.delete(ABANDONED)) {
        note("removed", ABANDONED);
    }
}
