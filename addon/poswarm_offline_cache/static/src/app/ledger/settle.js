/*
 * Asks the server for its word on orders that it has taken, and lets go of them.
 *
 * The answer to a send is not that word: what counts is what the server says
 * when it is asked for the order by its uuid.
 */
import { Again } from "./again";
import { wordOf } from "./entries";
import { readEach } from "./reading";
import { forgetWord, lastWord, noteDoubt } from "./sends";
import { letGo, noteTrouble, waitingEntries } from "./waiting";

/** Milliseconds after a sale, so that several are asked for at once. */
const SOON = 300;
/** Orders in one question. */
const BATCH = 50;

let timer = null;
let asking = null;
const again = new Again();

/** What the server has answered as paid, but for what it is known to have otherwise. */
function taken() {
    return waitingEntries().filter(({ uuid, trouble }) => lastWord(uuid) === "paid" && trouble?.kind !== "differs");
}

async function hear(entry, answer, missing) {
    const { word, why } = wordOf(entry, answer);
    if (word === "settled") {
        await letGo([entry.uuid], { confirmed: true });
    } else if (word === "differs") {
        await noteTrouble(entry.uuid, { kind: "differs", words: why });
    } else {
        // It was answered and is no sale there.
        forgetWord(entry.uuid);
        noteDoubt(entry.uuid);
        missing.push(entry);
    }
}

async function ask(data, onMissing) {
    const missing = [];
    const unread = [];
    const entries = taken();
    for (let at = 0; at < entries.length; at += BATCH) {
        const batch = entries.slice(at, at + BATCH);
        const { answer, refused } = await readEach(data, batch.map(({ uuid }) => uuid));
        for (const entry of batch.filter(({ uuid }) => !refused.has(uuid))) {
            await hear(entry, answer, missing);
        }
        unread.push(...refused.values());
    }
    if (missing.length) {
        await onMissing();
    }
    if (unread.length) {
        throw unread[0];
    }
}

async function askOnce(data, onMissing) {
    try {
        await ask(data, onMissing);
    } catch (error) {
        console.warn("the server was not asked for its orders:", error);
        again.add("settle", () => settleSoon(data, onMissing));
        return;
    } finally {
        asking = null;
    }
    again.forget("settle");
    settleSoon(data, onMissing); // what was taken meanwhile was not asked for
}

/** Resolves when the server was asked, or could not be; then it is asked again later. */
export function settle(data, onMissing) {
    asking ??= askOnce(data, onMissing);
    return asking;
}

export function settleSoon(data, onMissing) {
    if (timer || !taken().length) {
        return;
    }
    timer = setTimeout(() => {
        timer = null;
        settle(data, onMissing);
    }, SOON);
}
