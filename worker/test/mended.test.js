// What came wrong once is asked for again: a file under a name that never changes, and one that was withheld.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, ORIGIN, Terminal } from "./platform.js";
import { CSS, dead, isUp, JS, page, PAGE, shop } from "./shop.js";

const STYLE = "/web/assets/0a1b2c3/a.min.css";
const SCRIPT = "/web/assets/0a1b2c3/a.min.js";

/** A terminal that holds the POS with what the server gave for one file then. */
async function holding(file, text, headers) {
    const terminal = new Terminal().start();
    terminal.server = shop({ [file]: (path) => answer(path, text, { headers }) });
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    terminal.server = shop();
    return terminal;
}

async function offline(terminal, file) {
    terminal.server = dead;
    await page(terminal, "/pos/ui/1", "offline");
    return (await terminal.request(file, { mode: "no-cors", client: "offline" })).text();
}

test("what a page has loaded past the worker is taken for the newer file", async () => {
    const terminal = await holding(STYLE, "/* A css error occured */", CSS);
    await terminal.message({ type: "poswarm/page", schema: 1, config: 1, html: PAGE(), url: `${ORIGIN}/pos/ui/1`, age: 0 }, "hard");
    assert.ok((await isUp(terminal, 7, "hard")).committed);
    assert.match(await offline(terminal, STYLE), /font-face/);
});

test("files of a page that does not come up are asked for again", async () => {
    const terminal = await holding(SCRIPT, "cut sho", JS);
    await page(terminal, "/pos/ui/1", "next");
    await terminal.message({ type: "poswarm/failed", schema: 1, config: 1, reason: "no-up" }, "next");
    assert.equal(await offline(terminal, SCRIPT), "code");
});

test("a script that a gateway withheld is asked for again, and is there without the server", async () => {
    const terminal = new Terminal();
    terminal.constants = { FIRST_PAUSE: 0, RETRY_FIRST: 0 };
    terminal.start();
    const script = "/my_module/static/extra.js";
    const html = { headers: { "content-type": "text/html" } };
    const both = { "/pos/ui/1": (path) => answer(path, PAGE({}, "0a1b2c3", `<script src="${script}"></script>`), html) };
    terminal.server = shop({ ...both, [script]: (path) => answer(path, "no such route", { status: 404 }) });
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    terminal.server = shop({ ...both, [script]: (path) => answer(path, "let here;", { headers: { "content-type": "text/javascript" } }) });
    await terminal.message({ type: "poswarm/tick", config: 1 });
    terminal.server = dead;
    await page(terminal, "/pos/ui/1", "offline");
    assert.equal(await (await terminal.request(script, { client: "offline" })).text(), "let here;");
});
