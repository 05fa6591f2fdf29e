/*
 * Gives back to the point of sale what it has lost of the orders that wait.
 *
 * Odoo's memory and its database forget orders: an offline start reads them from
 * the disk and drops them again (`missingRecursive()` offline), a reset deletes
 * them, the server's older copy overwrites them. Here every order of the ledger
 * is put back as the unsent paid order that it is, into Odoo's models and its
 * queue, and Odoo sends it.
 */
import { whileSaleWaits } from "../calls";
import { definePatch } from "../patches";
import { isDecidedOn } from "./decisions";
import { isSaleOf } from "./entries";
import { UNNAMED } from "./names";
import { isOwnFault } from "./own_faults";
import { isRefusal } from "./reading";
import { markAll } from "./records";
import { linkedToSales, loadSales, waitsForItsSale } from "./refunds";
import { lastWord, noteDoubt } from "./sends";
import { noteOfEarlierPage } from "./sent";
import { isSettled } from "./settled";
import { entryFor, keep, letGo, loadWaitingAnew, noteKept, noteTrouble, tellWaiting, waitingEntries } from "./waiting";
import { isComplete, isWhole, noteAsked, unloadedOf } from "./whole";
// Before our own patches: what is done here behind a write is done when that has ended.
import { isWritten } from "./whole_writes";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** The point of sale of this page, as soon as there is one. */
let shop = null;

export function thePos() {
    return shop;
}

function orderOf(models, uuid) {
    return models[ORDER].getBy("uuid", uuid);
}

/** Whether an order in the page was paid here and the server has not said that it knows. */
export function isPaidHere(order) {
    if (!order.finalized || order.state === "cancel" || isSettled(order)) {
        return false;
    }
    return (
        Boolean(entryFor(order.uuid)) ||
        !order.isSynced ||
        order.name === UNNAMED ||
        order.payment_ids.some((payment) => !payment.isSynced)
    );
}

/** Writes every paid order of the page that is not on the disk as it is. */
export function keepPaid(pos) {
    const orders = pos.models[ORDER].filter((order) => isPaidHere(order) && lastWord(order.uuid) !== "paid");
    return keep(orders, pos);
}

/** Odoo loads the order before its lines; ids that change need it the other way round. */
function inOrder(records, known) {
    const { [ORDER]: orders, ...others } = records;
    return known ? { ...others, [ORDER]: orders } : { [ORDER]: orders, ...others };
}

/** A line without its product ends the start of the whole point of sale. */
function lacksProducts(data, records) {
    const loaded = new Set(records["product.product"]?.map(({ id }) => id));
    const ids = (records[LINE] ?? []).map(({ product_id: product }) => product);
    return ids.some((id) => id && !loaded.has(id) && !data.models["product.product"].get(id));
}

/** What was paid in a session that is closed goes into the one that is open; Odoo loads no other. */
function inThisSession(data, records) {
    const sessions = data.models["pos.session"];
    const [order] = records[ORDER];
    return sessions.get(order.session_id) ? records : { ...records, [ORDER]: [{ ...order, session_id: odoo.pos_session_id }] };
}

/**
 * Odoo's own question takes one that was lost for one that was answered with nothing
 * (`missingRecursive()` in data_service.js). Nobody may read it, says an error of the server.
 */
async function namedBy(data, { model, id }) {
    try {
        return await data.orm.read(model, [id], data.fields?.[model] ?? [], { load: false });
    } catch (error) {
        if (isRefusal(error)) {
            return [];
        }
        throw error;
    }
}

async function completed(data, entry, own) {
    const records = await data.missingRecursive(own);
    for (const one of unloadedOf(entry, records, data.models)) {
        records[one.model] = [...(records[one.model] ?? []), ...(await namedBy(data, one))];
    }
    await loadSales(data, entry);
    noteAsked(entry);
    return linkedToSales(data, records);
}

/**
 * The records of an entry, with what the server has to add to them: a product that is
 * no longer in the list, or Odoo drops its line. What the server does not say now it
 * is asked at the next look. They become the page's own, which changes them.
 */
async function recordsOf(data, entry) {
    const own = inThisSession(data, structuredClone(entry.records));
    if (data.network.offline) {
        return own;
    }
    try {
        return await whileSaleWaits(() => completed(data, entry, own));
    } catch (error) {
        console.warn("poswarm: what an order lacks was not to be had:", error);
        if (isOwnFault(error)) {
            noteAsked(entry);
        }
        return own;
    }
}

/** Lines that were taken off before it was paid are none of a sale. */
function dropOthers(data, entry) {
    const order = orderOf(data.models, entry.uuid);
    const sold = new Set(entry.records[LINE]?.map(({ uuid }) => uuid));
    if (order && isSaleOf(entry, order)) {
        order.lines.filter(({ uuid }) => !sold.has(uuid)).forEach((line) => data.localDeleteCascade(line));
    }
}

async function putBack(data, entry) {
    const records = await recordsOf(data, entry);
    if (!lacksProducts(data, records)) {
        dropOthers(data, entry);
        data.models.loadConnectedData(inOrder(records, orderOf(data.models, entry.uuid)));
    }
}

/** What does not fit this page may fit the next one. */
async function judge(data, entry, error) {
    const order = orderOf(data.models, entry.uuid);
    const whole = order && isWhole(order, entry, data.opts);
    if (whole && entry.trouble?.kind === "damaged") {
        await noteTrouble(entry.uuid, null);
    } else if (!whole && (order || error)) {
        await noteTrouble(entry.uuid, { kind: "damaged", words: error && String(error) });
    }
}

/** Makes the page's copy of one order what its entry says; true when it is. */
async function restore(data, entry) {
    let failed = null;
    if (!isComplete(data, orderOf(data.models, entry.uuid), entry)) {
        await putBack(data, entry).catch((error) => (failed = error));
    }
    await judge(data, entry, failed);
    const order = orderOf(data.models, entry.uuid);
    if (!isComplete(data, order, entry)) {
        return false;
    }
    markAll(order, data.opts);
    noteDoubt(entry.uuid);
    if (entry.payload) {
        noteKept(order);
    }
    return true;
}

/** Orders of Odoo's disk that the server has long had as paid, see settled.js; also as the open tables that they were. */
function dropGhosts(data) {
    const ghosts = data.models[ORDER].filter((order) => (!order.isSynced || order.state === "draft") && isSettled(order));
    ghosts.forEach((order) => data.localDeleteCascade(order));
}

async function restoreAll(data) {
    dropGhosts(data);
    for (const entry of waitingEntries()) {
        await restore(data, entry);
    }
}

/** Into Odoo's queue, if it is not there or counts as sent. */
function enqueue(pos, order) {
    // All of it: what an earlier send of a line has become nobody knows for sure, and
    // the server takes changes to an order only until it has it as paid.
    markAll(order, pos.data.opts);
    pos.addPendingOrder([order.id]);
}

/** A refused sale must not stand in front of another one whose receipt waits for its send. */
function isInTheWay(pos, { uuid, trouble }) {
    return trouble?.kind === "refused" && Boolean(orderOf(pos.models, uuid)) && uuid !== pos.getOrder?.()?.uuid;
}

function takeOff(pos, { uuid }) {
    const order = orderOf(pos.models, uuid);
    if (order) {
        pos.removePendingOrder(order);
    }
}

/**
 * What Odoo has lost since is put back, and all that waits is queued; what was
 * refused only when it is tried again.
 */
export async function restoreAndQueue(pos, { refusedToo = false } = {}) {
    for (const entry of waitingEntries()) {
        if (isDecidedOn(entry.uuid) || (!refusedToo && isInTheWay(pos, entry))) {
            takeOff(pos, entry);
            continue;
        }
        if (lastWord(entry.uuid) === "paid") {
            continue;
        }
        const whole = isComplete(pos.data, orderOf(pos.models, entry.uuid), entry) || (await restore(pos.data, entry));
        const order = orderOf(pos.models, entry.uuid);
        if (entry.kind === "draft" || !order?.finalized) {
            continue;
        }
        if (whole && !waitsForItsSale(order)) {
            enqueue(pos, order);
        } else {
            pos.removePendingOrder(order); // the server would take a part of it for all
        }
    }
}

/*
 * Offline Odoo asks for nothing that is missing, and forgets what it was given
 * as well: the orders of the disk do not come into the models, and the next write
 * deletes them from the disk. What is missing stays missing; the rest is there.
 */
definePatch("offline_orders", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        async missingRecursive(stock, records, ids = {}, found = {}, ...rest) {
            if (!this.network.offline) {
                return stock(records, ids, found, ...rest);
            }
            for (const [model, list] of Object.entries(records)) {
                found[model] = (found[model] ?? []).concat(list);
            }
            return found;
        },

        /** Asks the server, and ends the boot when it does not answer. */
        async checkAndDeleteMissingOrders(stock, ...args) {
            return this.network.offline ? undefined : stock(...args);
        },
    });
});

definePatch("ledger_restore", ({ PosData, PosStore }, { around, safely }) => {
    around(PosData.prototype, {
        async getLocalDataFromIndexedDB(stock, ...args) {
            await loadWaitingAnew();
            const loaded = await stock(...args);
            await safely(restoreAll)(this);
            return loaded;
        },

        /** A draft that a reset would have taken is on Odoo's own disk again. */
        async synchronizeLocalDataInIndexedDB(stock, ...args) {
            const here = waitingEntries().filter(
                ({ kind, harvested, uuid }) => harvested && kind === "draft" && orderOf(this.models, uuid)
            );
            const done = await stock(...args);
            if (here.length && isWritten()) {
                await safely(letGo)(here.map(({ uuid }) => uuid), { confirmed: false });
            }
            return done;
        },
    });

    around(PosStore.prototype, {
        async afterProcessServerData(stock, ...args) {
            shop = this;
            await safely(async () => {
                for (const order of this.models[ORDER].filter((one) => !one.isSynced)) {
                    // It was made before this page was, and may have been sent.
                    noteDoubt(order.uuid);
                    noteOfEarlierPage(order);
                }
                await keepPaid(this);
                await restoreAndQueue(this);
            })();
            return stock(...args);
        },

        async setup(stock, ...args) {
            await stock(...args);
            // The server may have come back while nobody listened for it yet.
            if (waitingEntries().length) {
                this.syncAllOrdersDebounced();
            }
            tellWaiting();
        },
    });
});
