/*
 * The orders that wait for the server's word, in memory and on the disk.
 *
 * The ledger sends nothing. It holds what was paid until the server has said,
 * asked by uuid, that it has the order as paid with the same total and the same
 * payments; only then an entry goes.
 */
import { entryOf, isOurs, isSaleOf, isUnderstood, markOf } from "./entries";
import { numbersKept, numbersToKeep } from "./browser_storage";
import { write } from "./owed";
import { addSettled, loadSettled } from "./settled";
import { readAll, setProblem, writeOnce } from "./storage";

/** Entries of this POS by uuid. @type {Map<string, object>} */
const entries = new Map();
/** Of each order what of it is in its entry. */
const marks = new Map();
/** The entries that are on the disk as they are here. */
const onDisk = new Set();
const followers = new Set();
let loading = null;
/** How many sales of other points of sale the terminal holds. */
let elsewhere = 0;

/** @param {() => void} follower told when an entry comes, changes or goes */
export function followWaiting(follower) {
    followers.add(follower);
}

export function tellWaiting() {
    followers.forEach((follower) => follower());
}

async function load() {
    const [stored] = await Promise.all([readAll("orders"), loadSettled()]);
    if (!stored) {
        loading = null;
        return;
    }
    const unknown = stored.filter((entry) => !isUnderstood(entry));
    if (unknown.length) {
        setProblem({ kind: "unknown", words: unknown.map(({ uuid }) => uuid).join(", ") });
    }
    elsewhere = stored.filter((entry) => isUnderstood(entry) && !isOurs(entry) && entry.kind === "paid").length;
    // In the order in which they were made: one may refund the other.
    for (const entry of stored.toSorted((a, b) => String(a.time).localeCompare(String(b.time)))) {
        if (isUnderstood(entry) && isOurs(entry) && !entries.has(entry.uuid)) {
            entries.set(entry.uuid, entry);
            onDisk.add(entry.uuid);
        }
    }
    tellWaiting();
}

/** Resolves when what the disk holds is in memory; never rejects. */
export function loadWaiting() {
    loading ??= load();
    return loading;
}

/** What a reset has brought to the ledger since is there as well. */
export function loadWaitingAnew() {
    loading = load();
    return loading;
}

/** Sales that are sent only when their own point of sale is open here. */
export function waitingElsewhere() {
    return elsewhere;
}

export function waitingEntries() {
    return [...entries.values()];
}

export function entryFor(uuid) {
    return entries.get(uuid);
}

/** What the receipt of a sale said is written once, whatever becomes of it in the page. */
function isKept(order) {
    const entry = entries.get(order.uuid);
    const isSame = entry && (marks.get(order.uuid) === markOf(order) || (entry.payload && isSaleOf(entry, order)));
    return Boolean(isSame) && onDisk.has(order.uuid);
}

/** An order that cannot be read keeps no other one from the ledger. */
function entryNow(order, pos) {
    try {
        return { ...entryOf(order, pos), trouble: entries.get(order.uuid)?.trouble ?? null };
    } catch (error) {
        setProblem({ kind: "unknown", words: `${order.pos_reference}: ${error}` });
        return null;
    }
}

/**
 * Writes orders that are not on the disk as they are now.
 *
 * @returns {Promise<boolean>} whether all of them are on the disk
 */
export async function keep(orders, pos) {
    const changed = orders.filter((order) => !isKept(order));
    if (!changed.length) {
        return true;
    }
    const made = new Map(changed.map((order) => [order, entryNow(order, pos)]).filter(([, entry]) => entry));
    made.forEach((entry) => entries.set(entry.uuid, entry) && onDisk.delete(entry.uuid));
    // A receipt's number must not be given again, whatever becomes of localStorage.
    const numbers = numbersToKeep();
    const kept = await write({ orders: [...made.values()], kept: numbers });
    if (kept) {
        numbersKept(numbers);
        made.forEach((_, order) => marks.set(order.uuid, markOf(order)) && onDisk.add(order.uuid));
    }
    tellWaiting();
    return kept && made.size === changed.length;
}

function forget(uuid) {
    entries.delete(uuid);
    marks.delete(uuid);
    onDisk.delete(uuid);
}

/**
 * Writes an entry in place of another one, of which the server has another sale.
 *
 * @param {string} uuid
 * @param {object} made
 * @param {object[]} [others] entries that change with it
 * @returns {Promise<boolean>} whether it is so on the disk
 */
export async function replace(uuid, made, others = []) {
    const entry = entries.get(uuid);
    if (!entry) {
        return false; // it was settled meanwhile
    }
    const numbers = numbersToKeep();
    const written = await writeOnce({ orders: [made, ...others], kept: [...addSettled([entry]), ...numbers] }, { orders: [uuid] });
    // A write that came too late may have been made: who reads behind it sees it.
    if (!written && !(await readAll("orders"))?.some((one) => one.uuid === made.uuid)) {
        return false;
    }
    numbersKept(numbers);
    forget(uuid);
    [made, ...others].forEach((one) => entries.set(one.uuid, one) && onDisk.add(one.uuid));
    tellWaiting();
    return true;
}

/** An order in the page is as its entry says. */
export function noteKept(order) {
    marks.set(order.uuid, markOf(order));
}

/** Notes why an order is still here; null when nothing stands in its way. */
export async function noteTrouble(uuid, trouble) {
    const entry = entries.get(uuid);
    if (!entry || JSON.stringify(entry.trouble) === JSON.stringify(trouble)) {
        return;
    }
    entry.trouble = trouble;
    tellWaiting();
    await write({ orders: [entry] });
}

/**
 * Lets go of orders that the server has, or that are none any more.
 *
 * @param {string[]} uuids
 * @param {{confirmed: boolean, others?: object[]}} how others are entries that change with it
 */
export async function letGo(uuids, { confirmed, others = [] }) {
    const known = uuids.map((uuid) => entries.get(uuid)).filter(Boolean);
    known.forEach(({ uuid }) => forget(uuid));
    others.forEach((one) => entries.set(one.uuid, one));
    if (known.length) {
        tellWaiting();
        const kept = confirmed ? { kept: addSettled(known) } : {};
        await write({ ...kept, ...(others.length ? { orders: others } : {}) }, { orders: known.map(({ uuid }) => uuid) });
    }
}
