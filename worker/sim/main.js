// `make simulate`: days of tills, on all cores. SIM_DAYS, SIM_SEED.
import { cpus } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

import { live, plan } from "./day.js";
import { workerScript } from "./till.js";

/** A till lives so many days; then another one begins. */
const LIFE = 20;

/** One failing plan is made shorter: whatever step it fails without is left out. */
async function shrunk(script, seed, steps) {
    let kept = steps;
    for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
        for (let at = 0; at + size <= kept.length; ) {
            const less = [...kept.slice(0, at), ...kept.slice(at + size)];
            const failure = await live(script, seed, less).catch((error) => error);
            if (failure) {
                kept = less;
            } else {
                at += size;
            }
        }
    }
    return kept;
}

async function run({ first, tills, days }) {
    const script = workerScript();
    for (let at = 0; at < tills; at++) {
        const seed = first + at;
        const steps = plan(seed, days);
        const failure = await live(script, seed, steps).catch((error) => error);
        let short = null;
        if (failure) {
            short = await shrunk(script, seed, steps);
            const again = await live(script, seed, short).catch((error) => error);
            short = { steps: short, message: again?.message };
        }
        parentPort.postMessage({ seed, days, message: failure?.message || "", short });
    }
}

async function main() {
    const days = Number(process.env.SIM_DAYS) || 100000;
    const seed = Number(process.env.SIM_SEED) || 1;
    const life = Math.min(LIFE, days);
    const tills = Math.ceil(days / life);
    const workers = Math.min(cpus().length, tills);
    let [done, failures] = [0, 0];
    await Promise.all(
        Array.from({ length: workers }, (_, at) => {
            const share = Math.floor(tills / workers) + (at < tills % workers ? 1 : 0);
            const first = seed * 1000003 + at * Math.ceil(tills / workers);
            const worker = new Worker(new URL(import.meta.url), { workerData: { first, tills: share, days: life } });
            worker.on("message", ({ seed: failed, days: lived, message, short }) => {
                done += lived;
                if (message) {
                    failures++;
                    console.error(`till ${failed}: ${message}\n  shrunk: ${short.message}\n  ${JSON.stringify(short.steps)}`);
                }
            });
            return new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
        })
    );
    console.log(`simulate: days=${done} failures=${failures} seed=${seed}`);
    process.exitCode = failures ? 1 : 0;
}

if (isMainThread) {
    await main();
} else {
    await run(workerData);
}
