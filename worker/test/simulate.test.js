// A sample of the simulated tills, and the proof that they find faults: each named one is put back
// into the worker, and must be found.
import assert from "node:assert/strict";
import { test } from "node:test";

import { live, plan } from "../sim/day.js";
import { workerScript } from "../sim/till.js";

/** What `make simulate` has found, and was mended: [what, the till, its steps]. */
const FOUND = [
    ["a load beside one that hangs", 1000003, [["front", 343820366], ["open", 875736985], ["night", 780919439]]],
    ["the worker ends before its word", 1000004, [["night", 22595003], ["front", 58315264], ["killSoon", 779195559]]],
    ["a disk that is full while a page loads", 1000059, [["disk", 20190592], ["back", 467509940]]],
    ["a disk that is silent while a page loads", 1000056, [["disk", 872488500], ["back", 324742571]]],
    ["a first load on a busy morning", 1, [["front", 4], ["open", 1]]],
    ["the worker ends while it asks what it missed", 1003976, [["killSoon", 211002636], ["kill", 481978458], ["back", 506024499]]],
    ["a gateway's word for the addon's list", 17, [["front", 323368117], ["open", 17], ["back", 149973023]]],
];

const played = (script, seed, steps) => live(script, seed, steps.map(([name, number]) => ({ what: name, with: number })));
const days = (script, seed, count) => live(script, seed, plan(seed, count)).catch((error) => error);

/** @returns {Promise<string>} what the first till that fails has said; empty: none has */
async function firstFailure(script, tills, count) {
    for (let seed = 1; seed <= tills; seed++) {
        const failure = await days(script, seed, count);
        if (failure) {
            return failure.message;
        }
    }
    return "";
}

for (const [what, seed, steps] of FOUND) {
    test(`played back: ${what}`, () => played(workerScript(), seed, steps));
}

test("days of a till", async () => {
    assert.equal(await firstFailure(workerScript(), 2, 20), "");
    // The tills that must notice what is put back live without it.
    assert.equal(await firstFailure(workerScript(), 20, 6), "");
});

/** What was wrong once, or would be: [what, the text of the worker, the text instead]. */
const MUTANTS = [
    ["an answer of whatever stands in front is shown", "if (loaded && !away && isHonest(loaded.response, loaded.text)", "if (loaded && loaded.text"],
    ["a database that refuses at the start counts as empty", 'state = "failed";\n        }', 'state = "ok";\n            return;\n        }'],
    ["a snapshot is completed by messages only", "next.push(await complete(record));", "next.push(IDLE);"],
    ["a visit that is cut short says whose POS opens", 'record.state === "current" && (!config || record.config === config)', "(!config || record.config === config)"],
    ["replies have an age", "replies.map(({ key }) => key).filter((key) => !answered.has(key))", "replies.filter(({ stored }) => Date.now() - stored > 2592000000).map(({ key }) => key)"],
    ["what cannot be read of the POS's data counts as nothing", "return within(readHeld(name), patience, null);", "return [];"],
    ["a script of another host stops the page", "return withoutForeignWaits(html)\n", "return html\n"],
    ["whatever its status, an answer is stored", 'return "status";', "return null;"],
    ["a body without its entry is nobody's", "...stray.map((url) => url.slice(ORIGIN.length))", ""],
    ["a call is given up with nothing to give in its place", "if ((!heard || (stored && now() - begin >= cap)) && (await spare())) {", "if (!heard || (stored && now() - begin >= cap && (await spare()))) {"],
    ["a page whose snapshot was not written is taken for known", "client?.owner && (!client.snapshot || snapshot(client.snapshot))", "client?.owner"],
    ["what a page was told before its snapshot is lost", "await askTold(client, data.told);", ""],
    ["a page from the store says who is logged in", "client.stored ? (await isLoggedIn(record, now() - begin)) === true : ", ""],
    ["what was told in vain is not told again", "again: true", "again: false"],
    ["what the server does not give at once is given up", "!final || isDue(url)", "!final"],
    ["a write is taken over", 'return isListed(call) ? { kind: "call", call } : null;', 'return { kind: "call", call };'],
];

/** What few tills show: [what, the till that does], in so many days. */
const SHOWN_WITHIN = 14;
const SHOWN = new Map([
    ["a snapshot is completed by messages only", 615],
    ["replies have an age", 347],
    ["what cannot be read of the POS's data counts as nothing", 332],
    ["whatever its status, an answer is stored", 421],
    ["a body without its entry is nobody's", 5140],
    ["a call is given up with nothing to give in its place", 5007],
    ["a page whose snapshot was not written is taken for known", 9638],
    ["what a page was told before its snapshot is lost", 9638],
    ["a page from the store says who is logged in", 10524],
]);

test("days of the tills that show a fault", async () => {
    for (const seed of new Set(SHOWN.values())) {
        assert.ifError(await days(workerScript(), seed, SHOWN_WITHIN));
    }
});

async function isNoticed(what, script) {
    if (SHOWN.has(what)) {
        return Boolean(await days(script, SHOWN.get(what), SHOWN_WITHIN));
    }
    const plays = await Promise.all(FOUND.map(([, seed, steps]) => played(script, seed, steps).catch((error) => error)));
    return plays.some(Boolean) || Boolean(await firstFailure(script, 20, 6));
}

for (const [what, text, instead] of MUTANTS) {
    test(`found: ${what}`, async () => {
        const script = workerScript((whole) => {
            assert.ok(whole.includes(text), "the worker has this text no more: name another");
            return whole.replace(text, () => instead);
        });
        assert.ok(await isNoticed(what, script), "no till noticed it");
    });
}
