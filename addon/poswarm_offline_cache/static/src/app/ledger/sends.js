/*
 * What became of the orders that this page has sent.
 *
 * A send that was not answered may have reached the server or not. Until the
 * server was asked, the order is in doubt; what the lost send held is kept, so
 * that what was removed since can be told from what another terminal added.
 */

import { isSale } from "./names";

/** Commands of Odoo's ORM in what is sent. */
const CREATE = 0;
const UPDATE = 1;
const REMOVALS = { 2: "delete", 3: "unlink" };

/** @type {Map<string, "sent" | "lost" | "refused" | "draft" | "cancel" | "paid">} the last word on each order */
const words = new Map();
const doubtful = new Set();
/** Orders that were in doubt once, in this page or in an earlier one. */
const everDoubtful = new Set();
/** Of each order the uuids of what lost sends held. @type {Map<string, Set<string>>} */
const held = new Map();
/** Of each order the removals that lost sends held: `{kind, field, id}`. */
const removals = new Map();

function noteCommands(uuid, serialized) {
    for (const [field, commands] of Object.entries(serialized)) {
        for (const command of Array.isArray(commands) ? commands : []) {
            noteCommand(uuid, field, command);
        }
    }
}

function noteCommand(uuid, field, command) {
    const [code, id, values] = Array.isArray(command) ? command : [];
    if ((code === CREATE || code === UPDATE) && values?.uuid) {
        held.set(uuid, (held.get(uuid) ?? new Set()).add(values.uuid));
    } else if (code in REMOVALS) {
        removals.set(uuid, [...(removals.get(uuid) ?? []), { kind: REMOVALS[code], field, id }]);
    }
}

/** @param {object[]} serialized what `sync_from_ui` is given */
export function noteSending(serialized) {
    serialized.forEach(({ uuid }) => words.set(uuid, "sent"));
}

export function noteLost(serialized) {
    for (const order of serialized) {
        words.set(order.uuid, "lost");
        noteDoubt(order.uuid);
        noteCommands(order.uuid, order);
    }
}

/** The server may refuse because it has more than this till knows: that is looked up as well. */
export function noteRefused(serialized) {
    for (const order of serialized) {
        words.set(order.uuid, "refused");
        noteDoubt(order.uuid);
    }
}

/** @param {object[]} orders what `sync_from_ui` answered */
export function noteAnswered(orders) {
    for (const { uuid, state } of orders) {
        words.set(uuid, isSale(state) ? "paid" : state);
        if (state === "cancel") {
            noteDoubt(uuid); // somebody did that meanwhile
        }
    }
}

export function noteDoubt(uuid) {
    doubtful.add(uuid);
    everDoubtful.add(uuid);
}

export function wasDoubtful(uuid) {
    return everDoubtful.has(uuid);
}

export function isDoubtful(uuid) {
    return doubtful.has(uuid);
}

/** The server's word on an order was heard and taken over. */
export function noteAgreed(uuid) {
    doubtful.delete(uuid);
    held.delete(uuid);
    removals.delete(uuid);
}

export function lastWord(uuid) {
    return words.get(uuid);
}

export function forgetWord(uuid) {
    words.delete(uuid);
}

export function heldByLostSends(uuid) {
    return held.get(uuid) ?? new Set();
}

/** What lost sends of an earlier page held. */
export function restoreHeld(uuid, uuids) {
    if (uuids.length) {
        held.set(uuid, new Set([...heldByLostSends(uuid), ...uuids]));
    }
}

export function removalsOfLostSends(uuid) {
    return removals.get(uuid) ?? [];
}
