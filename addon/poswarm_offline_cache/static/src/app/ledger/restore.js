/*
 * Gives back to the point of sale what it has lost of the orders that wait.
 *
 * Odoo's memory and its database forget orders: an offline start reads them from
 * the disk and drops them again (`missingRecursive()` offline), a reset deletes
 * them, the server's older copy overwrites them. Here every order of the ledger
 * is put back as the unsent paid order that it is, into Odoo's models and its
 * queue, and Odoo sends it.
 */
import { definePatch } from "../patches";
import { UNNAMED } from "./names";
import { markAll } from "./records";
import { lastWord, noteDoubt } from "./sends";
import { isSettled } from "./settled";
import { entryFor, keep, letGo, loadWaitingAnew, noteKept, noteTrouble, tellWaiting, waitingEntries } from "./waiting";

const ORDER = "pos.order";

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
    if (!order.finalized || order.state === "cancel" || isSettled(order.uuid)) {
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

function isWhole(order, entry) {
    const has = new Set(order.payment_ids.map(({ uuid }) => uuid));
    const lines = entry.records["pos.order.line"]?.length ?? 0;
    return order.lines.length >= lines && entry.payments.every(({ uuid }) => has.has(uuid));
}

function isAsEntered(order, entry) {
    return (entry.kind === "draft" || order.finalized) && isWhole(order, entry);
}

/** Odoo loads the order before its lines; ids that change need it the other way round. */
function inOrder(records, known) {
    const { [ORDER]: orders, ...others } = records;
    return known ? { ...others, [ORDER]: orders } : { [ORDER]: orders, ...others };
}

/** A line without its product ends the start of the whole point of sale. */
function lacksProducts(data, records) {
    const loaded = new Set(records["product.product"]?.map(({ id }) => id));
    const ids = (records["pos.order.line"] ?? []).map(({ product_id: product }) => product);
    return ids.some((id) => id && !loaded.has(id) && !data.models["product.product"].get(id));
}

async function putBack(data, entry, known) {
    let { records } = entry;
    if (!data.network.offline) {
        // A product that is no longer in the list is loaded, or Odoo drops its line.
        records = await data.missingRecursive(records);
    }
    if (lacksProducts(data, records)) {
        return null; // it waits in the ledger, and the next look asks again
    }
    data.models.loadConnectedData(inOrder(records, known));
    const order = orderOf(data.models, entry.uuid);
    if (order && !isWhole(order, entry)) {
        await noteTrouble(entry.uuid, { kind: "damaged" });
        return null;
    }
    return order;
}

/** Makes the page's copy of one order what its entry says. */
async function restore(data, entry) {
    let order = orderOf(data.models, entry.uuid);
    if (!order || !isAsEntered(order, entry)) {
        order = await putBack(data, entry, order);
    }
    if (order) {
        markAll(order, data.opts);
        noteDoubt(entry.uuid);
        if (entry.payload) {
            noteKept(order);
        }
    }
    return order;
}

/** Drafts of Odoo's disk that the server has long had as paid, see settled.js. */
function dropGhosts(data) {
    const ghosts = data.models[ORDER].filter(({ state, isSynced, uuid }) => state === "draft" && !isSynced && isSettled(uuid));
    ghosts.forEach((order) => data.localDeleteCascade(order));
}

async function restoreAll(data) {
    dropGhosts(data);
    for (const entry of waitingEntries()) {
        try {
            await restore(data, entry);
        } catch (error) {
            await noteTrouble(entry.uuid, { kind: "damaged", words: String(error) });
        }
    }
}

/** Into Odoo's queue, if it is not there or counts as sent. */
export function enqueue(pos, entry) {
    const order = orderOf(pos.models, entry.uuid);
    if (!order?.finalized || entry.kind === "draft" || entry.trouble?.kind === "damaged") {
        return;
    }
    // All of it: what an earlier send of a line has become nobody knows for sure, and
    // the server takes changes to an order only until it has it as paid.
    markAll(order, pos.data.opts);
    pos.addPendingOrder([order.id]);
}

/** A refused sale must not stand in front of another one whose receipt waits for its send. */
function makesWay(pos, { uuid, trouble }) {
    const order = orderOf(pos.models, uuid);
    if (trouble?.kind !== "refused" || !order || order === pos.getOrder?.()) {
        return false;
    }
    pos.removePendingOrder(order);
    return true;
}

/**
 * What Odoo has lost since is put back, and all that waits is queued; what was
 * refused only when it is tried again.
 */
export async function restoreAndQueue(pos, { refusedToo = false } = {}) {
    for (const entry of waitingEntries()) {
        if (!refusedToo && makesWay(pos, entry)) {
            continue;
        }
        if (lastWord(entry.uuid) === "paid") {
            continue;
        }
        const order = orderOf(pos.models, entry.uuid);
        if (!order || !isAsEntered(order, entry)) {
            await restore(pos.data, entry);
        }
        enqueue(pos, entry);
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
            if (here.length) {
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
