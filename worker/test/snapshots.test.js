// The life of snapshots: whose POS opens, what is kept, and how the state heals itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, ORIGIN, Terminal } from "./platform.js";
import { dead, HTML, hung, IMAGES, isUp, JS, JSON_TYPE, MANIFEST, page, PAGE, PNG, shop, status } from "./shop.js";

const CALL = "/web/dataset/call_kw/pos.session/load_data_params";

/** Odoo's page object, changed: another user, another database. */
const as = (uid, db = "shop", change = {}) => ({ __session_info__: { uid, db, name: `User ${uid}`, user_context: { lang: "en_US", uid } }, ...change });

const shows = (change, build) => () => answer("/pos/ui/1", PAGE(change, build), { headers: HTML });

/** What the server says of whom it takes us for. */
const manifest = (change) => (path) => answer(path, JSON.stringify({ ...MANIFEST, images: IMAGES, ...change }), { headers: JSON_TYPE });

/** The files of a build. */
const files = (build) => ({
    [`/web/assets/${build}/a.min.js`]: (path) => answer(path, `code ${build}`, { headers: JS }),
    [`/web/assets/${build}/a.min.css`]: (path) => answer(path, "a{}", { headers: { "content-type": "text/css" } }),
});

const params = (uid) => JSON.stringify({ id: 1, params: { args: [7], kwargs: { context: { uid, lang: "en_US" } } } });

/** One visit of a user to the POS, as far as it comes. */
async function visit(terminal, uid, { client = `tab of ${uid}`, db = "shop", change = {}, routes = {}, up = true } = {}) {
    terminal.server = shop({
        "/pos/ui/1": shows(as(uid, db, change)),
        "/poswarm/manifest/1": manifest({ user: uid, database: db }),
        [CALL]: () => answer(CALL, `{"jsonrpc": "2.0", "id": 1, "result": {"user": ${uid}}}`, { headers: JSON_TYPE }),
        ...routes,
    });
    await page(terminal, "/pos/ui/1", client);
    await terminal.request(CALL, { method: "POST", body: params(uid), client });
    return up ? isUp(terminal, change.pos_session_id || 7, client) : null;
}

async function offline(terminal, client = "offline") {
    terminal.server = dead;
    const response = await page(terminal, "/pos/ui/1", client);
    return { status: response.status, text: await response.text() };
}

const keys = (terminal) => [...terminal.caches.stores.get("poswarm-1").bodies.keys()];
const records = (terminal, store) => terminal.indexedDB.dbs.get("poswarm").get(store).records;
const tick = (terminal, client) => terminal.message({ type: "poswarm/tick", schema: 1, config: 1 }, client).then(([first]) => first);

test("the next user's interrupted first visit locks nobody out; his own commit makes the POS his", async () => {
    const terminal = new Terminal().start();
    assert.ok((await visit(terminal, 2)).committed);
    await visit(terminal, 5, { up: false });
    assert.match((await offline(terminal)).text, /"uid":2/);
    terminal.start();
    assert.match((await offline(terminal)).text, /"uid":2/);
    assert.ok((await visit(terminal, 5)).committed);
    const { text } = await offline(terminal);
    assert.match(text, /"uid":5/);
    assert.match(text, /"user":5,"user_name":"User 5","shared":true/, "the page says whose it is");
});

test("two databases of one host: the one that was committed last opens, not the one that was looked at", async () => {
    const terminal = new Terminal().start();
    assert.ok((await visit(terminal, 2)).committed);
    await visit(terminal, 2, { db: "test", client: "look", up: false });
    terminal.start();
    assert.match((await offline(terminal)).text, /"db":"shop"/);
    assert.ok((await visit(terminal, 2, { db: "test", client: "work" })).committed);
    assert.match((await offline(terminal)).text, /"db":"test"/);
});

test("the POS of everybody who has logged out stays closed, whoever has logged out since", async () => {
    const terminal = new Terminal().start();
    assert.ok((await visit(terminal, 5, { db: "my shop" })).committed);
    for (const [marks, closed] of [["5.my%20shop", true], ["5.my%20shop&2.my%20shop", true], ["5.test&15.my%20shop", false], ["", false]]) {
        terminal.cookies.set("poswarm_logout", marks);
        const { status: code, text } = await offline(terminal);
        assert.deepEqual([code, text.includes("logged-out")], closed ? [503, true] : [200, false], marks);
    }
});

test("what does not depend on the user is stored once", async () => {
    const terminal = new Terminal().start();
    for (let uid = 2; uid < 12; uid++) {
        assert.ok((await visit(terminal, uid)).committed);
    }
    const scripts = keys(terminal).filter((key) => key.includes("a.min.js") || key.includes("a.woff2"));
    assert.equal(scripts.length, 2, scripts.join(" "));
    assert.equal(keys(terminal).filter((key) => key.includes("/web/image")).length, 20, "pictures stay with their user");
});

test("a live snapshot keeps its replies whatever the clock says, and another config's commit takes nothing", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-01") });
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    t.mock.timers.setTime(Date.parse("2029-01-01"));
    terminal.start();
    const two = shop({ "/pos/ui/2": () => answer("/pos/ui/2", PAGE(as(2, "shop", { pos_config_id: 2, pos_session_id: 8 })), { headers: HTML }) });
    terminal.server = two;
    await page(terminal, "/pos/ui/2", "second");
    await terminal.message({ type: "poswarm/up", schema: 1, config: 2, session: 8 }, "second");
    await tick(terminal, "second");
    await offline(terminal);
    const reply = await terminal.request(CALL, { method: "POST", body: params(2), client: "offline" });
    assert.deepEqual((await reply.json()).result, { user: 2 });
});

test("of what was looked up the newest answers are kept, and of a boot all", async () => {
    const path = "/web/dataset/call_kw/product.template/load_product_from_pos";
    const asks = (code) => ({ method: "POST", body: JSON.stringify({ id: 1, params: { args: [code], kwargs: { context: { uid: 2, lang: "en_US" } } } }), client: "tab of 2" });
    const routes = { [path]: () => answer(path, '{"jsonrpc": "2.0", "id": 1, "result": {}}', { headers: JSON_TYPE }) };
    const question = (code) => JSON.stringify(["shop", 2, 1, "en_US", [], "product.template.load_product_from_pos", [0, [code], false]]);
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    const [stored] = records(terminal, "snapshots").values();
    for (let code = 0; code < 600; code++) {
        stored.answers[question(code)] = `reply ${code}`;
    }
    terminal.start();
    await visit(terminal, 2, { routes });
    const answers = () => [...records(terminal, "snapshots").values()].at(-1).answers;
    const lookedUp = () => Object.keys(answers()).filter((key) => key.includes("load_product"));
    assert.deepEqual([lookedUp().length, lookedUp()[0]], [500, question(100)]);
    await terminal.request(path, asks(100));
    await terminal.request(path, asks(600));
    assert.deepEqual([lookedUp().length, ...lookedUp().slice(-2)], [500, question(100), question(600)], "asked again it is new again");
    assert.ok(Object.keys(answers()).some((key) => key.includes("load_data_params")));
});

test("a page that names files without end has the next snapshot learn the last of them", async () => {
    const names = Array.from({ length: 250 }, (_, n) => `/web/static/${n}.ogg`);
    const terminal = new Terminal().start();
    await visit(terminal, 2, { up: false, routes: Object.fromEntries(names.map((name) => [name, () => answer(name, "x")])) });
    const [{ committed }] = await terminal.message({ type: "poswarm/up", schema: 1, config: 1, session: 7, files: names }, "tab of 2");
    assert.ok(committed);
    const [{ learned }] = records(terminal, "snapshots").values();
    assert.deepEqual(learned, names.slice(-200));
});

test("what no live snapshot names goes, and nothing else", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    for (const [build, session] of [["1111111", 8], ["2222222", 9], ["3333333", 10]]) {
        const change = { pos_session_id: session };
        await visit(terminal, 2, { client: build, change, routes: { "/pos/ui/1": shows(as(2, "shop", change), build), ...files(build) } });
        // Tabs that are closed pin nothing.
        for (const client of records(terminal, "clients").values()) {
            client.seen -= 61000;
        }
        terminal.start();
        await terminal.message({ type: "poswarm/status", schema: 1 });
    }
    await visit(terminal, 2, { client: "last", change: { pos_session_id: 10 }, routes: { "/pos/ui/1": shows(as(2, "shop", { pos_session_id: 10 }), "3333333"), ...files("3333333") } });
    await tick(terminal, "last");
    const scripts = keys(terminal).filter((key) => key.endsWith("a.min.js"));
    assert.deepEqual(scripts.map((key) => /assets.(\w+)/.exec(key)[1]), ["3333333"]);
    const live = (await status(terminal)).snapshots.map(({ id }) => id);
    assert.ok([...records(terminal, "replies").keys()].every((key) => live.some((id) => key.startsWith(id))), "replies of dead snapshots");
    assert.match((await offline(terminal)).text, /"pos_session_id":10/);
});

test("users who are not seen for 90 days of the terminal's use go, but never the last one of a config", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-01-01") });
    const terminal = new Terminal().start();
    await visit(terminal, 5);
    await visit(terminal, 2);
    t.mock.timers.setTime(Date.parse("2031-01-01"));
    terminal.start();
    await visit(terminal, 2);
    await tick(terminal, "tab of 2");
    assert.ok((await status(terminal)).snapshots.some(({ user }) => user === 5), "a clock that jumps is one day");
    for (let days = 0; days < 91; days++) {
        t.mock.timers.setTime(Date.parse("2031-01-02") + days * 86400000);
        terminal.start();
        await visit(terminal, 2);
    }
    await tick(terminal, "tab of 2");
    const { snapshots } = await status(terminal);
    assert.ok(snapshots.length > 0 && snapshots.every(({ user }) => user === 2), JSON.stringify(snapshots.map(({ user }) => user)));
});

test("one 503 while a snapshot fills heals by itself", async () => {
    const terminal = new Terminal().start();
    const script = "/web/assets/0a1b2c3/a.min.js";
    const broken = { [script]: (path) => answer(path, "busy", { status: 503 }) };
    assert.equal((await visit(terminal, 2, { routes: broken })).reason, "status");
    terminal.server = shop();
    // The worker is ended meanwhile: what it knows is on the disk.
    terminal.start();
    const { next } = await tick(terminal, "tab of 2");
    assert.ok(next >= 1000, "the page is told when to come again");
    assert.equal((await status(terminal)).snapshots[0].state, "current");
    assert.match((await offline(terminal)).text, /poswarmOffline/);
});

test("the pictures of a large shop come in steps, over the worker's end", async () => {
    const images = Array.from({ length: 50 }, (_, id) => `/web/image?id=${id}&unique=a`);
    let left = 20;
    const image = async (path) => (left-- > 0 ? answer(path, "png", { headers: PNG }) : dead());
    const terminal = new Terminal().start();
    await visit(terminal, 2, { routes: { "/poswarm/manifest/1": manifest({ images }), "/web/image": image } });
    assert.equal((await status(terminal)).snapshots[0].images.stored, 20);
    terminal.start();
    left = 100;
    await tick(terminal, "tab of 2");
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 50, stored: 50 });
    assert.equal(left, 70, "none came twice");
});

test("a list of pictures that cannot be read costs no picture", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    const pictures = () => keys(terminal).filter((key) => key.includes("/web/image")).length;
    assert.equal(pictures(), 2);
    terminal.start();
    const meta = records(terminal, "meta");
    meta.get = (key) => {
        if (key.startsWith("images/")) {
            throw new DOMException("Internal error.", "UnknownError");
        }
        return Map.prototype.get.call(meta, key);
    };
    await tick(terminal, "tab of 2");
    assert.equal(pictures(), 2);
});

test("a record without a picture has Odoo's placeholder, which is no sign of an expired log-in", async () => {
    const images = ["/web/image?id=1&unique=a", "/web/image?id=2&unique=a"];
    const placeholder = { ...PNG, "content-disposition": "inline; filename=placeholder.png" };
    let [user, next] = [2, 9];
    const routes = {
        "/poswarm/manifest/1": (path) => manifest({ images, user })(path),
        "/web/image": (path, { url }) => {
            user = next; // somebody else, or nobody: it may be the placeholder of an expired log-in
            return answer(path, "png", { headers: url.includes("id=2") ? placeholder : PNG });
        },
    };
    const terminal = new Terminal().start();
    await visit(terminal, 2, { routes });
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 2, stored: 1 });
    user = next = 2;
    await tick(terminal, "tab of 2");
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 2, stored: 2 });
    terminal.asked.length = 0;
    await tick(terminal, "tab of 2");
    assert.deepEqual(terminal.asked.filter((line) => line.includes("/web/image")), [], "it is known now");
});

test("while somebody else is logged in, or in another database, nothing of his is stored under the first", async () => {
    for (const other of [{ user: 5 }, { database: "test" }]) {
        const terminal = new Terminal().start();
        const own = { "/poswarm/manifest/1": manifest({ data_version: "1" }), "/web/image": dead };
        const words = (hash) => ({ "/web/webclient/translations": (path) => answer(path, `{"hash":"${hash}","modules":{},"lang_parameters":{}}`, { headers: JSON_TYPE }) });
        await visit(terminal, 2, { routes: { ...own, ...words("h") } });
        const snapshots = () => [...records(terminal, "snapshots").values()];
        snapshots()[0].refused = [{ url: "x", reason: "status" }]; // there is more to do
        terminal.start();
        terminal.server = shop({ "/poswarm/manifest/1": manifest({ ...other, data_version: "2" }), ...words("other") });
        await tick(terminal, "tab of 2");
        const [record] = snapshots();
        assert.deepEqual([record.data_version, Object.values(record.terms)], ["1", ["translations/shop/en_US/h"]]);
        assert.deepEqual(record.refused.map(({ reason }) => reason), ["other-login"]);
        assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 2, stored: 0 });
        terminal.start();
        terminal.server = shop({ "/poswarm/manifest/1": manifest({ data_version: "2" }), ...words("later") });
        await tick(terminal, "tab of 2");
        assert.deepEqual([snapshots()[0].data_version, snapshots()[0].refused], ["2", []], "and it goes on when he is back");
        assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 2, stored: 2 });
    }
});

test("a POS that is switched off is off for all users of its database", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2, { db: "test" });
    await visit(terminal, 2);
    const off = () => answer("/pos/ui/1", PAGE(as(5), "0a1b2c3", '<meta name="poswarm" content="off">'), { headers: HTML });
    await visit(terminal, 5, { routes: { "/pos/ui/1": off }, up: false });
    assert.deepEqual((await status(terminal)).snapshots.map(({ database }) => database), ["test"]);
});

test("the page's own list of pictures counts, also when it comes later", async () => {
    const terminal = new Terminal().start();
    terminal.server = shop({ "/poswarm/manifest/1": manifest({ images: undefined }) });
    await page(terminal);
    const [{ committed }] = await terminal.message({ type: "poswarm/up", schema: 1, config: 1, session: 7, images: ["/web/image?id=1&unique=a"] });
    assert.ok(committed);
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 1, stored: 1 });
    const [{ wanted }] = await terminal.message({ type: "poswarm/images", schema: 1, config: 1, urls: ["/web/image?id=1&unique=a", "/web/image?id=7&unique=a"] });
    assert.equal(wanted, 2);
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 2, stored: 2 });
});

test("a page that hands itself over is as old as its navigation", async () => {
    const terminal = new Terminal().start();
    const whole = shop();
    terminal.server = async (request) => {
        if (request.url.endsWith("/pos/ui/1")) {
            // The first visit was left, and says late what it is, while the next one is on its way.
            await terminal.message({ type: "poswarm/page", schema: 1, config: 1, html: PAGE(), url: `${ORIGIN}/pos/ui/1`, age: 5000 }, "left");
        }
        return whole(request);
    };
    await page(terminal, "/pos/ui/1", "second");
    const { committed, reason } = await isUp(terminal, 7, "second");
    assert.ok(committed, reason);
});

test("an older page that is late never replaces a newer one", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    await visit(terminal, 2, { client: "older", up: false });
    const newer = { pos_session_id: 8 };
    await visit(terminal, 2, { client: "newer", change: newer, routes: { "/pos/ui/1": shows(as(2, "shop", newer), "9f8e7d6"), ...files("9f8e7d6") } });
    terminal.server = shop({ "/pos/ui/1": shows(as(2)) });
    const { committed, reason } = await isUp(terminal, 7, "older");
    assert.deepEqual([committed, reason], [null, "superseded"]);
    assert.match((await offline(terminal)).text, /"pos_session_id":8/);
});

test("a page that started without the server learns what waits there as soon as it is back", async () => {
    const list = (change) => ({
        "/poswarm/manifest/1": manifest({ pos_session: 7, data_version: "1", assets: ["/web/assets/0a1b2c3/a.min.js"], ...change }),
    });
    const changes = { session: { pos_session: 8 }, build: { assets: ["/web/assets/9f8e7d6/a.min.js"] }, data: { data_version: "2" } };
    for (const [why, change] of Object.entries({ nothing: {}, ...changes })) {
        const terminal = new Terminal().start();
        await visit(terminal, 2, { routes: list({}) });
        await offline(terminal);
        terminal.told.length = 0;
        terminal.asked.length = 0;
        const bundle = answer("/web/assets/9f8e7d6/a.min.js", "code", { headers: JS });
        terminal.server = shop({ ...list(change), "/web/assets/9f8e7d6/a.min.js": () => bundle.clone() });
        // The POS's own ping finds the server; nobody reloads, no message is sent.
        await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "offline" });
        await tick(terminal, "offline");
        await tick(terminal, "offline");
        const news = terminal.told.filter(({ type }) => type === "newer");
        assert.deepEqual(news.map((message) => message.why), why === "nothing" ? [] : [why], why);
        assert.ok(!terminal.asked.some((line) => line.includes("/pos/ui")), "the page itself is never asked for");
    }
});

test("what an older version stored is carried over, and a broken record stops nothing", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    const snapshots = records(terminal, "snapshots");
    const replies = records(terminal, "replies");
    const [old] = snapshots.values();
    for (const name of ["generation", "day", "answers", "terms", "data_version"]) {
        delete old[name];
    }
    old.languages = ["en_US"];
    for (const reply of [...replies.values()]) {
        replies.clear();
        delete reply.question;
        reply.key = JSON.stringify(["shop", 2, 1, "en_US", [], "pos.session.load_data_params", [0]]);
        replies.set(reply.key, reply);
    }
    const meta = records(terminal, "meta");
    const [terms] = [...meta.values()].filter(({ key }) => key.startsWith("translations/"));
    meta.clear();
    meta.set("translations/shop/en_US", { ...terms, key: "translations/shop/en_US" });
    snapshots.set("half", { id: "half", state: "current", config: 1 });
    terminal.start();
    assert.match((await offline(terminal)).text, /"pos_session_id":7/);
    assert.equal((await terminal.request(CALL, { method: "POST", body: params(2), client: "offline" })).status, 200);
    const words = await terminal.request("/web/webclient/translations?lang=en_US&hash=x", { client: "offline" });
    assert.equal((await words.json()).hash, "h");
    assert.ok((await visit(terminal, 2)).committed, "and the next visit goes on from there");
    assert.match((await offline(terminal)).text, /"pos_session_id":7/);
});

test("a script of another host holds up nothing without the server", async () => {
    const terminal = new Terminal().start();
    const head = `<script src="https://js.stripe.com/terminal/v1/"></script><script defer src='//cdn.example/b.js'></script><link rel="stylesheet" href="https://fonts.example/a.css">`;
    terminal.server = shop({ "/pos/ui/1": () => answer("/pos/ui/1", PAGE(as(2), "0a1b2c3", head), { headers: HTML }) });
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    const { text } = await offline(terminal);
    assert.ok(text.includes('<script async data-poswarm-foreign src="https://js.stripe.com/terminal/v1/">'), text);
    assert.ok(text.includes("<script async data-poswarm-foreign src='//cdn.example/b.js'>"));
    assert.ok(text.includes(`<link media="print" onload="this.media='all'" rel="stylesheet" href="https://fonts.example/a.css">`));
    assert.ok(text.includes('<script src="/web/assets/0a1b2c3/a.min.js">'), "our own stay as they are");
});

test("the POS's own database that is slow is waited for, and one that is unknown is not empty", async () => {
    const terminal = new Terminal().start();
    await visit(terminal, 2);
    await visit(terminal, 2, { client: "evening", change: { pos_session_id: 8 } });
    const held = new Map([["pos.session", { keyPath: "id", records: new Map([[7, { id: 7, state: "opened" }]]) }]]);
    terminal.indexedDB.dbs.set("point-of-sale-1-shop", held);
    const open = terminal.indexedDB.open.bind(terminal.indexedDB);
    terminal.indexedDB.open = (name) => {
        const request = {};
        const answered = () => {
            const real = open(name);
            real.onsuccess = () => request.onsuccess?.(Object.assign(request, { result: real.result }));
        };
        setTimeout(answered, name.startsWith("point-of-sale") ? 2000 : 0);
        return request;
    };
    assert.match((await offline(terminal)).text, /"pos_session_id":7/, "the page of the session that the data is of");
});

test("older browsers: no URL.canParse, no AbortSignal.timeout, no indexedDB.databases, no storage estimate", async () => {
    const terminal = new Terminal();
    terminal.start({ old: true });
    assert.ok((await visit(terminal, 2)).committed);
    assert.ok((await status(terminal)).snapshots.length);
    assert.match((await offline(terminal)).text, /poswarmOffline/);
    assert.ok(!terminal.indexedDB.dbs.has("point-of-sale-1-shop"), "the POS's database is not made by a look");
});

test("a build whose scripts are not to be had is no news", async () => {
    const routes = { "/poswarm/manifest/1": manifest({ pos_session: 7, assets: ["/web/assets/9f8e7d6/a.min.js"] }) };
    const terminal = new Terminal().start();
    await visit(terminal, 2, {});
    await offline(terminal);
    terminal.told.length = 0;
    terminal.server = shop(routes);
    await terminal.request("/pos/ping", { method: "POST", body: "{}", client: "offline" });
    await tick(terminal, "offline");
    assert.deepEqual(terminal.told.filter(({ type }) => type === "newer"), []);
    terminal.server = shop({ ...routes, "/web/assets/9f8e7d6/a.min.js": (path) => answer(path, "code", { headers: JS }) });
    await tick(terminal, "offline");
    await tick(terminal, "offline");
    assert.deepEqual(terminal.told.filter(({ type }) => type === "newer").map(({ why }) => why), ["build"]);
});

test("a script that was not there is not waited for in a network that swallows everything", async () => {
    const gone = "/my_module/static/src/gone.js";
    const terminal = new Terminal().start();
    const named = (path) => answer(path, PAGE({}, "0a1b2c3", `<script src="${gone}"></script>`), { headers: HTML });
    await visit(terminal, 2, { routes: { "/pos/ui/1": named } });
    const { text } = await offline(terminal);
    assert.match(text, /poswarmOffline/);
    terminal.server = hung;
    const answered = terminal.request(gone, { mode: "no-cors", client: "offline", settle: false });
    const late = new Promise((resolve) => setTimeout(resolve, 400, null));
    const response = await Promise.race([answered, late]);
    assert.equal(response && (await response.text()), "");
});
