// What the disk did not take, and in which order it gets it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const ledger = new URL("../poswarm_offline_cache/static/src/app/ledger/", import.meta.url);
const moduleOf = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);
const { turns } = await moduleOf(await readFile(new URL("turns.js", ledger), "utf8"));

/** The module on a disk of the test's: each write is made when the test says so. */
async function onDisk(t, name) {
    const disk = new Map();
    const writes = [];
    const writeOnce = (puts, removes) =>
        new Promise((resolve) => {
            writes.push((taken) => {
                taken && Object.values(puts).flat().forEach((record) => disk.set(record.uuid, record.value));
                taken && Object.values(removes).flat().forEach((key) => disk.delete(key));
                resolve(taken);
            });
        });
    let leave;
    globalThis[name] = {
        turns,
        writeOnce,
        keyOf: (_, { uuid }) => uuid,
        setRoomMaker: () => {},
        askWorker: () => {},
        definePatch: (_, put) => put({}, { safely: (work) => work }),
    };
    globalThis.window = { addEventListener: (_, work) => (leave = work) };
    t.after(() => leave()); // the last of the timer goes with what is owed
    const text = (await readFile(new URL("owed.js", ledger), "utf8")).replace(/^import \{(.*)\} from .*$/gm, `const {$1} = globalThis.${name};`);
    const { write } = await moduleOf(text);
    const next = async (taken) => {
        for (let i = 0; i < 20 && !writes.length; i++) {
            await null;
        }
        writes.pop()(taken); // of two at once the later one first, as where the earlier one waits for room
        for (let i = 0; i < 20; i++) {
            await null;
        }
    };
    return { disk, writes, write, next, leave: () => leave() };
}

const sale = (value) => ({ orders: [{ uuid: "a", value }] });

test("what was refused is written when the page ends", async (t) => {
    const { disk, write, next, leave } = await onDisk(t, "ends");
    const written = write(sale("paid"));
    await next(false);
    assert.equal(await written, false);
    leave();
    await next(true);
    assert.equal(disk.get("a"), "paid");
});

test("an older word never comes behind a newer one", async (t) => {
    const { disk, writes, write, next, leave } = await onDisk(t, "order");
    write(sale("older"));
    await next(false);
    leave();
    write(sale("newer"));
    await next(true);
    for (; writes.length; ) {
        await next(true);
    }
    assert.equal(disk.get("a"), "newer");
});

test("what goes meanwhile does not come again", async (t) => {
    const { disk, writes, write, next, leave } = await onDisk(t, "goes");
    write(sale("paid"));
    await next(false);
    write({}, { orders: ["a"] });
    await next(true);
    leave();
    for (; writes.length; ) {
        await next(true);
    }
    assert.equal(disk.has("a"), false);
});
