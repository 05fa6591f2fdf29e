/**
 * Install and activation. An upgrade never empties anything: what an older version stored is
 * carried over first, and only then its caches are removed.
 */
import { CACHE } from "./bodies.js";

/** Odoo's own worker leaves this one behind; nobody reads or prunes it any more. */
const ABANDONED = "odoo-pos-cache";

const outdated = async () => (await caches.keys()).filter((name) => name.startsWith("poswarm-") && name !== CACHE);

/**
 * Takes over the bodies of an older schema. Keys say what a body is and never change; records in
 * IndexedDB are read with what they lack. During `install` the old worker still serves, and when
 * this fails it goes on to.
 */
export async function carryOver() {
    for (const name of await outdated()) {
        const store = await caches.open(CACHE);
        const old = await caches.open(name);
        for (const request of await old.keys()) {
            const body = !(await store.match(request)) && (await old.match(request));
            body && (await store.put(request, body));
        }
    }
}

/**
 * Removes the caches of ours that this version does not use, once what they hold is here.
 * Everything else on this origin, known or not, belongs to somebody.
 */
export async function removeOutdated() {
    // The old worker has gone on storing until now.
    await carryOver();
    for (const name of await outdated()) {
        await caches.delete(name);
    }
    // Pages tell by this cache whether the worker in charge of them is ours (first-visit.js).
    await caches.open(CACHE);
}

/** After our first commit the terminal no longer needs what Odoo's worker had stored. */
export function caughtUp() {
    return caches.delete(ABANDONED);
}
