/*
 * The sales that the server has confirmed, the last of them.
 *
 * Odoo writes an order to its own database some time after it was paid. A page that
 * ends before finds it there as the draft that it was: the next customer's sale
 * went onto it, and the server, which has that order as paid, took nothing of it.
 * Once the ledger has let go of a sale, this list is what tells.
 */
import { write } from "./owed";
import { readAll } from "./storage";

const KEY = "settled ";
/** Of each terminal; far more than the sales that a page's end can leave behind. */
const MANY = 1000;

/** The payments of each, by its uuid; none where an earlier version did not note them. @type {Map<string, Set<string> | null>} */
const settled = new Map();

async function read() {
    const kept = (await readAll("kept")) ?? [];
    return kept.filter(({ key }) => key.startsWith(KEY));
}

const uuidOf = ({ key }) => key.slice(KEY.length);

export async function loadSettled() {
    const records = await read();
    records.forEach((record) => settled.set(uuidOf(record), record.payments ? new Set(record.payments) : null));
    const lastFirst = records.toSorted((a, b) => b.time - a.time);
    const old = lastFirst.slice(MANY).map(({ key }) => key);
    if (old.length) {
        await write({}, { kept: old });
    }
}

/**
 * @param {object[]} entries
 * @returns {object[]} the records for the ledger's disk
 */
export function addSettled(entries) {
    return entries.map(({ uuid, payments }) => {
        const uuids = payments.map((one) => one.uuid);
        settled.set(uuid, new Set(uuids));
        return { key: KEY + uuid, time: new Date().getTime(), payments: uuids };
    });
}

/** Whether a sale of this order was settled, whatever was paid on it since. */
export function wasSettled(uuid) {
    return settled.has(uuid);
}

/** Whether an order of the page is a sale that was settled: what was paid on it since is another one. */
export function isSettled({ uuid, payment_ids: payments }) {
    const known = settled.get(uuid);
    return known === null || Boolean(known && payments.every((payment) => known.has(payment.uuid)));
}

/** What the disk says, for who asks before the point of sale is there. */
export async function settledOnDisk() {
    return new Set((await read()).map(uuidOf));
}
