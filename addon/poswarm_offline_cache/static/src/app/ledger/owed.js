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
import { turns } from "./turns";

/** Milliseconds. */
const RETRY = 3000;
/** A customer waits for the receipt. */
const ROOM_DEADLINE = 2000;

/** A record, or none where it goes. @typedef {{store: string, key: string, record?: object}} Part */

/** What the disk has not taken. @type {Map<string, Part>} */
const owed = new Map();
let timer = null;
/** The disk gets one word after the other: an older one must not come behind a newer one. */
const inTurn = turns();

const idOf = ({ store, key }) => `${store} ${key}`;

/** @returns {Part[]} what a write consists of */
function partsOf(puts, removes) {
    const put = Object.entries(puts).flatMap(([store, records]) => records.map((record) => ({ store, key: keyOf(store, record), record })));
    const removed = Object.entries(removes).flatMap(([store, keys]) => keys.map((key) => ({ store, key })));
    return [...put, ...removed];
}

/** All that is owed, as `writeOnce()` takes it. */
function due() {
    const puts = {};
    const removes = {};
    for (const { store, key, record } of owed.values()) {
        if (record) {
            (puts[store] ??= []).push(record);
        } else {
            (removes[store] ??= []).push(key);
        }
    }
    return [puts, removes];
}

function setTimer() {
    if (!owed.size) {
        clearInterval(timer);
        timer = null;
    } else {
        timer ??= setInterval(pay, RETRY);
    }
}

async function payAll() {
    if (owed.size && (await writeOnce(...due(), true))) {
        owed.clear();
        setTimer();
    }
}

/** Tries again what the disk did not take. */
function pay() {
    return inTurn(payAll);
}

async function writeOrOwe(puts, removes) {
    const written = await writeOnce(puts, removes, true);
    for (const part of partsOf(puts, removes)) {
        if (written) {
            owed.delete(idOf(part)); // this was the last word
        } else {
            owed.set(idOf(part), part);
        }
    }
    setTimer();
    return written;
}

/**
 * Puts and removes in one transaction; what the disk does not take now it gets later.
 *
 * @param {Record<string, object[]>} puts records by store
 * @param {Record<string, any[]>} removes keys by store
 * @returns {Promise<boolean>} whether it is on the disk
 */
export async function write(puts, removes = {}) {
    const written = await inTurn(() => writeOrOwe(puts, removes));
    if (written) {
        pay();
    }
    return written;
}

/** @returns {Promise<boolean>} whether pictures have made room */
async function dropPictures() {
    const worker = navigator.serviceWorker?.controller;
    const answer = worker && (await askWorker(worker, { type: "poswarm/room" }, ROOM_DEADLINE).catch(() => null));
    return answer?.dropped > 0;
}

definePatch("ledger_owed", (_, { safely }) => {
    setRoomMaker(dropPictures);
    // Each is the last that some browser tells a page: what is asked of the disk there it still does.
    for (const type of ["beforeunload", "pagehide"]) {
        window.addEventListener(type, safely(pay), { capture: true });
    }
});
