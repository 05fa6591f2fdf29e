/*
 * Stands before and behind every send of orders.
 *
 * Before: what is paid is on the disk, so no receipt is shown without it; and an
 * order whose last send was not answered is first asked for by its uuid. Behind:
 * what the server answers never overwrites an order with its older copy, what
 * was not taken stays in Odoo's queue, and what was taken is asked for by uuid.
 * Nothing here sends an order.
 *
 * Odoo's own queue passes by what it has once sent, arrived or not
 * (https://github.com/odoo/odoo/pull/261096), and the server's draft replaces an
 * order that was paid without it (https://github.com/odoo/odoo/pull/288974).
 */
import { whileSaleWaits } from "../calls";
import { definePatch, deliberate } from "../patches";
import { Again } from "./again";
import { mustWait, putBack as putBackNamed } from "./as_sold";
import { noteServed } from "./cancelled_tables";
import { setMarks } from "./drafts";
import { entryOf } from "./entries";
import { aboutToSend, agreeFirst } from "./in_doubt";
import { isSale } from "./names";
import { contentOf, isAhead, withoutOlderCopies, withoutSold } from "./older_copies";
import { bringToDisk } from "./on_disk";
import { write } from "./owed";
import { markAll } from "./records";
import { waitsForItsSale, withoutTheirRefunds } from "./refunds";
import { keepPaid, restoreAndQueue } from "./restore";
import {
    lastWord,
    noteAnswered,
    noteDoubt,
    noteLost,
    noteRefused,
    noteSending,
} from "./sends";
import { settleSoon } from "./settle";
import { sendUnsold } from "./sold_there";
import { entryFor, noteTrouble, tellWaiting, waitingEntries } from "./waiting";
import { wordsOf } from "./words";

const ORDER = "pos.order";
const SEND = "sync_from_ui";
const READS = new Set([SEND, "read_config_open_orders", "read_pos_orders"]);

/**
 * What the server may have is on this terminal as well, whenever its page ends: a table that is
 * sent in the moment before F5 was found without its lines, or not at all.
 */
async function onDiskFirst(pos, options) {
    const open = aboutToSend(pos, options).some((order) => !order.finalized);
    await (open ? bringToDisk(pos.data) : keepPaid(pos));
}

/**
 * Without the server. Odoo queues nothing of what it is asked to send, and a bill that was
 * split stays as it was on the server; and another terminal may go on with what the server
 * has of an order.
 */
function queueForLater(pos, options) {
    const orders = aboutToSend(pos, options);
    pos.addPendingOrder(orders.map(({ id }) => id));
    orders.filter(({ isSynced }) => isSynced).forEach(({ uuid }) => noteDoubt(uuid));
}

/** Failing to be sent is no reason to count as sent. */
function keepInQueue(data, serialized) {
    for (const { uuid } of serialized) {
        const order = data.models[ORDER].getBy("uuid", uuid);
        if (order) {
            markAll(order, data.opts);
        }
    }
}

function noteFailure(data, serialized, error, isLost) {
    if (isLost) {
        noteLost(serialized);
        keepInQueue(data, serialized);
        return;
    }
    noteRefused(serialized);
    keepInQueue(data, serialized.filter(({ uuid }) => entryFor(uuid)));
    serialized.forEach(({ uuid }) => noteTrouble(uuid, { kind: "refused", words: wordsOf(error) }));
}

export function hearAnswer(method, records) {
    if (method !== SEND) {
        return;
    }
    noteAnswered(records[ORDER] ?? []);
    for (const { uuid, state } of records[ORDER] ?? []) {
        if (isSale(state)) {
            noteTrouble(uuid, null);
        }
    }
}

/**
 * A refusal before the receipt is Odoo's to handle: it makes the order a draft
 * again and tells the cashier. Its payments may be real, so the entry stays.
 */
async function keepRefused(pos, uuids) {
    for (const uuid of uuids) {
        const order = pos.models[ORDER].getBy("uuid", uuid);
        const entry = entryFor(uuid);
        if (entry && order && !order.finalized) {
            Object.assign(entry, { ...entryOf(order, pos), trouble: entry.trouble });
            await write({ orders: [entry] });
            tellWaiting();
        }
    }
}

/** How often an order was found held up, without a word on it in between. */
const heldUp = new Map();
const TRIES = 3;

function isHeldUp({ uuid, kind, trouble }) {
    const word = lastWord(uuid);
    if (kind !== "paid" || trouble || (word !== undefined && word !== "draft" && word !== "cancel")) {
        heldUp.delete(uuid);
        return false;
    }
    heldUp.set(uuid, (heldUp.get(uuid) ?? 0) + 1);
    return heldUp.get(uuid) <= TRIES;
}

/** What was paid while an earlier send of it was under way goes now. */
function sendHeldUp(pos) {
    const some = waitingEntries().filter(isHeldUp).length;
    if (some && !pos.data.network.offline) {
        pos.syncAllOrdersDebounced?.();
    }
}

/** Paid orders that the server has not taken, for whatever reason. */
function stillWaiting() {
    const some = waitingEntries().filter(({ kind, uuid, trouble }) => {
        const word = lastWord(uuid);
        return kind === "paid" && word !== "paid" && trouble?.kind !== "differs" && trouble?.kind !== "damaged";
    });
    return some.map(({ uuid }) => uuid);
}

const again = new Again();

async function sendAgain(pos) {
    if (!pos.data.network.offline) {
        await pos.syncAllOrders({ refusedToo: true });
    }
}

/**
 * The order whose receipt somebody waits for goes alone: the sales of an outage, sent before it,
 * would take a minute, and the refusal of one would be told in its place. They are sent behind
 * it; before it, where it waits for the sale that it refunds.
 */
async function sendCurrent(pos, options, send) {
    const current = pos.getOrder?.();
    const all = options.throw && !options.orders ? aboutToSend(pos, options) : [];
    const others = all.filter((one) => one !== current && entryFor(one.uuid));
    if (!others.length) {
        return send(options);
    }
    if (!all.includes(current)) {
        return send({ ...options, throw: false, orders: others });
    }
    try {
        return await send({ ...options, orders: [current] });
    } finally {
        setTimeout(() => pos.syncAllOrdersDebounced?.());
    }
}

/** What the server could not read stays in the queue, or, as a sale, among what is refused. */
async function sendWithout(pos, unread, options, send) {
    unread.forEach((order) => pos.removePendingOrder(order));
    const { orders } = options;
    try {
        return await send(orders ? { ...options, orders: orders.filter((one) => !unread.includes(one)) } : options);
    } finally {
        pos.addPendingOrder(unread.map(({ id }) => id));
    }
}

/** Orders that were changed while their send was under way. */
const goneOn = new Set();

function contentsOf(data, serialized) {
    const orders = serialized.map(({ uuid }) => data.models[ORDER].getBy("uuid", uuid)).filter(Boolean);
    return new Map(orders.map((order) => [order.uuid, contentOf(order)]));
}

/** The end of the send has taken the marks off what it did not hold. */
function markGoneOn(pos) {
    for (const uuid of goneOn) {
        const order = pos.models[ORDER].getBy("uuid", uuid);
        if (order) {
            markAll(order, pos.data.opts);
            pos.addPendingOrder([order.id]);
        }
    }
    if (goneOn.size) {
        goneOn.clear();
        pos.syncAllOrdersDebounced?.();
    }
}

async function lookAfter(pos) {
    markGoneOn(pos);
    await restoreAndQueue(pos);
    sendHeldUp(pos);
    again.soon(stillWaiting(), () => sendAgain(pos));
    settleSoon(pos.data, async () => {
        await restoreAndQueue(pos);
        pos.syncAllOrdersDebounced?.();
    });
}

/** What the page gets of the server's answer about orders. */
function takeIn(data, method, heard, sent) {
    const deleted = heard?.deleted_record_ids;
    const answer = deleted ? { ...heard, deleted_record_ids: withoutSold(data, deleted) } : heard;
    const records = answer?.dynamic_records ?? answer;
    if (!records?.[ORDER]?.length) {
        return answer;
    }
    hearAnswer(method, records);
    noteServed(records);
    const fresh = withoutOlderCopies(data, records, sent, (order) => sent && goneOn.add(order.uuid));
    return answer.dynamic_records ? { ...answer, dynamic_records: fresh } : fresh;
}

/** Whether nothing of what is asked for can be sent, or not the order whose receipt somebody waits for. */
function holdsUp(pos, options, unread) {
    return options.orders ? options.orders.every((one) => unread.includes(one)) : options.throw && unread.includes(pos.getOrder?.());
}

/**
 * @returns {Promise<{lost?: Error, unread: object[]}>} that the server did not answer what becomes
 *     of the orders, and those that it could not read
 */
async function makeReady(pos, options, { ConnectionLostError, safely }) {
    if (pos.data.network.offline) {
        queueForLater(pos, options);
        return { unread: [] };
    }
    // What waits counts as changed, whatever has unmarked it: Odoo passes the rest by.
    await safely(restoreAndQueue)(pos, options);
    try {
        const unanswered = (error) =>
            error instanceof ConnectionLostError ? error : new ConnectionLostError("read_pos_orders");
        const unread = await agreeFirst(pos, options, unanswered);
        if (unread.length && holdsUp(pos, options, unread)) {
            throw unanswered();
        }
        return { unread };
    } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
        safely(lookAfter)(pos);
        return { lost: error, unread: [] };
    }
}

definePatch("ledger_sync", ({ ConnectionLostError, PosData, PosStore }, { around, safely }) => {
    const begin = (data, serialized) => {
        withoutTheirRefunds(serialized);
        safely(putBackNamed)(data, serialized);
        if (safely(mustWait)(data, serialized)) {
            // The server has heard nothing of it: there is no doubt, only a next send.
            keepInQueue(data, serialized);
            throw deliberate(new ConnectionLostError(SEND));
        }
        noteSending(serialized);
    };
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            const { method, args } = options;
            if (!READS.has(method)) {
                return stock(options, ...rest);
            }
            let answer;
            const sent = method === SEND ? contentsOf(this, args[0]) : null;
            if (method === SEND) {
                begin(this, args[0]);
            }
            try {
                const ask = (orders) => stock({ ...options, args: [orders, ...args.slice(1)] }, ...rest);
                answer = await (method === SEND ? sendUnsold(args[0], ask) : stock(options, ...rest));
            } catch (error) {
                if (method === SEND) {
                    safely(noteFailure)(this, args[0], error, error instanceof ConnectionLostError);
                }
                throw error;
            }
            return takeIn(this, method, answer, sent);
        },
    });

    around(PosData.prototype, {
        /** Asks for what the server has of the page's orders, and deletes or overwrites the rest. */
        async checkAndDeleteMissingOrders(stock, results, ...rest) {
            // The orders are loaded, and what comes next is the server's copy of them.
            await safely(setMarks)(this);
            const orders = results?.[ORDER]?.filter((order) => !isAhead(order, null));
            return stock(orders ? { ...results, [ORDER]: orders } : results, ...rest);
        },
    });

    const sendAll = async (pos, options, send) => {
        await safely(onDiskFirst)(pos, options);
        const { lost, unread } = await makeReady(pos, options, { ConnectionLostError, safely });
        if (lost) {
            if (options.throw) {
                throw deliberate(lost);
            }
            return lost;
        }
        const waiting = waitingEntries().map(({ uuid }) => uuid);
        try {
            return await sendWithout(pos, unread, options, (some) => sendCurrent(pos, some, send));
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                const refused = waiting.filter((uuid) => lastWord(uuid) === "refused");
                setTimeout(safely(() => keepRefused(pos, refused)));
            }
            throw error;
        } finally {
            safely(lookAfter)(pos);
        }
    };

    around(PosStore.prototype, {
        syncAllOrders(stock, asked = {}, ...rest) {
            const options = asked.orders ? { ...asked, orders: asked.orders.filter((one) => !waitsForItsSale(one)) } : asked;
            return whileSaleWaits(() => sendAll(this, options, (some) => stock(some, ...rest)));
        },
    });
});
