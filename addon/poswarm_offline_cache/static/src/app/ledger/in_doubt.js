/*
 * Asks the server what it has of orders in doubt, before any of them is sent again.
 */
import { agree } from "./agreement";
import { takeOffOtherBills } from "./elsewhere";
import { isOwnFault } from "./own_faults";
import { isRefusal, readEach } from "./reading";
import { isPaidHere } from "./restore";
import { isDoubtful, noteAgreed } from "./sends";
import { isSoldThere } from "./sold_there";
import { turns } from "./turns";
import { noteTrouble } from "./waiting";
import { wordsOf } from "./words";

const ORDER = "pos.order";

/** The orders that Odoo is about to send, as `syncAllOrders()` chooses them. */
export function aboutToSend(pos, options) {
    const { orderToCreate, orderToUpdate } = pos.getPendingOrder();
    const orders = options.orders || [...orderToCreate, ...orderToUpdate];
    return orders.filter((order) => !pos.syncingOrders.has(order.uuid) && (order.isDirty() || options.force));
}

const inTurn = turns();

/** A fault of ours holds nothing up: what Odoo sends then it would send without us. */
async function orSentAsItIs(lost, work) {
    try {
        return await work();
    } catch (error) {
        if (!isOwnFault(error)) {
            throw lost(error);
        }
        console.error("poswarm: orders are sent as they are:", error);
        return null;
    }
}

/**
 * A sale whose order was cancelled on the server meanwhile, by the office or another
 * till: the customer has paid and has the receipt. Odoo ignores what is sent of it,
 * and lets nobody go on with it but as a draft.
 */
async function reopen(pos, order, answer) {
    const theirs = answer[ORDER].find(({ uuid }) => uuid === order.uuid);
    if (theirs?.state !== "cancel" || !isPaidHere(order)) {
        return true;
    }
    try {
        await pos.data.orm.call(ORDER, "write", [[theirs.id], { state: "draft" }]);
    } catch (error) {
        await noteTrouble(order.uuid, { kind: "refused", words: wordsOf(error) });
        return false;
    }
    theirs.state = "draft";
    return true;
}

/**
 * @param {(error: Error) => Error} lost what an unanswered question is: until it is
 *     answered nothing of these orders may be sent
 * @returns {Promise<object[]>} orders that the server could not read, which are not to be sent
 */
async function askFirst(pos, options, lost) {
    const orders = aboutToSend(pos, options).filter(({ uuid }) => isDoubtful(uuid));
    if (!orders.length) {
        return [];
    }
    const read = await orSentAsItIs(lost, () => readEach(pos.data, orders.map(({ uuid }) => uuid)));
    if (!read) {
        return [];
    }
    const { answer, refused } = read;
    if (refused.size === orders.length) {
        throw lost([...refused.values()][0]); // it is not one order's fault
    }
    for (const order of orders.filter(({ uuid }) => !refused.has(uuid))) {
        try {
            await orSentAsItIs((error) => (isRefusal(error) ? error : lost(error)), () => agreeOn(pos, order, answer));
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
            refused.set(order.uuid, error);
        }
    }
    refused.forEach((error, uuid) => noteTrouble(uuid, { kind: "refused", words: wordsOf(error) }));
    return orders.filter(({ uuid }) => refused.has(uuid));
}

async function agreeOn(pos, order, answer) {
    await takeOffOtherBills(pos, [order], answer);
    if (await isSoldThere(pos.data, order, answer)) {
        noteAgreed(order.uuid);
    } else if (await reopen(pos, order, answer)) {
        agree(pos, order, answer);
        noteAgreed(order.uuid);
    }
}

/** As askFirst(). Two sends at once ask the server, and the cashier, no question twice. */
export function agreeFirst(pos, options, lost) {
    return inTurn(() => askFirst(pos, options, lost));
}
