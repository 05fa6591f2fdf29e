// A line that is slow and alive: what counts is whether something comes, not how long it takes. The
// worker's patience is cut to a fraction, so that "minutes" are a second here.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, ORIGIN, Terminal } from "./platform.js";
import { CSS, dead, HTML, isUp, JS, JSON_TYPE, MANIFEST, page, PAGE, shop } from "./shop.js";

const SILENCE = 800;
const PIECE_EVERY = 150;
const PIECES = 10;
const BUNDLE = "/web/assets/9f8e7d6/a.min.js";
const STYLE = "/web/assets/9f8e7d6/a.min.css";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something holds, on a machine that may be busy. */
async function until(holds, ms = 10000) {
    for (const begin = performance.now(); !holds() && performance.now() - begin < ms; ) {
        await pause(5);
    }
    assert.ok(holds());
}

/**
 * An answer that comes piece by piece and ends with its request. `stopsAfter` so many pieces nothing
 * comes any more.
 */
function trickle(path, headers, { signal } = {}, { stopsAfter = Infinity, whole = () => {} } = {}) {
    let timer;
    let count = 0;
    const body = new ReadableStream({
        start(out) {
            signal?.addEventListener("abort", () => {
                clearTimeout(timer);
                out.error(signal.reason);
            });
            const next = () => {
                if (count === PIECES) {
                    whole();
                    return out.close();
                }
                out.enqueue(new TextEncoder().encode(`piece ${count++};`));
                timer = count < stopsAfter && setTimeout(next, PIECE_EVERY);
            };
            next();
        },
    });
    return answer(path, body, { headers });
}

const WHOLE = Array.from({ length: PIECES }, (_, count) => `piece ${count};`).join("");

/** A till with the old build, before a server with the new one, whose script comes slowly. */
async function upgraded(how = {}, { silence = SILENCE, stalled = 1500 } = {}) {
    const terminal = new Terminal();
    terminal.constants = { LAST_RESORT: silence, LOOK_EVERY: 50, STALLED: stalled, ROUND: 300 };
    terminal.start();
    terminal.open = ["tab"];
    terminal.server = shop();
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    const manifest = { ...MANIFEST, pos_session: 7, assets: [BUNDLE, STYLE] };
    const online = shop({
        "/pos/ui/1": (path) => answer(path, PAGE({}, "9f8e7d6"), { headers: HTML }),
        "/poswarm/manifest/1": (path) => answer(path, JSON.stringify(manifest), { headers: JSON_TYPE }),
        [STYLE]: (path) => answer(path, "a{}", { headers: CSS }),
    });
    terminal.server = (request, init) => (request.url.endsWith(BUNDLE) ? trickle(BUNDLE, JS, init, how) : online(request));
    return terminal;
}

const bundles = (terminal) => terminal.asked.filter((line) => line === `GET ${BUNDLE}`).length;
const ask = (terminal, client, settle = true) => terminal.request(BUNDLE, { mode: "no-cors", client, settle });

/** The bundle as a tab gets it without a server. */
async function storedBundle(terminal) {
    terminal.server = dead;
    const stored = await ask(terminal, "offline");
    return stored.type === "error" ? "" : stored.text();
}

test("a bundle that flows is waited for, however long it takes", async () => {
    const terminal = await upgraded();
    await page(terminal, "/pos/ui/1", "second");
    assert.equal(await (await ask(terminal, "second")).text(), WHOLE);
    assert.deepEqual(terminal.sentOn, []);
    assert.ok((await isUp(terminal, 7, "second")).committed, "and is stored");
    assert.equal(bundles(terminal), 1);
});

test("a bundle that stops is given up when nothing has come for a while, and not before", async () => {
    const terminal = await upgraded({ stopsAfter: 5 });
    await page(terminal, "/pos/ui/1", "second");
    const begin = performance.now();
    await ask(terminal, "second", false);
    await until(() => terminal.sentOn.length);
    const took = performance.now() - begin;
    assert.deepEqual(terminal.sentOn, [["second", `${ORIGIN}/pos/ui/1`]]);
    assert.ok(took > 4 * PIECE_EVERY + SILENCE - 50, `after ${took} ms`);
    assert.equal(await storedBundle(terminal), "", "a part of it is not stored");
});

test("a bundle comes to its end when its tab is left, and the next load takes it", async () => {
    const terminal = await upgraded();
    await page(terminal, "/pos/ui/1", "second");
    void ask(terminal, "second", false);
    await pause(2 * PIECE_EVERY);
    terminal.left.add("second");
    await pause(PIECE_EVERY);
    await page(terminal, "/pos/ui/1", "third");
    assert.equal(await (await ask(terminal, "third")).text(), WHOLE);
    assert.equal(bundles(terminal), 1, "one download for both");
    const alone = await upgraded();
    await page(alone, "/pos/ui/1", "second");
    void ask(alone, "second", false);
    await pause(2 * PIECE_EVERY);
    alone.left.add("second");
    const stored = alone.caches.stores.get("poswarm-1").bodies;
    await until(() => [...stored.keys()].some((key) => key.endsWith(BUNDLE)));
    assert.equal(await storedBundle(alone), WHOLE, "nobody waits for it, and it is stored");
});

test("nobody joins a download that has stalled, and it ends with its tab", async () => {
    const terminal = await upgraded({ stopsAfter: 1 }, { silence: 10000, stalled: 300 });
    const ended = [];
    const { server } = terminal;
    terminal.server = (request, init = {}) => {
        init.signal?.addEventListener("abort", () => ended.push(request.url));
        return server(request, init);
    };
    await page(terminal, "/pos/ui/1", "second");
    void ask(terminal, "second", false);
    await pause(900);
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, "9f8e7d6"), { headers: HTML }), [BUNDLE]: (path) => answer(path, "code", { headers: JS }) });
    await page(terminal, "/pos/ui/1", "third");
    assert.equal(await (await ask(terminal, "third")).text(), "code");
    terminal.left.add("second");
    await until(() => ended.length, 5000);
    assert.deepEqual(ended, [ORIGIN + BUNDLE], "long before the silence counts");
});

test("a bundle of which nothing has come ends with its tab at once", async () => {
    const terminal = await upgraded({}, { silence: 10000 });
    const ended = [];
    const { server } = terminal;
    const hangs = ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(ended.push(signal.reason) && signal.reason)));
    terminal.server = (request, init) => (request.url.endsWith(BUNDLE) ? hangs(init) : server(request, init));
    await page(terminal, "/pos/ui/1", "second");
    void ask(terminal, "second", false);
    await pause(20);
    terminal.left.add("second");
    await until(() => ended.length === 1, 5000);
});

test("the new build is brought behind the old one, however long it takes, and then it is news", async () => {
    let isWhole = false;
    const terminal = await upgraded({ whole: () => (isWhole = true) });
    const { server } = terminal;
    terminal.server = dead;
    await page(terminal, "/pos/ui/1", "offline");
    terminal.server = server;
    terminal.told.length = 0;
    const tick = () => terminal.message({ type: "poswarm/tick", schema: 1, config: 1 }, "offline").then(([{ next }]) => next);
    const news = () => terminal.told.filter(({ type }) => type === "newer").map(({ why }) => why);
    await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "offline" });
    for (let turn = 0; turn < 100 && !news().length; turn++) {
        const next = await tick();
        assert.ok(isWhole || !news().length, "not before it is here");
        assert.ok(isWhole || next <= 2000, "the page comes again soon, which keeps the worker alive");
        await pause(50);
    }
    assert.deepEqual(news(), ["build"]);
    assert.equal(bundles(terminal), 1);
    await page(terminal, "/pos/ui/1", "second");
    assert.equal(await (await ask(terminal, "second")).text(), WHOLE, "from the store");
    assert.equal(bundles(terminal), 1);
    assert.deepEqual(terminal.sentOn, []);
});

test("a file of a snapshot that flows is waited for, and one that stops is not", async () => {
    for (const [how, committed] of [[{}, true], [{ stopsAfter: 3 }, false]]) {
        const terminal = new Terminal();
        terminal.constants = { FILE_SILENCE: SILENCE };
        terminal.start();
        const online = shop();
        const script = "/web/assets/0a1b2c3/a.min.js";
        terminal.server = (request, init) => (request.url.endsWith(script) ? trickle(script, JS, init, how) : online(request));
        await page(terminal);
        assert.equal(Boolean((await isUp(terminal)).committed), committed);
    }
});
