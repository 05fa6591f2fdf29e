/**
 * Removes bodies that nothing names any more. Runs after a commit only.
 */
import { dropBodies, entries, pictures } from "./bodies.js";
import { all, remove } from "./db.js";
import { allSnapshots } from "./snapshots.js";

/** A body may have been written a moment before its snapshot names it. */
const YOUNG = 10 * 60 * 1000;

/** Of each: the one shown now and the one that data of yesterday still asks for. */
const PICTURES_KEPT = 2;

/** Replies to look-ups (a product, a customer's card) are worth this long. */
const REPLY_LIFE = 30 * 24 * 3600 * 1000;

export async function collectGarbage() {
    const records = allSnapshots();
    const named = new Set(records.flatMap((record) => Object.values(record.entries)));
    const now = Date.now();
    const stored = await entries();
    const old = stored.filter((entry) => !entry.base && !named.has(entry.key) && now - entry.stored > YOUNG);
    await dropBodies([...old, ...pictures(stored, PICTURES_KEPT)].map((entry) => entry.key));

    const sessions = new Set(records.map((record) => record.pos_session));
    const replies = /** @type {import("./types").Reply[]} */ (await all("replies"));
    const dead = replies.filter(
        (reply) => (reply.session && !sessions.has(reply.session)) || now - reply.stored > REPLY_LIFE
    );
    await remove("replies", dead.map((reply) => reply.key));
}
