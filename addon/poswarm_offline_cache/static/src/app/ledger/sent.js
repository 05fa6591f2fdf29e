/*
 * Whether the server may have an order that has no number from it here.
 */
import { heldByLostSends, isDoubtful, lastWord } from "./sends";
import { entryFor } from "./waiting";

/** Orders that an earlier page left with something in them. */
const begun = new Set();

/** What it has in it may be taken off before anybody asks whether it was sent. */
export function noteOfEarlierPage({ uuid, lines }) {
    if (lines.length) {
        begun.add(uuid);
    }
}

/** Every order of an earlier page is in doubt; of these somebody knows that they were sent. */
export function wasSent({ uuid }) {
    return lastWord(uuid) !== undefined || heldByLostSends(uuid).size > 0 || Boolean(entryFor(uuid));
}

export function mayBeSent(order) {
    const { uuid } = order;
    if (lastWord(uuid) === "paid" || entryFor(uuid)) {
        return true;
    }
    return isDoubtful(uuid) && (wasSent(order) || begun.has(uuid) || order.lines.length > 0);
}
