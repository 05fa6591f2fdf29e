/*
 * Writes orders, their lines and payments to the disk together, or not at all.
 *
 * Odoo writes one model after the other (`synchronizeLocalDataInIndexedDB()`), each as it is in
 * that moment. Where a table got its numbers from the server in between, and the page ended,
 * the disk had an order with the old numbers of its lines and lines with new ones: none of them.
 * Nothing but these writes is waited for within it, so all that it collects is of one moment.
 */
import { definePatch } from "../patches";

/** What one write has to do, in its order. @type {{method: "put" | "delete", store: string, of: any[]}[]} */
const collected = [];
let collecting = 0;
let lastWrite = Promise.resolve();
let failed = false;

/** Milliseconds, as in Odoo's own write; behind one that hangs waits whoever asked for it. */
const DEADLINE = 5000;

/** Whether the disk took what Odoo wrote last; Odoo itself never says. */
export function isWritten() {
    return !failed;
}

/** As in Odoo's own write, a record that no database takes keeps no other one from it. */
function put(transaction, { method, store, of }) {
    for (const one of of) {
        try {
            transaction.objectStore(store)[method](one);
        } catch (error) {
            console.warn(`poswarm: a record of ${store} cannot be written to this terminal:`, error);
        }
    }
}

/** @returns {Promise<void>} rejected where nothing of it is on the disk */
export async function transact(database, writes) {
    const stores = new Set(writes.map(({ store }) => store));
    const transaction = database.getNewTransaction([...stores], "readwrite");
    if (!transaction) {
        throw new Error("the database is not open");
    }
    const timer = setTimeout(() => transaction.abort(), DEADLINE);
    try {
        await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error ?? new Error(`no end after ${DEADLINE} ms`));
            writes.forEach((one) => put(transaction, one));
        });
    } finally {
        clearTimeout(timer);
        database.activeTransactions?.delete(transaction);
    }
}

/** Milliseconds. Odoo writes again at the next change only, and nobody may change anything. */
const RETRY = 3000;
let retry = null;
let writeAgain = () => {};

/** What is not written now is written again, as it is then. */
async function commit(database, writes) {
    try {
        await transact(database, writes);
        failed = false;
    } catch (error) {
        failed = true;
        console.warn("poswarm: orders were not written to this terminal:", error);
        clearTimeout(retry);
        retry = setTimeout(writeAgain, RETRY);
    }
}

/** @returns {Promise<void>} when the last write has ended, as Odoo's own one way or the other */
function write(database) {
    if (collected.length) {
        lastWrite = commit(database, collected.splice(0));
    }
    return lastWrite;
}

definePatch("ledger_whole_writes", ({ IndexedDB, PosData }, { around }) => {
    around(IndexedDB.prototype, {
        create(stock, store, records, ...rest) {
            if (!collecting || !records?.length) {
                return stock(store, records, ...rest);
            }
            collected.push({ method: "put", store, of: JSON.parse(JSON.stringify(records)) });
        },

        delete(stock, store, keys, ...rest) {
            if (!collecting || !keys?.length) {
                return stock(store, keys, ...rest);
            }
            collected.push({ method: "delete", store, of: [...keys] });
        },

        /** What is read behind a write is what was written. */
        readAll(stock, ...args) {
            write(this);
            return stock(...args);
        },
    });

    around(PosData.prototype, {
        async synchronizeLocalDataInIndexedDB(stock, ...args) {
            writeAgain = () => this.synchronizeLocalDataInIndexedDB();
            collecting += 1;
            const done = await stock(...args).finally(() => (collecting -= 1));
            await write(this.indexedDB);
            return done;
        },
    });
});
