// The judge and the health of the server: every answer that there is, over a complete snapshot.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fileDoubt, isHonest, pageDoubt, replyDoubt } from "../src/verdict.js";
import { answer, ORIGIN, Terminal } from "./platform.js";
import { CSS, dead, HTML, hung, isUp, JS, JSON_TYPE, page, PAGE, PNG, PONG, shop, status } from "./shop.js";

const STATUSES = Array.from({ length: 500 }, (_, i) => 100 + i);

/** What a box in front of Odoo, or a broken Odoo, may say: [headers, body]. */
const BODIES = {
    html: [HTML, "<!doctype html><html lang=en><title>404 Not Found</title><h1>Not Found</h1></html>"],
    json: [JSON_TYPE, '{"message": "no upstream"}'],
    empty: [{}, ""],
    truncated: [HTML, PAGE().slice(0, -9)],
    "wrong type": [{ "content-type": "application/octet-stream" }, PAGE()],
};

const all = (check) => {
    for (const code of STATUSES) {
        for (const [name, [headers, body]] of Object.entries(BODIES)) {
            check(code, name, headers, body);
        }
    }
};

const head = (code, headers, change = {}) => ({ status: code, type: "basic", url: `${ORIGIN}/x`, headers: new Headers(headers), ...change });

const text = (whole) => ({ whole, head: whole.slice(0, 200), tail: whole.slice(-200) });

test("no answer but those of the table is good, for any kind", () => {
    all((code, name, headers, body) => {
        const response = head(code, headers);
        assert.notEqual(pageDoubt(response, body, 1, ORIGIN), "", `page ${code} ${name}`);
        assert.notEqual(replyDoubt(response, text(body), ORIGIN), "", `reply ${code} ${name}`);
        for (const kind of ["script", "style", "image"]) {
            assert.notEqual(fileDoubt(kind, response, `/web/static/a`, ORIGIN), "", `${kind} ${code} ${name}`);
        }
        if (code !== 200) {
            assert.equal(fileDoubt("static", response, "/web/static/a.xml", ORIGIN), `status-${code}`);
        }
    });
});

test("the table of good answers", () => {
    const good = [
        ["page", () => pageDoubt(head(200, HTML), PAGE(), 1, ORIGIN)],
        ["page of any config", () => pageDoubt(head(200, HTML), PAGE(), null, ORIGIN)],
        ["result", () => replyDoubt(head(200, JSON_TYPE), text(PONG), ORIGIN)],
        ["error of Odoo", () => replyDoubt(head(200, JSON_TYPE), text('{"jsonrpc": "2.0", "id": 1, "error": {"code": 100}}'), ORIGIN)],
        ["script", () => fileDoubt("script", head(200, JS), "/a.js", ORIGIN)],
        ["style", () => fileDoubt("style", head(200, CSS), "/a.css", ORIGIN)],
        ["picture", () => fileDoubt("image", head(200, PNG), "/web/image", ORIGIN)],
        ["font under any name", () => fileDoubt("font", head(200, { "content-type": "application/octet-stream" }), "/a.woff2", ORIGIN)],
        ["a module's static page", () => fileDoubt("static", head(200, HTML), "/other/static/help.html?x=1", ORIGIN)],
    ];
    for (const [name, judge] of good) {
        assert.equal(judge(), "", name);
    }
    const doubts = [
        ["portal", () => pageDoubt(head(200, HTML), "<title>Wi-Fi</title></html>", 1, ORIGIN)],
        ["wrong-config", () => pageDoubt(head(200, HTML), PAGE({ pos_config_id: 2 }), 1, ORIGIN)],
        ["login-page", () => pageDoubt(head(200, HTML), '<form action="/web/login"></form></html>', 1, ORIGIN)],
        ["truncated", () => pageDoubt(head(200, HTML), PAGE().slice(0, -9), 1, ORIGIN)],
        ["foreign-redirect", () => pageDoubt(head(0, {}, { type: "opaqueredirect" }), "", 1, ORIGIN)],
        ["foreign-redirect", () => replyDoubt(head(200, JSON_TYPE, { url: "https://else.example/" }), text(PONG), ORIGIN)],
        ["portal", () => replyDoubt(head(200, HTML), text("<html></html>"), ORIGIN)],
        ["rpc-no-result", () => replyDoubt(head(200, JSON_TYPE), text("{}"), ORIGIN)],
        ["length", () => replyDoubt(head(200, JSON_TYPE), text('{"jsonrpc": "2.0", "id": 1, "result": [1'), ORIGIN)],
        ["length", () => replyDoubt(head(200, JSON_TYPE), text('{"jsonrpc": "2.0", "id": 1, "result": {"a": 1}'), ORIGIN)],
        ["length", () => replyDoubt(head(200, JSON_TYPE), { ...text('{"jsonrpc": "2.0", "id": 1, "result": [1'), whole: null }, ORIGIN)],
        ["portal", () => fileDoubt("static", head(200, HTML), "/other/static/data.xml", ORIGIN)],
        ["network-error", () => fileDoubt("image", head(0, {}, { type: "error" }), "/web/image", ORIGIN)],
    ];
    for (const [want, judge] of doubts) {
        assert.equal(judge(), want);
    }
    assert.ok(isHonest(head(404, HTML)) && isHonest(head(0, {}, { type: "opaqueredirect" })) && !isHonest(head(520, HTML)));
});

test("fuzz: no text passes for a reply or a page that is not one", () => {
    let seed = 11;
    const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
    const texts = [PONG, PAGE(), '{"jsonrpc": "2.0", "id": 3, "error": {"code": 200}}'];
    for (let round = 0; round < 3000; round++) {
        const full = texts[random(texts.length)];
        const cut = full.slice(0, random(full.length));
        assert.ok(replyDoubt(head(200, JSON_TYPE), text(cut), ORIGIN) && pageDoubt(head(200, HTML), cut, 1, ORIGIN), cut);
    }
});

const CALL = "/web/dataset/call_kw/pos.session/load_data_params";
const question = (id) => ({ method: "POST", body: JSON.stringify({ id, params: { args: [7], kwargs: { context: { uid: 2, lang: "en_US" } } } }) });

/** A terminal that holds everything, one reply included. */
async function primed() {
    const terminal = new Terminal().start();
    terminal.server = shop({ [CALL]: () => answer(CALL, '{"jsonrpc": "2.0", "id": 1, "result": {"a": 1}}', { headers: JSON_TYPE }) });
    await page(terminal);
    await terminal.request(CALL, question(1));
    await terminal.request("/web/image?id=1&unique=a", { mode: "no-cors" });
    assert.ok((await isUp(terminal)).committed);
    return terminal;
}

/** An answer with any status, also those that `Response` does not take. */
function say(path, code, headers, body) {
    const odd = code < 200 || [204, 205, 304].includes(code);
    const response = answer(path, body, { status: odd ? 200 : code, headers });
    Object.defineProperty(response, "status", { value: code, configurable: true });
    return response;
}

test("over a complete snapshot every answer of whatever stands in front leads to the POS, for every kind of request", async () => {
    const terminal = await primed();
    const cases = [];
    all((code, name, headers, body) => cases.push([code, name, headers, body]));
    for (const [code, name, headers, body] of cases) {
        terminal.server = async (request) => say(new URL(request.url).pathname, code, headers, body);
        const shown = await page(terminal);
        assert.match(await shown.text(), /poswarmOffline.*"pos_session_id":7/s, `page ${code} ${name}`);
        // Every kind, with a sample of the statuses: the judge's table above has all of them.
        if (code % 25 && ![200, 404, 429, 502, 511, 520].includes(code)) {
            continue;
        }
        const client = "tab";
        assert.deepEqual(await (await terminal.request(CALL, { ...question(5), client })).json(), { jsonrpc: "2.0", id: 5, result: { a: 1 } }, `call ${code} ${name}`);
        assert.equal(await (await terminal.request("/web/assets/0a1b2c3/a.min.js", { mode: "no-cors", client })).text(), "code");
        assert.equal(await (await terminal.request("/web/image?id=1&unique=b", { mode: "no-cors", client })).text(), "png", `image ${code} ${name}`);
        assert.ok((await (await terminal.request("/web/webclient/translations?lang=en_US", { client })).json()).modules, `translations ${code} ${name}`);
        assert.equal((await terminal.request("/pos/ping", { method: "POST", body: "{}", client })).type, "error", `ping ${code} ${name}`);
        assert.ok((await status(terminal)).away, `${code} ${name}`);
    }
});

test("a page of Odoo's own passes when a ping proves that it is there; what only a gateway says does not", async () => {
    const terminal = await primed();
    for (const code of STATUSES) {
        const said = say("/pos/ui/1", code, ...BODIES.html);
        terminal.server = shop({ "/pos/ui/1": () => said });
        const shown = await page(terminal);
        if ([200, 400, 401, 403, 404, 500].includes(code)) {
            assert.equal(shown, said, code);
        } else {
            assert.match(await shown.text(), /poswarmOffline/, code);
        }
        assert.equal((await status(terminal)).away, null, `${code}: the server is there`);
    }
    const login = answer("/pos/ui/1", "", { status: 0, type: "opaqueredirect" });
    terminal.server = shop({ "/pos/ui/1": () => login });
    assert.equal(await page(terminal, "/pos/ui/1", "log-in"), login);
});

test("a redirect whose pings are redirected too is no word of Odoo", async () => {
    const terminal = await primed();
    terminal.server = async ({ url }) => answer(url, "", { status: 0, type: "opaqueredirect" });
    const shown = await page(terminal, "/pos/ui/1", "second");
    assert.match(await shown.text(), /poswarmOffline=\{"reason":"foreign-redirect"/);
    const bare = new Terminal().start();
    const redirect = answer("/pos/ui/1", "", { status: 0, type: "opaqueredirect" });
    bare.server = async () => redirect;
    assert.equal(await page(bare), redirect, "with nothing stored it is the only way on");
});

test("a third party's static page says nothing about the server", async () => {
    const terminal = await primed();
    terminal.server = shop({ "/other/static/help.html": (path) => answer(path, "<p>help</p>", { headers: HTML }) });
    assert.equal((await terminal.request("/other/static/help.html")).status, 200);
    assert.equal((await status(terminal)).away, null);
    assert.ok(!terminal.told.some(({ type }) => type === "away"));
});

const after = (ms, make) => (request, init = {}) =>
    new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve(make(request, init)), ms);
        init.signal?.addEventListener("abort", () => {
            clearTimeout(timer);
            reject(init.signal.reason);
        });
    });

test("a network that hangs shows the POS at the page's deadline, and its ping fails at once", async () => {
    const terminal = await primed();
    terminal.server = hung;
    const begin = performance.now();
    assert.match(await (await terminal.request("/pos/ui/1", { mode: "navigate", client: "second", settle: false })).text(), /"reason":"deadline"/);
    const shown = performance.now() - begin;
    assert.ok(shown > 2500 && shown < 3500, `the page after ${shown} ms`);
    const ping = await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "second", settle: false });
    const answered = performance.now() - begin - shown;
    assert.ok(ping.type === "error" && answered < 500, `the ping after ${answered} ms`);
    const call = performance.now();
    assert.equal((await terminal.request(CALL, { ...question(2), client: "second", settle: false })).status, 200);
    assert.ok(performance.now() - call < 500);
    terminal.server = shop();
    terminal.told.length = 0;
    await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "second" });
    assert.equal((await status(terminal)).away, null, "the return is noticed by the ping of the worker's own");
    assert.ok(terminal.told.some(({ type, away }) => type === "away" && away === null));
});

test("a slow line stays alive, and so does a call that nothing is stored for", async () => {
    const terminal = await primed();
    terminal.server = after(1500, shop());
    for (let turn = 0; turn < 2; turn++) {
        const shown = await page(terminal, "/pos/ui/1", `tab ${turn}`);
        assert.ok(!(await shown.text()).includes("poswarmOffline"), "shown by the server");
    }
    const call = "/web/dataset/call_kw/pos.session/load_data";
    const slow = shop({ [call]: () => answer(call, '{"jsonrpc": "2.0", "id": 1, "result": {}}', { headers: JSON_TYPE }) });
    const stuck = shop({ "/pos/ping": () => new Promise(() => {}) });
    terminal.server = (request, init) => (request.url.includes("load_data") ? after(7000, slow)(request, init) : stuck(request));
    assert.equal((await terminal.request(call, { ...question(3), client: "tab 1" })).status, 200, "no worker would have waited as well");
});

test("one lost ping is none: the page's own is asked again while ours pass", async () => {
    const terminal = await primed();
    let asked = 0;
    const online = shop();
    terminal.server = (request) => (asked++ === 0 ? dead() : online(request));
    const ping = await terminal.request("/pos/ping", { method: "POST", body: "{}" });
    assert.equal(ping.status, 200);
    assert.ok(!terminal.told.some(({ type, away }) => type === "away" && away));
});
