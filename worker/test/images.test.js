// The pictures of a large shop: what cannot be had, and what a turn costs that has nothing to do.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, Terminal } from "./platform.js";
import { dead, isUp, JSON_TYPE, MANIFEST, page, PNG, shop, status } from "./shop.js";

const picture = (id) => `/web/image?id=${id}&unique=a`;
const gone = (path) => answer(path, "no", { status: 404 });
const drawn = (path) => answer(path, "png", { headers: PNG });

/** A shop whose list has so many pictures; `image` answers for one, by its number. */
function gallery(count, image) {
    const manifest = JSON.stringify({ ...MANIFEST, images: Array.from({ length: count }, (_, id) => picture(id)) });
    return shop({
        "/poswarm/manifest/1": (path) => answer(path, manifest, { headers: JSON_TYPE }),
        "/web/image": (path, { url }) => image(path, Number(new URL(url).searchParams.get("id"))),
    });
}

async function open(server) {
    const terminal = new Terminal().start();
    terminal.open = ["tab"];
    terminal.server = server;
    await page(terminal);
    assert.ok((await isUp(terminal)).committed);
    return terminal;
}

const tick = (terminal) => terminal.message({ type: "poswarm/tick", schema: 1, config: 1 }).then(([first]) => first);

/** The pictures that a turn asks for. */
async function askedBy(terminal, turn = tick) {
    terminal.asked.length = 0;
    await turn(terminal);
    return terminal.asked.filter((line) => line.includes("/web/image")).map((line) => Number(/id=(\d+)/.exec(line)[1]));
}

const kept = (terminal) => status(terminal).then(({ snapshots }) => snapshots[0].images);

test("a picture that the server does not give is asked for after pauses that grow, also by the next worker", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-01") });
    for (const refusal of [gone, (path) => answer(path, "<html>", { status: 403 })]) {
        const terminal = await open(gallery(3, (path, id) => (id === 1 ? refusal(path) : drawn(path))));
        assert.deepEqual(await kept(terminal), { wanted: 3, stored: 2 });
        for (const pause of [30, 60, 120]) {
            assert.deepEqual(await askedBy(terminal), [], `within ${pause} s`);
            t.mock.timers.tick(pause * 1000 - 1000);
            terminal.start();
            assert.deepEqual(await askedBy(terminal), [], `within ${pause} s, by the next worker`);
            t.mock.timers.tick(2000);
            assert.deepEqual(await askedBy(terminal), [1], `after ${pause} s`);
        }
        t.mock.timers.setTime(Date.now() - 90 * 86400000);
        assert.deepEqual(await askedBy(terminal), [1], "a clock that is set ends the pause, it does not make it a year");
    }
});

test("a picture that is lost while the server lives rests as well, for this worker", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-01") });
    const terminal = await open(gallery(2, (path, id) => (id === 1 ? dead() : drawn(path))));
    assert.deepEqual(await askedBy(terminal), []);
    terminal.start();
    assert.deepEqual(await askedBy(terminal), [1]);
    assert.equal((await status(terminal)).away, null);
});

test("what may have held a picture back and has changed has all of them asked for", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-01") });
    const refusing = gallery(3, (path, id) => (id ? gone(path) : drawn(path)));
    const terminal = await open(refusing);
    assert.deepEqual(await askedBy(terminal, isUp), [1, 2], "a page that comes up");
    const ping = () => terminal.request("/pos/ping", { method: "POST", body: "{}" });
    terminal.server = dead;
    await ping();
    assert.ok((await status(terminal)).away);
    terminal.server = refusing;
    assert.deepEqual(await askedBy(terminal, () => ping().then(() => tick(terminal))), [1, 2], "the server's return");
    terminal.server = gallery(3, drawn);
    assert.deepEqual(await askedBy(terminal), []);
    const shown = () => terminal.request(picture(1), { mode: "no-cors" });
    assert.deepEqual(await askedBy(terminal, () => shown().then(() => tick(terminal))), [1, 2], "one that comes");
    assert.deepEqual(await kept(terminal), { wanted: 3, stored: 3 });
});

test("a full disk stays full, whatever becomes of the other pictures", async () => {
    const late = (path) => new Promise((resolve) => setTimeout(resolve, 50, gone(path)));
    const terminal = new Terminal().start();
    terminal.caches.disk.full = (key) => key.includes("/web/image");
    terminal.server = gallery(20, (path, id) => (id ? late(path) : drawn(path)));
    await page(terminal);
    const asked = await askedBy(terminal, isUp);
    assert.ok(asked.includes(0) && asked.length <= 3, `${asked}`);
    assert.deepEqual(await askedBy(terminal), []);
});

/** How often all that is stored is listed. */
function countLists(terminal) {
    const counted = { lists: 0 };
    for (const [place, name] of [[terminal.caches.stores.get("poswarm-1"), "keys"], [terminal.indexedDB.dbs.get("poswarm").get("entries").records, "values"]]) {
        const list = place[name].bind(place);
        place[name] = () => {
            counted.lists++;
            return list();
        };
    }
    return counted;
}

test("a turn with nothing to do lists nothing that is stored", async () => {
    const terminal = await open(gallery(40, (path, id) => (id === 1 ? gone(path) : drawn(path))));
    await tick(terminal);
    const counted = countLists(terminal);
    for (let turn = 0; turn < 3; turn++) {
        assert.deepEqual(await askedBy(terminal), []);
    }
    assert.equal(counted.lists, 0);
    terminal.server = gallery(41, (path, id) => (id === 1 ? gone(path) : drawn(path)));
    await terminal.message({ type: "poswarm/images", schema: 1, config: 1, urls: [picture(0), picture(77)] });
    assert.ok(counted.lists > 0, "a new list is compared");
    assert.deepEqual(await kept(terminal), { wanted: 2, stored: 2 });
});

test("a turn looks again when pictures have made way, and when one is not found", async () => {
    let online = gallery(4, drawn);
    const terminal = await open((request) => online(request));
    await tick(terminal);
    const { bodies } = terminal.caches.stores.get("poswarm-1");
    const robbed = [...bodies.keys()].filter((key) => key.includes("/web/image"));
    robbed.forEach((key) => bodies.delete(key));
    online = gallery(4, gone);
    await terminal.request(picture(2), { mode: "no-cors" });
    online = gallery(4, drawn);
    assert.deepEqual((await askedBy(terminal)).sort(), [0, 1, 2, 3], "somebody has deleted them");
    assert.deepEqual(await askedBy(terminal), []);
    const sound = "/web/static/a.ogg";
    terminal.caches.disk.full = (key) => key.includes(sound) && [...bodies.keys()].some((other) => other.includes("/web/image"));
    online = shop({ [sound]: (path) => answer(path, "ding", { headers: { "content-type": "audio/ogg" } }) });
    await terminal.request(sound, { mode: "no-cors" });
    assert.ok(![...bodies.keys()].some((key) => key.includes("/web/image")), "they have made way for a file");
    online = gallery(4, drawn);
    assert.deepEqual((await askedBy(terminal)).sort(), [0, 1, 2, 3]);
});
