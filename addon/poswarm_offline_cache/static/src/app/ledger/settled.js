/*
 * The sales that the server has confirmed, the last of them.
 *
 * Odoo writes an order to its own database some time after it was paid. A page that
 * ends before finds it there as the draft that it was: the next customer's sale
 * went onto it, and the server, which has that order as paid, took nothing of it.
 * Once the ledger has let go of a sale, this list is what tells.
 */
import { readAll } from "./storage";

const KEY = "settled";
/** Far more than the sales that a page's end can leave behind. */
const MANY = 500;

/** @type {Set<string>} */
const settled = new Set();

async function read() {
    const kept = await readAll("kept");
    return JSON.parse(kept?.find(({ key }) => key === KEY)?.value ?? "[]");
}

export async function loadSettled() {
    (await read()).forEach((uuid) => settled.add(uuid));
}

/** @returns {object} the record for the ledger's disk */
export function addSettled(uuids) {
    uuids.forEach((uuid) => settled.add(uuid));
    return { key: KEY, value: JSON.stringify([...settled].slice(-MANY)) };
}

export function isSettled(uuid) {
    return settled.has(uuid);
}

/** What the disk says, for who asks before the point of sale is there. */
export async function settledOnDisk() {
    return new Set(await read());
}
