// Two workers on one terminal: the one in charge, and the one that waits for its end.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, Terminal } from "./platform.js";
import { dead, HTML, isUp, page, PAGE, shop } from "./shop.js";

// Odoo sends its list of files to a worker that waits (point_of_sale/static/src/app/main.js).
test("a worker that waits reads nothing that the one in charge still writes", async () => {
    const old = new Terminal().start();
    old.server = shop();
    await page(old);
    assert.ok((await isUp(old)).committed);
    const next = Object.assign(new Terminal(), { caches: old.caches, indexedDB: old.indexedDB, worker: { state: "installed" } }).start();
    await next.message({ urlsToCache: ["/web/assets/0a1b2c3/a.min.js"] });

    old.server = shop({ "/pos/ui/1": (path) => answer(path, PAGE({ pos_session_id: 8 }), { headers: HTML }) });
    await page(old, "/pos/ui/1", "newer");
    assert.ok((await isUp(old, 8, "newer")).committed);

    next.worker.state = "activated";
    next.server = dead;
    const text = await (await page(next, "/pos/ui/1", "offline")).text();
    assert.ok(text.includes("window.poswarmOffline") && text.includes('"pos_session_id":8'), text);
});
