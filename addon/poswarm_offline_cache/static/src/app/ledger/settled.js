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

/** @type {Set<string>} */
const settled = new Set();

async function read() {
    const kept = (await readAll("kept")) ?? [];
    return kept.filter(({ key }) => key.startsWith(KEY));
}

const uuidOf = ({ key }) => key.slice(KEY.length);

export async function loadSettled() {
    const records = await read();
    records.forEach((record) => settled.add(uuidOf(record)));
    const lastFirst = records.toSorted((a, b) => b.time - a.time);
    const old = lastFirst.slice(MANY).map(({ key }) => key);
    if (old.length) {
        await write({}, { kept: old });
    }
}

/** @returns {object[]} the records for the ledger's disk */
export function addSettled(uuids) {
    uuids.forEach((uuid) => settled.add(uuid));
    return uuids.map((uuid) => ({ key: KEY + uuid, time: new Date().getTime() }));
}

export function isSettled(uuid) {
    return settled.has(uuid);
}

/** What the disk says, for who asks before the point of sale is there. */
export async function settledOnDisk() {
    return new Set((await read()).map(uuidOf));
}
