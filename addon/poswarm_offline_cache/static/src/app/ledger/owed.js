/*
 * Writes to the ledger, and writes again what the disk did not take.
 *
 * A sale on a full disk, or while the disk hangs, goes on and is in this page's memory only: what
 * was refused is owed to the disk, and is tried again every few seconds, with whatever is written
 * next, and once more when the page ends. Of each record the last word counts.
 *
 * Pictures, which the server has as well, make room for what only this terminal has.
 *
 * Relies on nothing of the point of sale.
 */
import { askWorker } from "../worker_link";
import { definePatch } from "../patches";
import { keyOf, setRoomMaker, writeOnce } from "./storage";

/** Milliseconds. */
const RETRY = 3000;
/** A customer waits for the receipt. */
const ROOM_DEADLINE = 2000;

/** What the disk has not taken: by store and key a record, or null for one that goes. @type {Map<string, Map<any, object | null>>} */
const owed = new Map();
let timer = null;
let paying = null;

function owe(store, key, record) {
    if (!owed.has(store)) {
        owed.set(store, new Map());
    }
    owed.get(store).set(key, record);
}

function oweAll(puts, removes) {
    for (const [store, records] of Object.entries(puts)) {
        records.forEach((record) => owe(store, keyOf(store, record), record));
    }
    for (const [store, keys] of Object.entries(removes)) {
        keys.forEach((key) => owe(store, key, null));
    }
    timer ??= setInterval(pay, RETRY);
}

/** What is written now is the last word. */
function isPaid(store, key) {
    owed.get(store)?.delete(key);
    if (owed.get(store)?.size === 0) {
        owed.delete(store);
    }
    if (!owed.size) {
        clearInterval(timer);
        timer = null;
    }
}

function allPaid(puts, removes) {
    for (const [store, records] of Object.entries(puts)) {
        records.forEach((record) => isPaid(store, keyOf(store, record)));
    }
    for (const [store, keys] of Object.entries(removes)) {
        keys.forEach((key) => isPaid(store, key));
    }
}

/** All that is owed, as `writeOnce()` takes it. */
function due() {
    const puts = {};
    const removes = {};
    for (const [store, records] of owed) {
        puts[store] = [...records.values()].filter(Boolean);
        removes[store] = [...records].filter(([, record]) => !record).map(([key]) => key);
    }
    return [puts, removes];
}

async function payAll() {
    const before = [...owed].flatMap(([store, records]) => [...records].map(([key, record]) => [store, key, record]));
    if (await writeOnce(...due(), true)) {
        // What was said meanwhile is owed still.
        before.filter(([store, key, record]) => owed.get(store)?.get(key) === record).forEach(([store, key]) => isPaid(store, key));
    }
}

/** Tries again what the disk did not take. */
function pay() {
    if (owed.size) {
        paying ??= payAll().finally(() => {
            paying = null;
        });
    }
}

/**
 * Puts and removes in one transaction; what the disk does not take now it gets later.
 *
 * @param {Record<string, object[]>} puts records by store
 * @param {Record<string, any[]>} removes keys by store
 * @returns {Promise<boolean>} whether it is on the disk
 */
export async function write(puts, removes = {}) {
    const written = await writeOnce(puts, removes, true);
    if (written) {
        allPaid(puts, removes);
        pay();
    } else {
        oweAll(puts, removes);
    }
    return written;
}

/** @returns {Promise<boolean>} whether pictures have made room */
async function dropPictures() {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) {
        return false;
    }
    const late = new Promise((resolve) => setTimeout(resolve, ROOM_DEADLINE));
    const answer = await Promise.race([askWorker(worker, { type: "poswarm/room" }), late]).catch(() => null);
    return answer?.dropped > 0;
}

definePatch("ledger_owed", (_, { safely }) => {
    setRoomMaker(dropPictures);
    // Each is the last that some browser tells a page: what is asked of the disk there it still does.
    for (const type of ["beforeunload", "pagehide"]) {
        window.addEventListener(type, safely(pay), { capture: true });
    }
});
