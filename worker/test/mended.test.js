// A file that came wrong once, under a name that never changes.
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
