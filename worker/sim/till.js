// One simulated terminal: its disk, its worker, and the page that is open.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { cachesOf, indexedDBOf } from "./disk.js";
import { SimBlob, SimRequest, SimResponse } from "./web.js";

export const ORIGIN = "https://pos.example";

const BUILT = new URL("../../addon/poswarm_offline_cache/worker/service-worker.js", import.meta.url);

/** What the worker finds in its global scope. A context of its own for each start would be slower by far. */
const GLOBALS = [
    "self", "caches", "indexedDB", "navigator", "BroadcastChannel", "fetch", "setTimeout", "clearTimeout", "performance",
    "crypto", "Date", "Blob", "Response", "Request",
];

/** @param {(text: string) => string} [change] of the worker's text, to see that a fault is found */
export function workerScript(change = (text) => text) {
    return new Function(...GLOBALS, change(readFileSync(BUILT, "utf8")));
}

export class Till {
    /** Of the worker that runs: everything that it has begun ends with it. */
    life = { over: false };
    clients = new Set();
    told = [];
    asked = 0;
    /** Milliseconds by which the terminal's clock is off. */
    clockOff = 0;

    constructor({ timeline, random, server, disk, script }) {
        Object.assign(this, { timeline, random, server, disk, script });
        this.start();
    }

    /** The browser ends the worker, in the middle of whatever it does, and starts it anew. */
    kill() {
        this.life.over = true;
        this.timeline.forget(this.life);
        this.start();
    }

    later(work, delay = this.random.below(3)) {
        return this.timeline.at(delay, work, this.life);
    }

    access(work) {
        return new Promise((resolve, reject) =>
            this.later(() => {
                try {
                    resolve(work());
                } catch (error) {
                    reject(error);
                }
            })
        );
    }

    start() {
        this.life = { over: false };
        this.listeners = {};
        const till = this;
        const { timeline, life } = this;
        class SimDate extends Date {
            constructor(...args) {
                super(...(args.length ? args : [till.clock()]));
            }
            static now() {
                return till.clock();
            }
        }
        const context = {
            self: {
                location: { origin: ORIGIN },
                clients: {
                    claim: async () => {},
                    matchAll: async () => [...till.clients].map((id) => ({ id })),
                    // The check of an offline start is a tab of its own, which nobody leaves.
                    get: async (id) => (till.clients.has(id) || id === "offline" ? { id } : undefined),
                },
                skipWaiting: async () => {},
                addEventListener: (type, listener) => (till.listeners[type] = listener),
            },
            caches: cachesOf(this.disk, (work) => this.access(work), ORIGIN),
            indexedDB: indexedDBOf(this.disk, (work) => this.later(work)),
            navigator: { language: "en", storage: { estimate: async () => ({ usage: 1, quota: 2 }), persisted: async () => true } },
            BroadcastChannel: class {
                postMessage(message) {
                    if (!life.over) {
                        till.told.push(message);
                    }
                }
            },
            fetch: (input, init = {}) => this.fetch(input, init),
            setTimeout: (work, ms, ...args) => timeline.at(ms, () => work(...args), life),
            clearTimeout: (timer) => timer && (timer.dead = true),
            performance: { now: () => timeline.now },
            crypto: { randomUUID: () => this.uuid(), subtle: { digest: async (_, data) => createHash("sha256").update(Buffer.from(data)).digest() } },
            Date: SimDate,
            Blob: SimBlob,
            Response: SimResponse,
            Request: SimRequest,
        };
        this.script(...GLOBALS.map((name) => context[name]));
    }

    clock() {
        return Date.UTC(2026, 0, 1) + this.timeline.now + this.clockOff;
    }

    uuid() {
        return Array.from({ length: 8 }, () => "0123456789abcdef"[this.random.below(16)]).join("") + "-0000-4000-8000-000000000000";
    }

    fetch(input, init = {}) {
        const request = typeof input === "string" ? new SimRequest(new URL(input, ORIGIN).href, init) : input;
        const signal = init.signal || request.signal;
        this.asked++;
        const { delay, answer } = this.server.ask(request);
        return new Promise((resolve, reject) => {
            signal?.addEventListener("abort", () => reject(signal.reason));
            if (delay < Infinity) {
                this.later(() => (answer ? resolve(answer) : reject(new TypeError("Failed to fetch"))), delay);
            }
        });
    }

    /**
     * Fires an event. `answered` is what respondWith was given; `work` goes on behind it.
     *
     * @returns {{taken: boolean, answered?: any, failed?: any}}
     */
    fire(type, event) {
        const outcome = { taken: false };
        const keep = (promise) => Promise.resolve(promise).catch(() => {});
        this.listeners[type]({
            ...event,
            waitUntil: keep,
            respondWith(promise) {
                outcome.taken = true;
                promise.then((answered) => Object.assign(outcome, { answered }), (failed) => Object.assign(outcome, { failed }));
            },
        });
        return outcome;
    }

    /** @returns {{taken: boolean, answered?: SimResponse}} */
    request(path, { client, method = "GET", mode = "no-cors", body = null } = {}) {
        const navigation = mode === "navigate";
        const request = new SimRequest(ORIGIN + path, { method, mode, body, redirect: navigation ? "manual" : "follow" });
        return this.fire("fetch", { request, clientId: navigation ? "" : client, resultingClientId: navigation ? client : "" });
    }

    /** @returns {{replies: any[]}} what comes on the port */
    message(data, client) {
        const replies = [];
        this.fire("message", { data: { schema: 1, ...data }, source: { id: client }, ports: [{ postMessage: (reply) => replies.push(reply) }] });
        return { replies };
    }
}
