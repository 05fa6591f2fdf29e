// The built file is one readable script, and the source has no dead ends.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const BUILT = new URL("../../addon/poswarm_offline_cache/worker/service-worker.js", import.meta.url);

test("the served worker is one classic script, as it was written", (t) => {
    const script = readFileSync(BUILT);
    t.diagnostic(`service-worker.js: ${script.length} bytes, ${gzipSync(script).length} gzip`);
    for (const { name, text } of read("../src/")) {
        const [, comment] = /\/\*\*([^]*?)\*\//.exec(text) || [];
        assert.ok(comment && String(script).includes(comment), `the words of ${name} are not served`);
    }
    assert.match(String(script), /SPDX-License-Identifier: LGPL-3.0-only/);
    assert.doesNotMatch(String(script), /\bimportScripts\b|^\s*(?:import|export)\s/m, "a classic script of one file");
});

/** @param {string} dir */
function read(dir) {
    const base = new URL(dir, import.meta.url);
    const files = readdirSync(base).filter((name) => name.endsWith(".js"));
    return files.map((name) => ({ name, text: readFileSync(new URL(name, base), "utf8") }));
}

test("every export is imported by another module", () => {
    const src = read("../src/");
    const tests = read("./");
    const imports = (files) =>
        new Set(files.flatMap(({ text }) => [...text.matchAll(/import\s*\{([^}]*)\}\s*from/g)].flatMap(([, list]) => list.match(/\w+/g) || [])));
    const [used, tested] = [imports(src), imports(tests)];
    for (const { name, text } of src) {
        for (const [, exported] of text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)) {
            const inside = text.match(new RegExp(`\\b${exported}\\b`, "g")).length > 1;
            assert.ok(used.has(exported) || (inside && tested.has(exported)), `${name}: ${exported} is used by nobody`);
        }
    }
});

test("files and modules stay small", () => {
    for (const { name, text } of [...read("../src/"), ...read("./")]) {
        assert.ok(text.split("\n").length <= 500, name);
    }
});
