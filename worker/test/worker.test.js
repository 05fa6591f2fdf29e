// The built worker, whole, on a small platform. What Chrome itself must prove stands in the Go
// tests of this folder; here are the cases that Chrome cannot be brought to.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, ORIGIN, Terminal } from "./platform.js";
import { dead, isUp, JS, JSON_TYPE, MANIFEST, page, PAGE, shop, status } from "./shop.js";

async function primed() {
    const terminal = new Terminal().start();
    terminal.server = shop();
    await page(terminal);
    const { committed } = await isUp(terminal);
    assert.ok(committed);
    return terminal;
}

async function servesOffline(terminal, marker = '"pos_session_id":7') {
    terminal.server = dead;
    const response = await page(terminal, "/pos/ui/1/product/x", "offline");
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.ok(text.includes("window.poswarmOffline") && text.includes(marker), text);
    for (const [, file] of text.matchAll(/(?:src|href)="([^"]+)"/g)) {
        const body = await terminal.request(file, { mode: "no-cors", client: "offline" });
        assert.ok(body?.status === 200, `${file} offline`);
    }
}

test("install and activation take over at once", async () => {
    const terminal = new Terminal().start();
    for (const name of ["poswarm-0", "odoo-pos-cache", "other"]) {
        await terminal.caches.open(name);
    }
    await terminal.fire("install");
    await terminal.fire("activate");
    assert.ok(terminal.skipped && terminal.claimed);
    assert.deepEqual(await terminal.caches.keys(), ["odoo-pos-cache", "other", "poswarm-1"]);
});

test("a worker that was stopped knows everything when it starts again", async () => {
    const terminal = await primed();
    terminal.start();
    await servesOffline(terminal);
});

test("a page whose files somebody deleted is not served, and the next visit mends it", async () => {
    const terminal = await primed();
    await terminal.caches.delete("poswarm-1");
    const online = terminal.server;
    terminal.server = dead;
    const response = await page(terminal, "/pos/ui/1", "second");
    assert.equal(response.status, 503);
    const text = await response.text();
    assert.ok(text.includes('data-poswarm="emergency"') && !text.includes("data-poswarm-config"), text);
    terminal.server = online;
    await page(terminal, "/pos/ui/1", "third");
    assert.ok((await isUp(terminal, 7, "third")).committed);
    await servesOffline(terminal);
});

test("only this page's own coming up makes a snapshot current", async () => {
    const terminal = new Terminal().start();
    terminal.server = shop();
    await page(terminal);
    assert.deepEqual(await isUp(terminal, 8), { schema: 1, committed: null, reason: "other-session" });
    assert.deepEqual(await isUp(terminal, 7, "stranger"), { schema: 1, committed: null, reason: "no-snapshot" });
    terminal.server = dead;
    const response = await page(terminal);
    assert.equal(response.status, 503);
    assert.match(await response.text(), /data-poswarm="emergency"/);
});

test("an outage at any request of a new build keeps the old one", async () => {
    for (let alive = 0; alive < 8; alive++) {
        const terminal = await primed();
        const build = "9f8e7d6";
        const next = shop({
            "/pos/ui/1": (path) => answer(path, PAGE({ pos_session_id: 8 }, build), { headers: { "content-type": "text/html" } }),
            [`/web/assets/${build}/a.min.js`]: (path) => answer(path, "new code", { headers: JS }),
            [`/web/assets/${build}/a.min.css`]: (path) => answer(path, "a{}", { headers: { "content-type": "text/css" } }),
        });
        let left = alive;
        terminal.server = (request) => (left-- > 0 ? next(request) : dead());
        await page(terminal, "/pos/ui/1", "second");
        if (alive > 0) {
            const { committed } = await isUp(terminal, 8, "second");
            await servesOffline(terminal, committed ? '"pos_session_id":8' : '"pos_session_id":7');
        } else {
            await servesOffline(terminal);
        }
    }
});

test("a load that comes up starts the count of failed ones anew, also for the next worker", async () => {
    const terminal = await primed();
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({ pos_session_id: 8 }), { headers: { "content-type": "text/html" } }) });
    await page(terminal, "/pos/ui/1", "second");
    assert.ok((await isUp(terminal, 8, "second")).committed);
    terminal.server = dead;
    const fails = async (client) => {
        await page(terminal, "/pos/ui/1", client);
        await terminal.message({ type: "poswarm/failed", schema: 1, config: 1, reason: "boot-error" }, client);
    };
    await fails("first failure");
    await page(terminal, "/pos/ui/1", "good");
    await isUp(terminal, 8, "good");
    terminal.start();
    await fails("failure after the restart");
    await servesOffline(terminal, '"pos_session_id":8');
    await fails("second in a row");
    await servesOffline(terminal, '"pos_session_id":7');
});

test("a full disk costs pictures first, and never the current snapshot", async () => {
    const terminal = await primed();
    await terminal.message({ type: "poswarm/prime", schema: 1, config: 1, images: "all" });
    assert.equal((await status(terminal)).snapshots[0].images.stored, 2);
    const build = "9f8e7d6";
    terminal.server = shop({
        "/pos/ui/1": (path) => answer(path, PAGE({}, build), { headers: { "content-type": "text/html" } }),
        [`/web/assets/${build}/a.min.js`]: (path) => answer(path, "new code", { headers: JS }),
        [`/web/assets/${build}/a.min.css`]: (path) => answer(path, "a{}", { headers: { "content-type": "text/css" } }),
    });
    const pictures = () => [...terminal.caches.stores.get("poswarm-1").bodies.keys()].some((key) => key.includes("/web/image"));
    terminal.caches.disk.full = pictures;
    await page(terminal, "/pos/ui/1", "second");
    assert.ok((await isUp(terminal, 7, "second")).committed, "there was room after the pictures had gone");
    terminal.caches.disk.full = () => true;
    terminal.server = shop({
        "/pos/ui/1": (path) => answer(path, PAGE({}, "1111111"), { headers: { "content-type": "text/html" } }),
        "/web/assets/1111111/a.min.js": (path) => answer(path, "newest", { headers: JS }),
        "/web/assets/1111111/a.min.css": (path) => answer(path, "a{}", { headers: { "content-type": "text/css" } }),
    });
    await page(terminal, "/pos/ui/1", "third");
    assert.equal((await isUp(terminal, 7, "third")).reason, "quota");
    terminal.caches.disk.full = undefined;
    await servesOffline(terminal);
});

test("bad files are refused with their reason and hold up the commit", async () => {
    const bad = {
        redirected: (path) => answer("/web/assets/9f8e7d6/a.min.js", "new", { headers: JS, redirected: true, path }),
        "content-type": (path) => answer(path, "<html>", { headers: { "content-type": "text/html" } }),
        length: (path) => answer(path, "cod", { headers: { ...JS, "content-length": "4" } }),
        status: (path) => answer(path, "no", { status: 404 }),
        partial: (path) => answer(path, "co", { status: 206, headers: JS }),
    };
    for (const [reason, file] of Object.entries(bad)) {
        const terminal = new Terminal().start();
        terminal.server = shop({ "/web/assets/0a1b2c3/a.min.js": file });
        await page(terminal);
        assert.equal((await isUp(terminal)).reason, reason);
        assert.deepEqual((await status(terminal)).snapshots[0].refused[0], { url: `${ORIGIN}/web/assets/0a1b2c3/a.min.js`, reason });
    }
});

test("a script that the server does not have holds up no page that is up without it", async () => {
    const terminal = new Terminal().start();
    const head = '<script src="/my_module/static/extra.js"></script>';
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, "0a1b2c3", head), { headers: { "content-type": "text/html" } }) });
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    await servesOffline(terminal);
});

test("bad pages are shown and not taken", async () => {
    const html = { "content-type": "text/html" };
    const bad = {
        "another config": answer("/pos/ui/1", PAGE({ pos_config_id: 2 }), { headers: html }),
        "a log-in form": answer("/pos/ui/1", '<html><script>var odoo = {};</script><form action="/web/login"></form></html>', { headers: html }),
        "a refusal of Odoo": answer("/pos/ui/1", PAGE(), { headers: html, status: 403 }),
        "a tour": answer("/pos/ui/1", PAGE({ use_pos_fake_tours: true }), { headers: html }),
    };
    for (const [name, response] of Object.entries(bad)) {
        const terminal = await primed();
        const before = (await status(terminal)).snapshots.length;
        terminal.server = shop({ "/pos/ui/1": () => response });
        assert.equal(await page(terminal, "/pos/ui/1", "second"), response, name);
        assert.equal((await status(terminal)).snapshots.length, before, name);
        await servesOffline(terminal);
    }
});

test("the worker never asks for the POS page by itself", async () => {
    const terminal = await primed();
    const urls = ["/pos/ui/1", "/pos/ui/1?from_backend=True", "/web/static/zxing.js", "https://cdn.example/x.js"];
    terminal.asked.length = 0;
    await terminal.message({ urlsToCache: urls });
    assert.deepEqual(terminal.asked, ["GET /web/static/zxing.js"]);
});

test("messages that are none of ours change nothing", async () => {
    const terminal = await primed();
    for (const data of [null, undefined, "x", { type: "toString" }, { type: "poswarm/else" }, { urlsToCache: "x" }]) {
        assert.deepEqual(await terminal.message(data), [], JSON.stringify(data));
    }
    await servesOffline(terminal);
});

test("a reply goes under the id of the request, to its own user only", async () => {
    const terminal = await primed();
    const path = "/web/dataset/call_kw/pos.session/load_data_params";
    const body = (id, uid) => JSON.stringify({ id, jsonrpc: "2.0", method: "call", params: { args: [7], kwargs: { context: { uid, lang: "en_US" } } } });
    const ask = (id, uid) => terminal.request(path, { method: "POST", body: body(id, uid) });
    terminal.server = shop({ [path]: () => answer(path, '{"jsonrpc": "2.0", "id": 4, "result": {"a": "ü"}}', { headers: JSON_TYPE }) });
    await ask(4, 2);
    terminal.server = dead;
    assert.deepEqual(await (await ask(9, 2)).json(), { jsonrpc: "2.0", id: 9, result: { a: "ü" } });
    assert.equal((await ask(10, 3)).type, "error");
    terminal.server = async () => answer(path, "<h1>502</h1>", { status: 502 });
    assert.equal((await ask(11, 2)).status, 200);
    assert.equal((await ask(12, 3)).status, 502);
});

test("a browser that stores no Blobs keeps replies and translations as bytes", async () => {
    const terminal = new Terminal();
    terminal.indexedDB.noBlobs = true;
    terminal.start();
    terminal.server = shop();
    await page(terminal);
    const path = "/web/dataset/call_kw/pos.session/load_data_params";
    const ask = (id) => terminal.request(path, { method: "POST", body: JSON.stringify({ id, params: { args: [7], kwargs: { context: { uid: 2, lang: "en_US" } } } }) });
    terminal.server = shop({ [path]: () => answer(path, '{"jsonrpc": "2.0", "id": 4, "result": {"a": "ü"}}', { headers: JSON_TYPE }) });
    await ask(4);
    assert.ok((await isUp(terminal)).committed);
    terminal.start();
    terminal.server = dead;
    assert.deepEqual(await (await ask(9)).json(), { jsonrpc: "2.0", id: 9, result: { a: "ü" } });
    await servesOffline(terminal);
});

test("a database that does not open leaves an open shop open", async () => {
    const terminal = new Terminal();
    terminal.indexedDB.broken = new DOMException("Internal error.", "UnknownError");
    terminal.start();
    const call = "/web/dataset/call_kw/pos.session/load_data_params";
    terminal.server = shop({ [call]: () => answer(call, '{"jsonrpc": "2.0", "id": 1, "result": {}}', { headers: JSON_TYPE }) });
    const shown = await terminal.request("/pos/ui/1", { mode: "navigate", settle: false });
    assert.match(await shown.text(), /pos_session_id/);
    const reply = await terminal.request(call, { method: "POST", body: '{"id": 1, "params": {"args": [7]}}', settle: false });
    assert.equal(reply.status, 200);
    for (const path of ["/web/assets/0a1b2c3/a.min.js", "/web/static/a.woff2", "/web/image?id=1&unique=a", "/web/webclient/translations?lang=en_US"]) {
        assert.equal((await terminal.request(path, { mode: "no-cors", settle: false })).status, 200, path);
    }
});

test("a database that refuses at the start is read when it gives in, and the POS comes up", async () => {
    const terminal = await primed();
    terminal.start();
    terminal.indexedDB.broken = new DOMException("Internal error.", "UnknownError");
    terminal.server = dead;
    const shown = page(terminal, "/pos/ui/1", "second");
    await new Promise((resolve) => setTimeout(resolve, 3000));
    terminal.indexedDB.broken = undefined;
    assert.match(await (await shown).text(), /poswarmOffline/);
});

test("a database that never answers holds up no request for longer than a second", async () => {
    const terminal = new Terminal().start();
    terminal.indexedDB.open = () => ({});
    terminal.server = shop();
    const begin = performance.now();
    const shown = await terminal.request("/pos/ui/1", { mode: "navigate", settle: false });
    assert.match(await shown.text(), /pos_session_id/);
    for (const path of ["/web/assets/0a1b2c3/a.min.js", "/web/static/a.woff2", "/web/image?id=1&unique=a"]) {
        assert.equal((await terminal.request(path, { mode: "no-cors", settle: false })).status, 200, path);
    }
    const took = performance.now() - begin;
    assert.ok(took < 3500, `four requests took ${took} ms`);
});

test("an error of the worker's own is not the network's", async () => {
    const terminal = await primed();
    terminal.caches.open = () => Promise.reject(new DOMException("Unexpected internal error.", "UnknownError"));
    assert.equal(await (await terminal.request("/web/assets/0a1b2c3/a.min.js", { mode: "no-cors" })).text(), "code");
});

test("a full database shows the server's page, and the stored one without the server", async () => {
    const terminal = await primed();
    terminal.indexedDB.full = new DOMException("Quota exceeded.", "QuotaExceededError");
    assert.equal((await page(terminal, "/pos/ui/1", "second")).status, 200);
    await servesOffline(terminal);
});

const prime = (terminal) => terminal.message({ type: "poswarm/prime", schema: 1, config: 1, images: "all" }).then((answers) => answers.at(-1));

test("priming brings what is missing and leaves what is served as it is", async () => {
    const terminal = await primed();
    terminal.server = shop({ "/web/static/a.woff2": (path) => answer(path, "newer font", { headers: { "content-type": "font/woff2" } }) });
    terminal.asked.length = 0;
    const { result } = await prime(terminal);
    assert.deepEqual(result.images, { wanted: 2, stored: 2 });
    assert.ok(!terminal.asked.includes("GET /web/static/a.woff2"));
    await servesOffline(terminal);
    assert.equal(await (await terminal.request("/web/static/a.woff2", { mode: "no-cors", client: "offline" })).text(), "font");
    for (const key of terminal.caches.stores.get("poswarm-1").bodies.keys()) {
        await terminal.caches.stores.get("poswarm-1").delete(key);
    }
    terminal.server = shop();
    assert.ok((await prime(terminal)).result);
    await servesOffline(terminal);
});

test("a picture whose entry was lost with the worker is stored anew", async () => {
    const terminal = await primed();
    terminal.start();
    terminal.asked.length = 0;
    assert.ok((await prime(terminal)).result);
    assert.deepEqual(terminal.asked.filter((line) => line.includes("/web/image")), [], "all are known");
    const { records } = terminal.indexedDB.dbs.get("poswarm").get("entries");
    for (const [key] of [...records].filter(([, { url }]) => url.startsWith("/web/image?id=1"))) {
        records.delete(key);
    }
    const { result } = await prime(terminal);
    assert.deepEqual(result.images, { wanted: 2, stored: 2 });
    assert.deepEqual(terminal.asked.filter((line) => line.includes("/web/image")), ["GET /web/image?id=1&unique=a"]);
});

test("a cache with more keys than Chrome lists is primed all the same, and nothing is fetched again", async () => {
    const terminal = await primed();
    terminal.caches.stores.get("poswarm-1").keys = async () => {
        throw new DOMException("Operation too large.", "AbortError");
    };
    terminal.asked.length = 0;
    assert.deepEqual((await prime(terminal)).result?.images, { wanted: 2, stored: 2 });
    assert.deepEqual(terminal.asked.filter((line) => line.includes("/web/image")), []);
});

test("one transaction writes at a time, whatever it writes", async () => {
    const terminal = await primed();
    const call = "/web/dataset/call_kw/pos.session/load_data_params";
    terminal.server = shop({ [call]: () => answer(call, '{"jsonrpc": "2.0", "id": 1, "result": {}}', { headers: JSON_TYPE }) });
    await page(terminal, "/pos/ui/1", "second");
    await terminal.request(call, { method: "POST", body: '{"id": 1, "params": {"args": [7]}}', client: "second" });
    await prime(terminal);
    const { scopes } = terminal.indexedDB;
    assert.deepEqual([...new Set(scopes.flat())].sort(), ["clients", "entries", "meta", "replies", "snapshots"]);
    // Chrome runs transactions that share a store one after the other.
    const shared = scopes.reduce((left, names) => left.filter((name) => names.includes(name)));
    assert.notDeepEqual(shared, []);
});

test("a picture without a time is written when it has changed, and no crash takes both", async () => {
    const logo = "/web/image/res.users/2/avatar_128";
    const terminal = await primed();
    const drawn = (body) => shop({ [logo]: (path) => answer(path, body, { headers: { "content-type": "image/png" } }) });
    const show = async () => (await terminal.request(logo, { mode: "no-cors", client: "tab" })).text();
    terminal.server = drawn("old");
    await show();
    terminal.caches.disk.written = [];
    assert.equal(await show(), "old");
    assert.deepEqual(terminal.caches.disk.written, [], "nothing has changed");
    terminal.server = drawn("new");
    // The power goes when the old one is gone and the new one is not there.
    terminal.caches.disk.full = (key) => key.endsWith(logo);
    assert.equal(await show(), "old");
    terminal.start();
    terminal.caches.disk.full = undefined;
    terminal.server = dead;
    await page(terminal, "/pos/ui/1");
    assert.equal(await show(), "new");
});

test("a full disk takes the spare copy of a picture with the picture", async () => {
    const logo = "/web/image/res.users/2/avatar_128";
    const terminal = await primed();
    const drawn = (body) => shop({ [logo]: (path) => answer(path, body, { headers: { "content-type": "image/png" } }) });
    const kept = () => [...terminal.caches.stores.get("poswarm-1").bodies.keys()].filter((key) => key.includes(logo));
    terminal.server = drawn("old");
    await terminal.request(logo, { mode: "no-cors", client: "tab" });
    terminal.server = drawn("new");
    await terminal.request(logo, { mode: "no-cors", client: "tab" });
    assert.equal(kept().length, 2, "the picture and its spare copy");
    // No room for the next build's script, whatever gives way.
    terminal.caches.disk.full = (key) => key.endsWith("0a1b2c4/a.min.js");
    terminal.server = shop({
        "/pos/ui/1": () => answer("/pos/ui/1", PAGE({}, "0a1b2c4"), { headers: { "content-type": "text/html" } }),
        "/web/assets/0a1b2c4/a.min.js": (path) => answer(path, "code", { headers: JS }),
    });
    await page(terminal, "/pos/ui/1", "second");
    assert.equal((await isUp(terminal, 7, "second")).committed, null);
    assert.deepEqual(kept(), []);
});

test("until the page is up nothing is fetched beside it, and what never changes says so", async () => {
    const forever = "max-age=31536000, immutable";
    const terminal = new Terminal().start();
    const script = "/web/assets/0a1b2c3/a.min.js";
    terminal.server = shop({ [script]: (path) => answer(path, "code", { headers: { ...JS, "cache-control": forever } }) });
    await page(terminal);
    assert.deepEqual(terminal.asked, ["GET /pos/ui/1"]);
    assert.ok((await isUp(terminal)).committed);
    terminal.server = dead;
    const stored = await terminal.request(script, { mode: "no-cors" });
    assert.equal(stored.headers.get("cache-control"), forever);
});

test("a picture that the page asked for is known to the next worker", async () => {
    const terminal = await primed();
    await terminal.request("/web/image?id=3&unique=a", { mode: "no-cors" });
    terminal.start();
    await page(terminal, "/pos/ui/1", "second");
    terminal.server = dead;
    const other = await terminal.request("/web/image?id=3&unique=b", { mode: "no-cors", client: "second" });
    assert.equal(await other.text(), "png", "the same picture of another moment");
});

test("a visit leaves its pictures to the priming that begins meanwhile", async () => {
    const images = Array.from({ length: 40 }, (_, id) => `/web/image?id=${id}&unique=a`);
    const manifest = JSON.stringify({ ...MANIFEST, images });
    const asked = [];
    let begun, release;
    const [second, open] = [new Promise((resolve) => (begun = resolve)), new Promise((resolve) => (release = resolve))];
    const terminal = new Terminal().start();
    terminal.server = shop({
        "/poswarm/manifest/1": (path) => answer(path, manifest, { headers: JSON_TYPE }),
        "/web/image": async (path, { url }) => {
            asked.push(url);
            if (asked.filter((other) => other === url).length === 2) {
                begun();
            }
            await open;
            return answer(path, "png", { headers: { "content-type": "image/png" } });
        },
    });
    await page(terminal);
    const visit = isUp(terminal);
    const priming = (async () => {
        while (!asked.length) {
            await new Promise(setImmediate);
        }
        return prime(terminal);
    })();
    await second; // the priming asks for what the visit is waiting for
    release();
    const { result } = await priming;
    assert.ok((await visit).committed);
    assert.deepEqual(result.images, { wanted: 40, stored: 40 });
    assert.ok(asked.length <= 43, `${asked.length} requests for 40 pictures`);
});

test("priming chooses the current snapshot, not a newer one that no tab shows", async () => {
    const terminal = await primed();
    const { id } = (await status(terminal)).snapshots[0];
    const html = { "content-type": "text/html" };
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({}, "9f8e7d6"), { headers: html }) });
    await page(terminal, "/pos/ui/1", "");
    assert.equal((await status(terminal)).snapshots.length, 2);
    const { error, result } = await prime(terminal);
    assert.deepEqual([error, result?.id, result?.state], [undefined, id, "current"]);
});

test("priming without a manifest says so; a visit does without", async () => {
    const terminal = await primed();
    terminal.server = shop({ "/poswarm/manifest/1": (path) => answer(path, "no", { status: 500 }) });
    assert.equal((await prime(terminal)).error?.code, "manifest");
    terminal.server = shop({ "/poswarm/manifest/1": (path) => answer(path, '{"message": "no upstream"}', { headers: JSON_TYPE }) });
    assert.equal((await prime(terminal)).error?.code, "manifest", "a gateway's JSON");
    await page(terminal, "/pos/ui/1", "second");
    assert.ok((await isUp(terminal, 7, "second")).committed);
});

test("the last user returns to a disk that was wiped under the worker", async () => {
    const terminal = await primed();
    terminal.indexedDB.wipe();
    terminal.caches.stores.clear();
    await page(terminal, "/pos/ui/1", "second");
    assert.ok((await isUp(terminal, 7, "second")).committed);
    terminal.start();
    await servesOffline(terminal);
});

test("a failed ping makes nobody impatient with the next one", async () => {
    const terminal = await primed();
    terminal.server = dead;
    assert.equal((await prime(terminal)).error.code, "away");
    const slow = answer("/pos/ping", '{"jsonrpc": "2.0", "id": 0, "result": {}}', { headers: JSON_TYPE });
    terminal.server = (request, { signal }) =>
        new Promise((resolve, reject) => {
            setTimeout(resolve, 500, slow);
            signal.addEventListener("abort", () => reject(signal.reason));
        });
    assert.equal(await terminal.request("/pos/ping", { method: "POST", body: "{}" }), slow);
});

test("a register that the page's own data calls closed opens only when pings fail too", async () => {
    const terminal = await primed();
    const records = new Map([[7, { id: 7, state: "closed" }]]);
    terminal.indexedDB.dbs.set("point-of-sale-1-shop", new Map([["pos.session", { keyPath: "id", records }]]));
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, "no", { status: 502 }) });
    assert.equal((await page(terminal, "/pos/ui/1", "second")).status, 503);
    records.set(7, { id: 7, state: "opened" });
    assert.equal((await page(terminal, "/pos/ui/1", "second")).status, 200);
    records.set(7, { id: 7, state: "closed" });
    await servesOffline(terminal);
});
