// A disk that is full: what the server has as well makes room.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, Terminal } from "./platform.js";
import { dead, HTML, isUp, page, PAGE, shop } from "./shop.js";

test("pictures make room for a new session's snapshot, of which all is in the database", async () => {
    const terminal = new Terminal().start();
    terminal.server = shop();
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    await terminal.message({ type: "poswarm/prime", schema: 1, config: 1, images: "all" });
    const hasPictures = () => [...terminal.caches.stores.get("poswarm-1").bodies.keys()].some((key) => key.includes("/web/image"));
    assert.ok(hasPictures());
    Object.defineProperty(terminal.indexedDB, "full", { get: () => (hasPictures() ? new DOMException("Quota exceeded.", "QuotaExceededError") : undefined) });
    terminal.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({ pos_session_id: 8 }), { headers: HTML }) });
    await page(terminal, "/pos/ui/1", "next");
    const said = await isUp(terminal, 8, "next");
    assert.ok(said.committed, JSON.stringify(said));
    terminal.server = dead;
    assert.match(await (await page(terminal, "/pos/ui/1", "offline")).text(), /"pos_session_id":8/);
});
