// The pauses between the tries of what was refused.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const path = new URL("../poswarm_offline_cache/static/src/app/ledger/again.js", import.meta.url);
const { Again } = await import(`data:text/javascript,${encodeURIComponent(await readFile(path, "utf8"))}`);

// A clock that goes when it is told to.
function withClock(t) {
    let now = 0;
    let timers = [];
    const real = { setTimeout, clearTimeout, performance };
    Object.defineProperty(globalThis, "performance", { value: { now: () => now }, configurable: true });
    globalThis.setTimeout = (work, ms) => {
        timers.push({ work, at: now + ms });
        return timers.at(-1);
    };
    globalThis.clearTimeout = (timer) => (timers = timers.filter((one) => one !== timer));
    t.after(() => {
        Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
        Object.defineProperty(globalThis, "performance", { value: real.performance, configurable: true });
    });
    return (ms) => {
        for (const end = now + ms; ; ) {
            const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
            if (!next) {
                now = end;
                return;
            }
            now = next.at;
            timers = timers.filter((one) => one !== next);
            next.work();
        }
    };
}

test("the pauses grow, for each by itself", (t) => {
    const pass = withClock(t);
    const again = new Again();
    const tries = [];
    const work = (due) => tries.push(`${performance.now()} ${due}`);
    again.soon(["refused"], work);
    pass(20000);
    again.soon(["refused", "new"], work);
    pass(40000);
    assert.deepEqual(tries, ["3000 refused", "13000 refused", "23000 new", "33000 new", "43000 refused"]);
});

test("what waits no longer is not tried, and begins anew", (t) => {
    const pass = withClock(t);
    const again = new Again();
    const tries = [];
    const work = (due) => tries.push(`${performance.now()} ${due}`);
    again.soon(["one", "other"], work);
    pass(3000);
    again.soon(["other"], work);
    pass(10000);
    again.soon([], work);
    pass(1000000);
    again.soon(["other"], work);
    pass(3000);
    assert.deepEqual(tries, ["3000 one,other", "13000 other", "1016000 other"]);
});

test("one more does not change when the others are due", (t) => {
    const pass = withClock(t);
    const again = new Again();
    const tries = [];
    const work = (due) => tries.push(`${performance.now()} ${due}`);
    again.add("one", work);
    pass(2000);
    again.add("other", work);
    pass(2000);
    again.forget("one");
    pass(100000);
    assert.deepEqual(tries, ["3000 one", "5000 other", "15000 other", "45000 other"]);
});

test("a till that is left alone goes on trying", (t) => {
    const pass = withClock(t);
    let tries = 0;
    new Again().soon(["one"], () => tries++);
    pass(24 * 3600 * 1000);
    assert.equal(tries, 291);
});
