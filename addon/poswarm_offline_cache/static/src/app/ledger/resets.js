/*
 * Stands before everything that deletes the point of sale's database.
 *
 * "Reload Data" of the menu, of the box of a failed start and of the box of an
 * error, a change of settings, a new POS session, a debug tool: all of them end
 * in `indexedDB.deleteDatabase()`, and so does what nobody knows of yet. There,
 * or where Odoo waits for it, the ledger first takes what only this terminal has, and only then the database
 * goes; what the ledger cannot take is not deleted. At the next start it is put
 * back. The ledger's own database is not for anyone to delete.
 *
 * Relies on the browser's `IDBFactory`; on nothing of the point of sale.
 */
import { definePatch } from "../patches";
import { entryOf } from "./entries";
import { harvest, ownerOf } from "./harvest";
import { thePos } from "./restore";
import { isInBucket, NAME, writeOnce } from "./storage";

const ORDER = "pos.order";
/** Milliseconds. Odoo gives up waiting after 3 s and opens the database anew: it must not be deleted then. */
const DEADLINE = 2500;

/** What deleting a database answers with, when it cannot be the browser's own. */
class Deletion extends EventTarget {
    result = undefined;
    error = null;
    readyState = "pending";
    onsuccess = null;
    onerror = null;
    onblocked = null;

    tell(type) {
        if (type !== "blocked") {
            this.readyState = "done";
        }
        const event = new Event(type);
        this.dispatchEvent(event);
        this[`on${type}`]?.(event);
    }
}

/** What is on the screen of this page and not sent: the disk may not have it yet. */
function onScreen(name) {
    const pos = thePos();
    if (!pos || pos.data.databaseName !== name) {
        return [];
    }
    const drafts = pos.models[ORDER].filter((order) => !order.finalized && order.lines.length && order.isDirty());
    return drafts.map((order) => ({ ...entryOf(order, pos), harvested: true }));
}

/** @returns {Promise<boolean>} whether all that only this terminal has is in the ledger */
async function rescue(name) {
    const found = new Map((await harvest(name)).map((entry) => [entry.uuid, entry]));
    onScreen(name).forEach((entry) => found.set(entry.uuid, entry));
    return !found.size || writeOnce({ orders: [...found.values()] });
}

/** @returns {Promise<boolean>} whether what only this terminal has of a database is in the ledger now */
export async function isSafe(name) {
    try {
        return await rescue(name);
    } catch (error) {
        console.warn(`poswarm: ${name} is not deleted, what it has could not be kept:`, error);
        return false;
    }
}

function forward(request, deletion) {
    request.onsuccess = () => deletion.tell("success");
    request.onblocked = () => deletion.tell("blocked");
    request.onerror = () => {
        deletion.error = request.error;
        deletion.tell("error");
    };
}

async function deleteSafely(name, deletion, remove) {
    const started = performance.now();
    const safe = await isSafe(name);
    if (safe && performance.now() - started < DEADLINE) {
        forward(remove(), deletion);
    } else {
        deletion.tell("success");
    }
}

/** Databases of which the ledger has all that it must have. */
const rescued = new Set();

definePatch("ledger_resets", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        /** Odoo opens the database anew behind this: nothing may be in between there. */
        async resetIndexedDB(stock, ...args) {
            if (!(await isSafe(this.databaseName))) {
                return;
            }
            rescued.add(this.databaseName);
            return stock(...args);
        },
    });

    const { prototype } = IDBFactory;
    const stock = prototype.deleteDatabase;
    prototype.deleteDatabase = function (name) {
        const isLedger = name === NAME && !isInBucket();
        if (this !== globalThis.indexedDB || (!isLedger && !ownerOf(name)) || rescued.delete(name)) {
            return stock.apply(this, arguments);
        }
        const deletion = new Deletion();
        if (isLedger) {
            setTimeout(() => deletion.tell("success"));
        } else {
            deleteSafely(name, deletion, () => stock.call(this, name));
        }
        return deletion;
    };
});
