// The decisions of the worker, as tables.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { isListed, question } from "../src/calltable.js";
import { emergencyHtml } from "../src/emergency.js";
import { bodyKey, canonical, imageKey, urlKey } from "../src/keys.js";
import { kindOf, markers, namedResources, offlinePage, styleResources } from "../src/page.js";
import { route } from "../src/route.js";
import { judgeHead, judgeLength, judgePage, judgeReply, judgeTranslations } from "../src/trust.js";

const ORIGIN = "https://pos.example";

const answer = (change = {}) => ({
    status: 200,
    type: "basic",
    redirected: false,
    url: ORIGIN + "/x",
    headers: new Headers(change.headers || { "content-type": "text/javascript" }),
    ...change,
    ...(change.headers && { headers: new Headers(change.headers) }),
});

test("route: what the worker touches, and what it leaves alone", () => {
    const table = [
        ["GET", "navigate", "/pos/ui/1", { kind: "page", config: 1, storable: true }],
        ["GET", "navigate", "/pos/ui/12/product/5f0c-1", { kind: "page", config: 12, storable: true }],
        ["GET", "navigate", "/pos/ui/1?from_backend=True", { kind: "page", config: 1, storable: true }],
        ["GET", "navigate", "/pos/ui?config_id=3", { kind: "page", config: 3, storable: true }],
        ["GET", "navigate", "/pos/web/", { kind: "page", config: null, storable: true }],
        ["GET", "navigate", "/pos/ui/1?debug=assets", { kind: "page", config: 1, storable: false }],
        ["GET", "navigate", "/pos/ui/1?debug=assets,tests", { kind: "page", config: 1, storable: false }],
        ["GET", "navigate", "/pos/ui/1?debug=1", { kind: "page", config: 1, storable: true }],
        ["GET", "navigate", "/pos/poswarm", null],
        ["GET", "navigate", "/pos/sale_details_report", null],
        ["GET", "navigate", "/web/assets/0a1b2c3/a.js", null],
        ["GET", "cors", "/pos/ui/1", null],
        ["GET", "no-cors", "/web/assets/0a1b2c3/a.min.js", { kind: "file", immutable: true }],
        ["GET", "no-cors", "/web/assets/1/0a1b2c3/a.min.js", { kind: "file", immutable: true }],
        ["GET", "no-cors", "/web/assets/debug/a.js", null],
        ["GET", "no-cors", "/web/static/lib/zxing.js", { kind: "file", immutable: false }],
        ["GET", "no-cors", "/web/image/res.users/2/avatar_128", { kind: "image" }],
        ["GET", "no-cors", "/web/image?model=a&id=1", { kind: "image" }],
        ["GET", "no-cors", "/web/imagery", null],
        ["GET", "cors", "/web/webclient/translations?hash=&lang=fr_FR", { kind: "translations" }],
        ["GET", "cors", "/web/webclient/translations?mods=web&lang=fr_FR", null],
        ["GET", "cors", "/bus/websocket_worker_bundle?v=1", null],
        ["POST", "cors", "/pos/ping", { kind: "ping" }],
        ["POST", "cors", "/web/dataset/call_kw/pos.session/load_data", { kind: "call", call: "pos.session.load_data" }],
        ["POST", "cors", "/web/dataset/call_kw/pos.order/sync_from_ui", null],
        ["POST", "cors", "/web/dataset/call_kw/pos.session/close_session_from_ui", null],
        ["POST", "cors", "/web/dataset/call_kw/constructor/toString", null],
        ["PUT", "cors", "/pos/ping", null],
        ["POST", "cors", "https://printer.local/hw_proxy/hello", null],
        ["GET", "no-cors", "https://cdn.example/web/assets/0a1b2c3/a.js", null],
    ];
    for (const [method, mode, path, want] of table) {
        const url = new URL(path, ORIGIN).href;
        assert.deepEqual(route({ method, mode, url }, ORIGIN), want, `${method} ${path}`);
    }
    const part = (path, destination) => route({ method: "GET", mode: "no-cors", url: new URL(path, ORIGIN).href, destination }, ORIGIN);
    assert.deepEqual(part("/web/content/77/extra.js", "script"), { kind: "file", immutable: false });
    for (const [path, destination] of [["/web/assets/debug/a.js", "script"], ["/web/content/77/report.pdf", ""], ["https://cdn.example/a.js", "script"], ["/bus/worker", "sharedworker"]]) {
        assert.equal(part(path, destination), null, path);
    }
});

test("trust: the head of an answer", () => {
    const image = { "content-type": "image/png" };
    const placeholder = (name) => ({ ...image, "content-disposition": name });
    const table = [
        ["script", {}, null],
        ["script", { status: 304 }, "status"],
        ["script", { status: 502 }, "status"],
        ["script", { status: 206 }, "partial"],
        ["script", { redirected: true }, "redirected"],
        ["page", { type: "opaqueredirect", status: 0, headers: {} }, "redirected"],
        ["image", { type: "opaque", status: 0, headers: {} }, "opaque"],
        ["script", { url: "https://cdn.example/x" }, "not-same-origin"],
        ["script", { headers: { "content-type": "text/html; charset=utf-8" } }, "content-type"],
        ["script", { headers: {} }, "content-type"],
        ["style", { headers: { "content-type": "Text/CSS" } }, null],
        ["font", { headers: { "content-type": "application/octet-stream" } }, null],
        ["font", { headers: { "content-type": "text/html" } }, "content-type"],
        ["json", { headers: { "content-type": "application/json" } }, null],
        ["page", { headers: { "content-type": "text/html" } }, null],
        ["image", { headers: image }, null],
        ["image", { headers: placeholder("inline; filename=placeholder.png") }, "placeholder-image"],
        ["image", { headers: placeholder("inline; filename*=UTF-8''placeholder.png") }, "placeholder-image"],
        ["image", { headers: placeholder('inline; filename="Lamp.png"') }, null],
    ];
    for (const [kind, change, want] of table) {
        assert.equal(judgeHead(kind, answer(change), ORIGIN), want, `${kind} ${JSON.stringify(change)}`);
    }
});

test("trust: bodies", () => {
    assert.equal(judgeLength(new Headers({ "content-length": "5" }), 4), "length");
    assert.equal(judgeLength(new Headers({ "content-length": "5" }), 5), null);
    assert.equal(judgeLength(new Headers({ "content-length": "5", "content-encoding": "gzip" }), 40), null);
    assert.equal(judgeLength(new Headers(), 0), "length");

    const reply = (text) => judgeReply(text.slice(0, 200), text.slice(-200));
    assert.deepEqual(reply('{"jsonrpc": "2.0", "id": 3, "result": {"a": 1}}'), { skip: 37 });
    assert.deepEqual(reply('{"id":3,"jsonrpc":"2.0","result":[]}'), { skip: 33 });
    assert.deepEqual(reply('{"jsonrpc": "2.0", "id": 3, "result": {"a": 1}'), { skip: 37 });
    assert.deepEqual(reply('{"jsonrpc": "2.0", "id": 3, "result": {"a": '), { refusal: "length" });
    assert.deepEqual(reply('{"jsonrpc": "2.0", "id": null, "error": {"code": 100}}'), { refusal: "rpc-error" });
    for (const text of ["<html>", "", "[]", '{"jsonrpc": "2.0", "id": 3}', '{"error": {"result": 1}}x']) {
        assert.match(reply(text).refusal, /^rpc-(?:no-result|error)$/, text);
    }

    const full = { hash: "h", modules: {}, lang_parameters: {} };
    assert.equal(judgeTranslations(full), null);
    for (const body of [null, {}, [], "x", { hash: "h", lang: "fr_FR" }, { ...full, modules: undefined }]) {
        assert.equal(judgeTranslations(body), "short-translations");
    }
});

test("keys: one picture has many spellings", () => {
    const key = (unique, path = "/web/image?model=p&id=1&unique=") => imageKey(path + unique, ORIGIN).key;
    const want = key("2026-11-23T06:10:50.000+00:00");
    for (const same of ["2026-11-23T07:10:50.000+01:00", "2026-11-23T07:10:50.000%2B01:00", "2026-11-23T06:10:50.999Z", "2026-11-23 06:10:50", "2026-11-23T01:10:50-0500"]) {
        assert.equal(key(same), want, same);
    }
    assert.equal(imageKey("/web/image?unique=2026-11-23T06:10:50Z&id=1&model=p", ORIGIN).key, want);
    for (const other of ["2026-11-23T06:10:51.000+00:00", "2026-11-23T06:10:50.000+02:00", "1fe8a2", "%E0%A4%A"]) {
        assert.notEqual(key(other), want, other);
    }
    assert.deepEqual(imageKey("/web/image/res.company/1/logo?unique=", ORIGIN), {
        key: "/web/image/res.company/1/logo",
        base: "/web/image/res.company/1/logo",
        fixed: false,
    });
    assert.equal(urlKey(ORIGIN + "/a/../b?c=1#d", ORIGIN), "/b?c=1");
    assert.equal(bodyKey({ database: "a/b", user: 2 }, "v", "/x"), "/.poswarm/a%2Fb/2/v/x");
    assert.equal(canonical({ b: [1, { d: undefined, c: null }], a: "x" }), canonical({ a: "x", b: [1, { c: null }] }));
    assert.notEqual(canonical([1, 2]), canonical([2, 1]));
});

test("calls: what makes two questions one", () => {
    const params = (args, kwargs = {}) => ({ args, kwargs });
    const same = (call, a, b) => assert.equal(canonical(question(call, a)), canonical(question(call, b)));
    const other = (call, a, b) => assert.notEqual(canonical(question(call, a)), canonical(question(call, b)));

    same("barcode.nomenclature.read", params([[1], ["a", "b"]]), params([[1], ["b", "a"]], { context: { tz: "x" } }));
    other("barcode.nomenclature.read", params([[1], ["a"]]), params([[2], ["a"]]));
    const rules = (domain, fields) => params([], { domain, fields });
    same("barcode.rule.search_read", rules([["a", "=", 1]], ["x", "y"]), rules([["a", "=", 1]], ["y", "x"]));
    other("barcode.rule.search_read", rules([["a", "=", 1]], ["x"]), rules([["a", "=", 2]], ["x"]));
    same("pos.session.load_data_params", params([1]), params([2]));
    same("pos.order.get_receipt_template_for_pos_frontend", params([]), params([], { context: { lang: "en_US" } }));

    const load = (session, date, limited = true) =>
        params([session, []], { context: { pos_last_server_date: date, pos_limited_loading: limited } });
    same("pos.session.load_data", load(1, false), load(1, undefined));
    other("pos.session.load_data", load(1, false), load(2, false));
    other("pos.session.load_data", load(1, false), load(1, false, false));
    assert.equal(question("pos.session.load_data", load(1, "2026-11-23 06:10:50")), null);

    same("pos.session.filter_local_data", params([1, { a: [1] }]), params([1, {}]));
    other("pos.session.filter_local_data", params([1, {}]), params([2, {}]));
    const found = (domain, archived) => params([1, domain, 0, 0], { context: { load_archived: archived } });
    other("product.template.load_product_from_pos", found([["id", "=", 1]]), found([["id", "=", 2]]));
    other("product.template.load_product_from_pos", found([["id", "=", 1]]), found([["id", "=", 1]], true));

    assert.ok(question("res.partner.search_read", params([[["barcode", "=", "042"]], ["name"]])));
    assert.equal(question("res.partner.search_read", params([[["name", "=", "042"]]])), null);
    assert.equal(question("res.partner.search_read", params([[["barcode", "=", "1"], ["active", "=", true]]])), null);
    assert.equal(question("res.partner.search_read", params([])), null);

    for (const call of ["pos.order.sync_from_ui", "pos.order.read_pos_orders", "loyalty.card.read", "__proto__", ""]) {
        assert.equal(isListed(call), false, call);
    }
});

const page = (odoo, rest = "") =>
    `<!DOCTYPE html>\n<html><head>\n<script>\nvar odoo = ${JSON.stringify(odoo)};\nodoo.loadMenusPromise = {};\n</script>${rest}</head></html>`;

const ODOO = {
    __session_info__: { uid: 2, db: "pos19", user_context: { lang: "fr_FR" }, note: '};</"}' },
    from_backend: 1,
    pos_session_id: 7,
    pos_config_id: 1,
    debug: "",
};

test("calls: what the page starts with may be answered from storage", () => {
    const source = readFileSync(new URL("../../addon/poswarm_offline_cache/static/src/app/calls.js", import.meta.url), "utf8");
    const [, list] = /const VITAL = new Set\(\[([^\]]*)\]\)/.exec(source) || [];
    const vital = [...(list || "").matchAll(/"([\w.]+)"/g)].map(([, name]) => name);
    assert.ok(vital.includes("pos.session.load_data"), "the list VITAL was not found in calls.js");
    for (const name of vital) {
        assert.ok(isListed(name), `${name} of VITAL in calls.js has no row in calltable.js`);
    }
});

test("page: what it says, and how it is handed out", () => {
    const html = page(ODOO);
    const want = { database: "pos19", user: 2, config: 1, session: 7, lang: "fr_FR", user_name: "", debug: "", tour: false, off: false };
    assert.deepEqual(markers(html), want);
    for (const broken of ["", "<html>", "var odoo = {", html.slice(0, 80), page({ ...ODOO, pos_session_id: false })]) {
        assert.equal(markers(broken), null);
    }
    assert.equal(judgePage(html, want, 1), null);
    assert.equal(judgePage(html, want, null), null);
    assert.equal(judgePage(html, want, 2), "wrong-config");
    assert.equal(judgePage("<html>", null, 1), "not-a-pos-page");
    assert.equal(judgePage('<form class="x" action="/web/login">', null, 1), "login-page");

    const offline = { reason: "deadline", since: "2026-11-23T06:10:50Z", snapshot: "</script>$&" };
    const out = offlinePage(html, { session: 9, offline });
    assert.match(out, /<head><script>window\.poswarmOffline=\{"reason":"deadline"/);
    assert.equal(markers(out)?.session, 9);
    assert.match(out, /"from_backend":0/);
    assert.equal(out.split("</script>").length, html.split("</script>").length + 1);
    assert.ok(out.includes('"snapshot":"\\u003c/script>$&"'));
});

test("page: the files it names", () => {
    const html = page(
        ODOO,
        `<link rel="icon" href="/favicon.ico"/><link type="text/css" rel="stylesheet" href="/web/assets/1/a.css?a=1&amp;b=2"/>
         <script defer src='/web/assets/1/a.js'></script><link rel="preload" href="/x.js">`
    );
    assert.deepEqual(namedResources(html), [
        { url: "/favicon.ico", kind: "image" },
        { url: "/web/assets/1/a.css?a=1&b=2", kind: "style" },
        { url: "/web/assets/1/a.js", kind: "script" },
    ]);
    const css = `@font-face{font-family:L;src:url("/f/L.eot");src:url('/f/./L.eot?#iefix') format("x"),url(/f/./L.woff)format("woff"),url(/f/L.ttf)}
        .a{background:url( "../img/a.svg#frag" )}.b{background:url(data:image/png;base64,x)}.c{src:url(https://cdn.example/c.png)}.d{cursor:url(/d.cur)}`;
    assert.deepEqual(styleResources(css, ORIGIN + "/web/assets/1/a.css"), [
        { url: ORIGIN + "/f/L.woff", kind: "font" },
        { url: ORIGIN + "/web/assets/img/a.svg" },
        { url: ORIGIN + "/d.cur" },
    ]);
    assert.deepEqual(["/a.JS", "/a.css", "/a.woff2", "/a.ico", "/a"].map(kindOf), ["script", "style", "font", "image", "static"]);
});

test("the emergency page speaks the cashier's language and runs nothing of others", () => {
    const html = emergencyHtml("fr-CH, de;q=0.5", 2, "deadline", [{ config: 1, name: "<b>Bar & Co" }]);
    assert.match(html, /<html lang="fr" data-poswarm="emergency" data-poswarm-asked="2" data-poswarm-reason="never-cached"/);
    assert.match(html, /data-poswarm-config="1" href="\/pos\/ui\/1">&#60;b&#62;Bar &#38; Co<\/a>/);
    assert.ok(!/(?:src|href)="(?!\/pos\/ui)/.test(html), "names no other file");
    for (const [wanted, lang] of [["pt-BR", "en"], ["nl", "nl"], ["xx,es;q=0.1", "es"], ["", "en"]]) {
        assert.match(emergencyHtml(wanted, null, "status-502", []), new RegExp(`lang="${lang}".*reason="status-502"`));
    }
});
