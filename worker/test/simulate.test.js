// A sample of the simulated tills, and the proof that they find faults: each named one is put back
// into the worker, and must be found.
import assert from "node:assert/strict";
import { test } from "node:test";

import { live, plan } from "../sim/day.js";
import { workerScript } from "../sim/till.js";

const DAYS = 6;

/** @returns {Promise<string>} what the first till that fails has said; empty: none has */
async function firstFailure(script, tills) {
    for (let seed = 1; seed <= tills; seed++) {
        const failure = await live(script, seed, plan(seed, DAYS)).catch((error) => error);
        if (failure) {
            return failure.message;
        }
    }
    return "";
}

test("days of a till", async () => {
    assert.equal(await firstFailure(workerScript(), 6), "");
});

/** What was wrong once, or would be: [what, the text of the worker, the text instead]. */
const MUTANTS = [
    ["an answer of whatever stands in front is shown", "if (loaded && !away && isHonest(loaded.response, loaded.text)", "if (loaded && loaded.text"],
    ["a call that nothing is stored for is given up", "limit: key ? limits.call : Infinity", "limit: limits.call"],
    ["a database that refuses at the start counts as empty", 'state = "failed";\n        }', 'state = "ok";\n            return;\n        }'],
    ["a snapshot is completed by messages only", "next.push(await complete(record));", "next.push(IDLE);"],
    ["a visit that is cut short says whose POS opens", 'record.state === "current" && (!config || record.config === config)', "(!config || record.config === config)"],
    ["replies have an age", "replies.map(({ key }) => key).filter((key) => !answered.has(key))", "replies.filter(({ stored }) => Date.now() - stored > 2592000000).map(({ key }) => key)"],
    ["what cannot be read of the POS's data counts as nothing", "return within(readHeld(name), patience, null);", "return [];"],
    ["a script of another host stops the page", "return withoutForeignWaits(html)\n", "return html\n"],
    ["whatever its status, an answer is stored", 'return "status";', "return null;"],
    ["a write is taken over", 'return isListed(call) ? { kind: "call", call } : null;', 'return { kind: "call", call };'],
];

for (const [what, text, instead] of MUTANTS) {
    test(`found: ${what}`, async () => {
        const script = workerScript((whole) => {
            assert.ok(whole.includes(text), "the worker has this text no more: name another");
            return whole.replace(text, () => instead);
        });
        assert.notEqual(await firstFailure(script, 20), "", "no till noticed it");
    });
}
