/*
 * Whether the server may have an order that has no number from it here.
 */
import { heldByLostSends, isDoubtful, lastWord } from "./sends";
import { entryFor } from "./waiting";

/** Every order of an earlier page is in doubt; of these somebody knows that they were sent. */
export function wasSent({ uuid }) {
    return lastWord(uuid) !== undefined || heldByLostSends(uuid).size > 0 || Boolean(entryFor(uuid));
}

export function mayBeSent(order) {
    const { uuid } = order;
    if (lastWord(uuid) === "paid" || entryFor(uuid)) {
        return true;
    }
    return isDoubtful(uuid) && (wasSent(order) || order.lines.length > 0);
}
