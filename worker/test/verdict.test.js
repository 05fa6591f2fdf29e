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

/** A page of Odoo's own, as its 404 is. */
const ODOOS = [HTML, '<!DOCTYPE html><html><head><script>var odoo = {csrf_token: "x"};</script></head><body>Page Not Found</body></html>'];

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
    const [, own] = ODOOS;
    assert.ok(isHonest(head(404, HTML), own) && isHonest(head(0, {}, { type: "opaqueredirect" }), "") && !isHonest(head(520, HTML), own));
    assert.ok(!isHonest(head(404, HTML), own.slice(0, -9)) && !isHonest(head(404, JSON_TYPE), own));
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
        for (const [name, body] of Object.entries({ ...BODIES, odoos: ODOOS })) {
            const said = say("/pos/ui/1", code, ...body);
            terminal.server = shop({ "/pos/ui/1": () => said });
            const shown = await page(terminal);
            if (name === "odoos" && [200, 403, 404].includes(code)) {
                assert.equal(shown, said, code);
            } else {
                assert.match(await shown.text(), /poswarmOffline/, `${code} ${name}`);
            }
            assert.equal((await status(terminal)).away, null, `${code} ${name}: the server is there`);
        }
    }
    const login = answer("/pos/ui/1", "", { status: 0, type: "opaqueredirect" });
    terminal.server = shop({ "/pos/ui/1": () => login });
    assert.equal(await page(terminal, "/pos/ui/1", "log-in"), login);
    assert.equal(await page(terminal, "/pos/ui/1", "log-in"), login);
    assert.match(await (await page(terminal, "/pos/ui/1", "log-in")).text(), /poswarmOffline/, "a redirect that leads back here again and again");
});

/** What gateways say of a host that is called after Odoo. */
const NAMESAKES = {
    apache: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1><p>You don't have permission to access this resource.</p>
<hr><address>Apache/2.4.58 (Ubuntu) Server at odoo.example.com Port 443</address></body></html>`,
    "a link to the host": '<html><body><a href="https://odoo.example.com/web/assets/">odoo</a> does not answer</body></html>',
    "what was asked": "<html><body>404: /web/assets/0a1b2c3/a.min.js, var odoo = {}</body></html>",
    "its own script": '<html><script src="/gateway/static/web.js">odoo</script><script>var host = "odoo.example.com";</script></html>',
};

/** Pages of Odoo's own, by what they hold (web.layout, web.frontend_layout, web.login, http_routing, the list of databases). */
const OWN = {
    "a page without a session": '<html><head><script id="web.layout.odooscript" type="text/javascript">\n  var odoo = {\n  csrf_token: "x",\n};</script></head></html>',
    "the log-in": '<html><script type="text/javascript">\n  odoo.__session_info__ = {"is_public": true};</script><form action="/web/login"></form></html>',
    "a list of databases": '<html><head><link rel="stylesheet" href="/web/static/lib/bootstrap/dist/css/bootstrap.css"/></head></html>',
    "files of another host": '<html><script src="https://cdn.example/web/assets/1/0a1b2c3/web.assets_frontend_minimal.min.js"></script></html>',
};

test("Odoo's word is what its pages are made of, and not its name in a gateway's", async () => {
    for (const code of [200, 403, 404]) {
        Object.entries(NAMESAKES).forEach(([name, body]) => assert.equal(isHonest(head(code, HTML), body), false, `${code} ${name}`));
        Object.entries(OWN).forEach(([name, body]) => assert.equal(isHonest(head(code, HTML), body), true, `${code} ${name}`));
    }
    const terminal = await primed();
    for (const [bodies, passes] of [[NAMESAKES, false], [OWN, true]]) {
        for (const [name, body] of Object.entries(bodies)) {
            const said = say("/pos/ui/1", 403, HTML, body);
            terminal.server = shop({ "/pos/ui/1": () => said });
            const shown = await page(terminal);
            assert.deepEqual([shown === said, (await status(terminal)).away], [passes, null], name);
        }
    }
});

test("with nothing stored a server that is there has the word, whosever it is", async () => {
    for (const code of STATUSES) {
        for (const [name, body] of Object.entries({ ...BODIES, odoos: ODOOS })) {
            const terminal = new Terminal().start();
            const said = say("/pos/ui/1", code, ...body);
            terminal.server = shop({ "/pos/ui/1": () => said });
            const shown = await page(terminal);
            if (code < 500 && ["html", "odoos"].includes(name)) {
                assert.equal(shown, said, `${code} ${name}`);
            } else {
                assert.match(await shown.text(), /Server unreachable/, `${code} ${name}`);
            }
            terminal.server = async () => say("/pos/ui/1", code, ...body);
            assert.match(await (await page(terminal)).text(), /Server unreachable/, `${code} ${name}, and no pings`);
            if (code % 50) {
                break; // a sample of the statuses has all bodies
            }
        }
    }
});

test("JSON without Odoo's version is nobody's answer, and an error of a server that does not work no sign of life", async () => {
    const failing = { code: 0, message: "Odoo Server Error", data: { name: "psycopg2.OperationalError" } };
    const bodies = ['{"error":"upstream unavailable"}', '{"result":"login_required"}', '{"id":0,"result":{}}', JSON.stringify({ jsonrpc: "2.0", id: 0, error: failing })];
    for (const body of bodies) {
        const terminal = await primed();
        terminal.server = async ({ url, method }) => (method === "POST" ? answer(url, body, { headers: JSON_TYPE }) : say(url, 404, ...BODIES.html));
        assert.match(await (await page(terminal)).text(), /poswarmOffline/, body);
        assert.equal((await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "tab" })).type, "error", body);
    }
    const turned = await primed();
    const otherOrder = say("/pos/ui/1", 404, ...ODOOS);
    turned.server = async ({ url, method }) => (method === "POST" ? answer(url, '{"result": {}, "id": 0, "jsonrpc": "2.0"}', { headers: JSON_TYPE }) : otherOrder);
    assert.equal(await page(turned), otherOrder, "names have no order in JSON");
    const expired = await primed();
    const said = say("/pos/ui/1", 404, ...ODOOS);
    const session = '{"jsonrpc": "2.0", "id": 0, "error": {"code": 100, "message": "Odoo Session Expired"}}';
    expired.server = async ({ url, method }) => (method === "POST" ? answer(url, session, { headers: JSON_TYPE }) : said);
    assert.equal(await page(expired), said, "an expired log-in is an answer of Odoo");
});

test("what asks something of people leads to it", async () => {
    for (const [code, login] of [[401, true], [403, true], [407, true], [429, true], [511, true], [502, false], [503, false]]) {
        const terminal = await primed();
        terminal.server = async ({ url }) => say(url, code, ...BODIES.html);
        assert.match(await (await page(terminal)).text(), new RegExp(`"login":${login}`), code);
    }
});

/** Odoo's on a host of several databases, for who has no session (NOT_FOUND_NODB in odoo/http.py). */
const NO_DATABASE = `<!DOCTYPE html>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>
<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>

<!-- Alternatively, use the X-Odoo-Database header. -->
`;

test("a host of several databases that has lost our session asks for a log-in; a plain 404 does not", async () => {
    for (const [body, reason, login] of [[NO_DATABASE, "no-database", true], [BODIES.html[1], "status-404", false]]) {
        const terminal = await primed();
        terminal.server = async ({ url }) => say(url, 404, HTML, body);
        const shown = await page(terminal, "/pos/ui/1", "second");
        assert.match(await shown.text(), new RegExp(`poswarmOffline=\\{"reason":"${reason}".*"login":${login}`));
        assert.equal(replyDoubt(head(404, HTML), text(body), ORIGIN), reason);
        // A file says its status only; what the ping says counts.
        await terminal.request("/web/image?id=9&unique=a", { mode: "no-cors", client: "second" });
        const { away } = await status(terminal);
        assert.deepEqual([away.reason, away.login], [reason, login]);
    }
});

/** The tab of a new build asks for its bundle, and is sent on. */
async function lacksBundle(terminal) {
    await terminal.request("/web/assets/9f8e7d6/a.min.js", { mode: "no-cors", client: "second", settle: false });
    while (!terminal.sentOn.length) {
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
}

test("a page whose bundle is not to be had goes back to the build that is stored, once", async () => {
    const brokenOff = () => new ReadableStream({ pull: (out) => out.error(new TypeError("network error")) });
    const cut = (path) => answer(path, brokenOff(), { headers: JS });
    for (const file of [(path) => answer(path, "no", { status: 404 }), (path) => answer(path, "<html>", { headers: HTML }), dead, cut]) {
        const terminal = await primed();
        terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, "9f8e7d6"), { headers: HTML }), "/web/assets/9f8e7d6/a.min.js": file });
        assert.doesNotMatch(await (await page(terminal, "/pos/ui/1", "second")).text(), /poswarmOffline/);
        await lacksBundle(terminal);
        assert.deepEqual(terminal.sentOn, [["second", `${ORIGIN}/pos/ui/1`]]);
        assert.match(await (await page(terminal, "/pos/ui/1", "third")).text(), /poswarmOffline=\{"reason":"torn-deploy"/);
        assert.equal(await (await terminal.request("/web/assets/0a1b2c3/a.min.js", { mode: "no-cors", client: "third" })).text(), "code");
        assert.equal(terminal.sentOn.length, 1);
    }
    // Somebody went elsewhere meanwhile: the next load is none of it.
    const left = await primed();
    left.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, "9f8e7d6"), { headers: HTML }) });
    await page(left, "/pos/ui/1", "second");
    await lacksBundle(left);
    left.sending.fail(new TypeError("the navigation was cancelled"));
    assert.doesNotMatch(await (await page(left, "/pos/ui/1", "third")).text(), /poswarmOffline/);
    const bare = new Terminal().start();
    bare.server = shop({ "/web/assets/0a1b2c3/a.min.js": (path) => answer(path, "no", { status: 404 }) });
    await page(bare);
    await bare.request("/web/assets/0a1b2c3/a.min.js", { mode: "no-cors" });
    assert.deepEqual(bare.sentOn, [], "there is nothing to go back to");
});

test("a server whose pages take long, and with them its pings, is waited for the next time", async () => {
    const terminal = await primed();
    const slow = shop({ "/pos/ui/1": (path) => answer(path, PAGE({ pos_session_id: 8 }), { headers: HTML }) });
    terminal.server = after(3500, (request) => slow(request));
    assert.match(await (await page(terminal, "/pos/ui/1", "second")).text(), /poswarmOffline/);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.doesNotMatch(await (await page(terminal, "/pos/ui/1", "third")).text(), /poswarmOffline/);
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

test("a page that is up does without a file of its build, and without one that it does not name always", async () => {
    for (const [build, up] of [["9f8e7d6", true], ["0a1b2c3", false]]) {
        const terminal = await primed();
        const gone = (path) => answer(path, "no", { status: 404 });
        terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, build), { headers: HTML }), "/web/assets/9f8e7d6/a.min.js": gone });
        await page(terminal, "/pos/ui/1", "second");
        if (up) {
            await isUp(terminal, 7, "second");
        }
        await terminal.request("/web/assets/9f8e7d6/a.min.js", { mode: "no-cors", client: "second" });
        assert.deepEqual(terminal.sentOn, [], build);
    }
});
