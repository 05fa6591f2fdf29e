/*
 * What the server has as paid is not sent again.
 *
 * It would be answered with what the server has, or, on saas-19.4, with these payments
 * beside those that are there (`process_saved_payments()` in models/pos_order.py): two
 * tills that sold one order, or one till whose cashier changed the payment when the
 * answer was lost. So the answer to the question by uuid is the answer to the send,
 * and Odoo goes on with it as it would with its own.
 */
import { isSale } from "./names";
import { sendOnce } from "./one_send";
import { joined, readByUuid } from "./reading";
import { wasSettled } from "./settled";

const ORDER = "pos.order";

/** The server's records of each such order, until it is sent. @type {Map<string, Record<string, object[]>>} */
const answers = new Map();

/** A sale that was settled and changed since is one to be sent. */
export async function isSoldThere(data, { uuid }, answer) {
    const theirs = answer[ORDER].find((one) => one.uuid === uuid);
    if (!theirs || !isSale(theirs.state) || wasSettled(uuid)) {
        return false;
    }
    const isAlone = answer[ORDER].length === 1; // what was asked for others is no answer to this send
    answers.set(uuid, isAlone ? answer : await readByUuid(data, [uuid]));
    return true;
}

/**
 * Sends orders, but for those of which the answer is known.
 *
 * @param {object[]} serialized
 * @param {(orders: object[]) => Promise<any>} send
 */
export async function sendUnsold(serialized, send) {
    const known = serialized.map(({ uuid }) => answers.get(uuid)).filter(Boolean);
    const rest = serialized.filter(({ uuid }) => !answers.delete(uuid));
    const sent = rest.length ? [await sendOnce(rest, () => send(rest))] : [];
    return known.length ? joined([{ "pos.session": [] }, ...known, ...sent]) : sent[0];
}
