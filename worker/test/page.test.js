// What the page tells the worker about itself, on the small platform of worker.test.js.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, Terminal } from "./platform.js";
import { MANIFEST } from "./shop.js";

const ODOO = {
    __session_info__: { uid: 2, db: "shop", user_context: { lang: "en_US", uid: 2 } },
    pos_session_id: 7,
    pos_config_id: 1,
    debug: "",
};
const PAGE = `<!DOCTYPE html><html><head><script>var odoo = ${JSON.stringify(ODOO)};</script></head></html>`;
const WANTED = { images: ["/web/image?id=1&unique=a", "/web/image?id=2&unique=a"], files: ["/web/static/bell.ogg", "/web/static/gone.ogg"] };
const PATCHES = [{ name: "sub_path", state: "off", missing: ["PosStore#handleUrlParams()"], changed: [] }];

function shop(manifest = MANIFEST) {
    const files = {
        "/pos/ui/1": ["text/html", PAGE],
        "/web/webclient/translations": ["application/json", '{"hash":"h","modules":{},"lang_parameters":{}}'],
        "/pos/ping": ["application/json", '{"jsonrpc": "2.0", "id": 0, "result": {}}'],
        "/poswarm/manifest/1": ["application/json", JSON.stringify(manifest)],
        "/web/static/bell.ogg": ["audio/ogg", "bell"],
        "/web/image": ["image/png", "png"],
    };
    return async ({ url }) => {
        const { pathname } = new URL(url);
        const [type, body] = files[pathname] ?? [];
        return type ? answer(pathname, body, { headers: { "content-type": type } }) : answer(pathname, "no", { status: 404 });
    };
}

const status = (terminal) => terminal.message({ type: "poswarm/status", schema: 1 }).then(([first]) => first);

async function primed(server) {
    const terminal = new Terminal().start();
    terminal.server = server;
    await terminal.request("/pos/ui/1", { mode: "navigate", client: "tab" });
    const up = { type: "poswarm/up", schema: 1, config: 1, session: 7, ...WANTED, patches: PATCHES };
    const [{ committed }] = await terminal.message(up, "tab");
    assert.ok(committed);
    return terminal;
}

test("the page says what is wanted, and how it found Odoo", async () => {
    const terminal = await primed(shop());
    const [first] = (await status(terminal)).snapshots;
    assert.equal(first.state, "current", "a file that the server does not have keeps nobody from being ready");
    assert.deepEqual(first.refused, []);
    assert.deepEqual(first.patches, PATCHES);
    await terminal.message({ type: "poswarm/images", schema: 1, urls: [...WANTED.images, "/web/image?id=3&unique=a"] }, "tab");
    assert.deepEqual((await status(terminal)).snapshots[0].images, { wanted: 3, stored: 3 });
    terminal.server = async () => {
        throw new TypeError("Failed to fetch");
    };
    assert.equal(await (await terminal.request("/web/static/bell.ogg", { client: "tab" })).text(), "bell");
});

test("a part that fails in the manifest is named", async () => {
    const failed = [{ part: "assets", error: "KeyError: 'x'" }];
    const manifest = { ...MANIFEST, failed };
    const terminal = await primed(shop(manifest));
    const answers = await terminal.message({ type: "poswarm/prime", schema: 1, config: 1, images: "all" });
    assert.deepEqual(answers.at(-1).result.manifest_failed, failed);
});
