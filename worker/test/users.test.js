// Whose an answer is: the log-in is a cookie of the host, and another tab changes it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, Terminal } from "./platform.js";
import { HTML, isUp, JSON_TYPE, MANIFEST, page, PAGE, PNG, shop, status } from "./shop.js";

const LOOK_UP = "/web/dataset/call_kw/product.template/load_product_from_pos";
const PARAMS = "/web/dataset/call_kw/pos.session/load_data_params";
const TERMS = "/web/webclient/translations";
const LOGO = "/web/image/res.users/2/avatar_128";

/** A server whose every answer names whom it takes the browser for; `who.user` 0: nobody. */
function naming(who, change = {}) {
    const name = () => `${who.database}/${who.user}`;
    const picture = (path) => answer(path, name(), { headers: PNG });
    const reply = (path) => answer(path, `{"jsonrpc": "2.0", "id": 1, "result": "${name()}"}`, { headers: JSON_TYPE });
    return shop({
        "/pos/ui/1": (path) => answer(path, PAGE({ __session_info__: { uid: who.user, db: who.database, user_context: { lang: "en_US" } } }), { headers: HTML }),
        "/poswarm/manifest/1": (path) =>
            who.user
                ? answer(path, JSON.stringify({ ...MANIFEST, ...who }), { headers: JSON_TYPE })
                : answer("/web/login", '<form action="/web/login"></form>', { headers: HTML, redirected: true }),
        [TERMS]: (path) => answer(path, `{"hash":"${name()}","modules":{},"lang_parameters":{}}`, { headers: JSON_TYPE }),
        "/web/image": picture,
        [LOGO]: picture,
        [PARAMS]: reply,
        [LOOK_UP]: reply,
        ...change,
    });
}

const call = (path, args) => [path, { method: "POST", body: JSON.stringify({ id: 1, params: { args, kwargs: { context: { lang: "en_US" } } } }) }];

/** What a page asks for while people sell; `mark` makes it asked for the first time. */
const asks = (mark) => [
    [LOGO, { mode: "no-cors" }],
    [`/web/image?id=${mark}&unique=a`, { mode: "no-cors" }],
    call(LOOK_UP, [mark]),
    call(PARAMS, [7]),
    [`${TERMS}?lang=en_US`, {}],
];

async function till(who, change) {
    const terminal = new Terminal().start();
    terminal.open = ["tab"];
    terminal.server = naming(who, change);
    await page(terminal);
    await terminal.request(...call(PARAMS, [7]));
    await terminal.request(LOGO, { mode: "no-cors" });
    assert.ok((await isUp(terminal)).committed);
    return terminal;
}

/** All that is stored and not the same for all users, by what it says. */
async function storedWords(terminal) {
    const { bodies } = terminal.caches.stores.get("poswarm-1");
    const own = [...bodies].filter(([key]) => !key.includes("/shared/")).map(([, { body }]) => new TextDecoder().decode(body));
    const rows = [...terminal.indexedDB.dbs.get("poswarm").get("replies").records.values()];
    const replies = await Promise.all(rows.map(async ({ body }) => JSON.parse(await body.text()).result));
    const terms = [...terminal.indexedDB.dbs.get("poswarm").get("meta").records.keys()].filter((key) => key.startsWith("translations/"));
    return new Set([...own, ...replies, ...terms.map((key) => key.split("en_US/")[1])]);
}

const manifests = (terminal) => terminal.asked.filter((line) => line.includes("/poswarm/manifest/")).length;

/** How a worker may come to know that it is somebody else: by asking, since another tab is none of its own, or by a sign. */
const SIGNS = {
    "the next worker": (terminal) => terminal.start(),
    "a log-in by a page's script": (terminal) => terminal.request("/web/session/authenticate", { method: "POST", body: "{}" }),
    "a way to the log-in": (terminal) => terminal.request("/pos/ui/1?poswarm=login", { mode: "navigate", client: "second" }),
    "a redirect to the log-in": async (terminal) => {
        const { server } = terminal;
        const redirect = answer("/pos/ui/1", "", { status: 0, type: "opaqueredirect" });
        terminal.server = async (request) => (request.url.includes("/pos/ui/") ? redirect : server(request));
        await page(terminal, "/pos/ui/1", "second");
        terminal.server = server;
    },
};

test("what the server gives somebody else passes to the page and is not stored", async () => {
    for (const [sign, comes] of Object.entries(SIGNS)) {
        for (const other of [{ user: 5, database: "shop" }, { user: 2, database: "test" }, { user: 0, database: "shop" }]) {
            const who = { user: 2, database: "shop" };
            const terminal = await till(who);
            Object.assign(who, other);
            await comes(terminal);
            for (const [path, how] of asks(1)) {
                const said = await (await terminal.request(path, how)).text();
                assert.ok(path === LOGO || said.includes(`${other.database}/${other.user}`), `${sign}: ${path} is the server's`);
            }
            assert.deepEqual([...(await storedWords(terminal))], ["shop/2"], `${sign}, ${other.database}/${other.user}`);
            Object.assign(who, { user: 2, database: "shop" });
            await comes(terminal);
            for (const [path, how] of asks(2)) {
                await terminal.request(path, how);
            }
            const { snapshots } = await status(terminal);
            assert.equal(snapshots[0].replies, 2, `${sign}: stored again when he is back`);
        }
    }
});

test("the page of another user in another tab says it too", async () => {
    const who = { user: 2, database: "shop" };
    const terminal = await till(who);
    who.user = 5;
    await page(terminal, "/pos/ui/1", "second");
    terminal.asked.length = 0;
    for (const [path, how] of asks(1)) {
        await terminal.request(path, how);
    }
    assert.deepEqual([...(await storedWords(terminal))], ["shop/2"]);
    assert.equal(manifests(terminal), 0, "the page has just said it");
});

test("whose a hundred pictures are is asked once, and every 5 s", async () => {
    const terminal = await till({ user: 2, database: "shop" });
    terminal.start();
    terminal.asked.length = 0;
    await Promise.all(Array.from({ length: 100 }, (_, id) => terminal.request(`/web/image?id=${id}&unique=b`, { mode: "no-cors" })));
    for (let id = 0; id < 50; id++) {
        await terminal.request(LOGO, { mode: "no-cors" });
    }
    assert.ok(manifests(terminal) <= 3, `${manifests(terminal)} questions`);
    const pictures = [...terminal.caches.stores.get("poswarm-1").bodies.keys()].filter((key) => key.includes("unique=b"));
    assert.equal(pictures.length, 100);
});

test("a server without a manifest has its answers stored until a log-in changes", async () => {
    const terminal = await till({ user: 2, database: "shop" });
    const kept = () => [...terminal.caches.stores.get("poswarm-1").bodies.keys()].filter((key) => key.includes("unique=c")).length;
    terminal.server = naming({ user: 2, database: "shop" }, { "/poswarm/manifest/1": (path) => answer(path, "no", { status: 404 }) });
    terminal.start();
    await terminal.request("/web/image?id=1&unique=c", { mode: "no-cors" });
    assert.equal(kept(), 1);
    await terminal.request("/web/session/authenticate", { method: "POST", body: "{}" });
    await terminal.request("/web/image?id=2&unique=c", { mode: "no-cors" });
    assert.equal(kept(), 1, "nobody says whose it is");
    await page(terminal);
    await terminal.request("/web/image?id=3&unique=c", { mode: "no-cors" });
    assert.equal(kept(), 2, "the page does");
});

test("pictures that a round brings end where somebody else logs in, and are not taken for refused", async () => {
    const who = { user: 2, database: "shop" };
    let left = Infinity;
    const images = Array.from({ length: 30 }, (_, id) => `/web/image?id=${id}&unique=a`);
    const manifest = (path) => answer(path, JSON.stringify({ ...MANIFEST, ...who, images }), { headers: JSON_TYPE });
    const terminal = new Terminal().start();
    terminal.open = ["tab"];
    const image = async (path) => {
        if (left-- === 0) {
            who.user = 5;
            await terminal.request("/web/session/authenticate", { method: "POST", body: "{}" });
        }
        return answer(path, `${who.database}/${who.user}`, { headers: PNG });
    };
    terminal.server = naming(who, { "/poswarm/manifest/1": manifest, "/web/image": image });
    left = 10;
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    const words = await storedWords(terminal);
    assert.ok(words.has("shop/2") && !words.has("shop/5"));
    who.user = 2;
    terminal.start();
    await terminal.message({ type: "poswarm/tick", schema: 1, config: 1 });
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 30, stored: 30 });
});
