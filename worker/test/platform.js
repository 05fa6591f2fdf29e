// The platform of a service worker, in small: it answers and fails as Chrome does, so that the
// built file can be run whole in a `node:vm` context.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const BUILT = new URL("../../addon/poswarm_offline_cache/worker/service-worker.js", import.meta.url);
export const ORIGIN = "https://pos.example";

/** @param {string | Request} key */
const address = (key) => new URL(key.url ?? key, ORIGIN).href;

/** Cache API: keys are addresses, errors are never stored, a full disk says so. `written`: the keys. */
class FakeCache {
    bodies = new Map();

    constructor(disk) {
        this.disk = disk;
    }

    async keys() {
        return [...this.bodies.keys()].map((url) => new Request(url));
    }

    async match(key) {
        const found = this.bodies.get(address(key));
        return found && new Response(found.body, { headers: found.headers });
    }

    async put(key, response) {
        if (response.status === 206) {
            throw new TypeError("Partial response (status code 206) is unsupported");
        }
        const body = await response.arrayBuffer();
        // The old one goes first: CacheStorageCache::PutImpl deletes the entry and then makes it.
        this.bodies.delete(address(key));
        if (this.disk.full?.(key)) {
            throw new DOMException("Quota exceeded.", "QuotaExceededError");
        }
        this.disk.written?.push(key);
        this.bodies.set(address(key), { body, headers: [...response.headers] });
    }

    async delete(key) {
        return this.bodies.delete(address(key));
    }
}

class FakeCaches {
    stores = new Map();
    disk = {};

    async open(name) {
        this.stores.set(name, this.stores.get(name) || new FakeCache(this.disk));
        return this.stores.get(name);
    }

    async has(name) {
        return this.stores.has(name);
    }

    async keys() {
        return [...this.stores.keys()];
    }

    async delete(name) {
        return this.stores.delete(name);
    }
}

/**
 * IndexedDB: transactions run one after the other, values are cloned, all or nothing. `broken`:
 * the error that each opening gives. `full`: the error that each transaction that writes gives.
 * `scopes`: the stores of each transaction that writes.
 */
class FakeIndexedDB {
    dbs = new Map();
    scopes = [];

    /** Site data removed by hand: open connections see empty stores. */
    wipe() {
        for (const stores of this.dbs.values()) {
            stores.forEach(({ records }) => records.clear());
        }
    }

    databases() {
        return Promise.resolve([...this.dbs.keys()].map((name) => ({ name, version: 1 })));
    }

    open(name) {
        const request = {};
        setImmediate(() => {
            if (this.broken) {
                request.error = this.broken;
                return request.onerror?.();
            }
            const fresh = !this.dbs.has(name);
            const stores = this.dbs.get(name) || new Map();
            this.dbs.set(name, stores);
            request.result = new FakeDatabase(stores, this);
            let aborted = false;
            request.transaction = { abort: () => (aborted = true) };
            if (fresh) {
                request.onupgradeneeded?.();
            }
            if (aborted) {
                this.dbs.delete(name);
                request.error = new DOMException("The transaction was aborted.", "AbortError");
                return request.onerror?.();
            }
            request.onsuccess?.();
        });
        return request;
    }
}

class FakeDatabase {
    constructor(stores, disk) {
        this.stores = stores;
        this.disk = disk;
        this.objectStoreNames = { contains: (name) => stores.has(name) };
    }

    close() {}

    createObjectStore(name, { keyPath }) {
        this.stores.set(name, { keyPath, records: new Map() });
    }

    transaction(names, mode) {
        for (const name of [names].flat()) {
            if (!this.stores.has(name)) {
                throw new DOMException(`no store ${name}`, "NotFoundError");
            }
        }
        const tx = {};
        if (mode === "readwrite") {
            this.disk.scopes.push([names].flat());
        }
        if (this.disk.full && mode === "readwrite") {
            setImmediate(() => tx.onabort?.());
            const nothing = { put() {}, delete() {} };
            return Object.assign(tx, { error: this.disk.full, objectStore: () => nothing });
        }
        const objectStore = (name) => {
            const { keyPath, records } = this.stores.get(name);
            const request = (result) => {
                const made = { result };
                setImmediate(() => made.onsuccess?.());
                return made;
            };
            const put = (value) => {
                if (this.disk.noBlobs && value.body instanceof Blob) {
                    // WebKit's words in a private tab.
                    tx.error = new DOMException("Error preparing Blob/File data to be stored in object store", "UnknownError");
                    return request();
                }
                return request(void records.set(value[keyPath], structuredClone(value)));
            };
            return {
                get: (key) => request(structuredClone(records.get(key))),
                getAll: () => request(structuredClone([...records.values()])),
                put,
                delete: (key) => request(void records.delete(key)),
            };
        };
        setImmediate(() => setImmediate(() => (tx.error ? tx.onabort?.() : tx.oncomplete?.())));
        return Object.assign(tx, { objectStore });
    }
}

/** An answer as a fetch gives it: its type and its address are known, as a script cannot set. */
export function answer(url, body, { status = 200, type = "basic", redirected = false, headers = {} } = {}) {
    const response = new Response(status ? body : null, { status: status || 200, headers });
    const shape = { url: new URL(url, ORIGIN).href, type, redirected, ...(status ? {} : { status: 0, ok: false }) };
    const clone = response.clone.bind(response);
    for (const [name, value] of Object.entries(shape)) {
        Object.defineProperty(response, name, { value, configurable: true });
    }
    response.clone = () => {
        const copy = clone();
        for (const [name, value] of Object.entries(shape)) {
            Object.defineProperty(copy, name, { value, configurable: true });
        }
        return copy;
    };
    return response;
}

/** @param {any} context of a worker, before it runs */
function makeOld(context) {
    context.URL = class extends URL {
        static canParse = undefined;
    };
    context.AbortSignal = { any: undefined, timeout: undefined };
    context.navigator = { language: "en", storage: {} };
    const { indexedDB } = context;
    context.indexedDB = { open: (name) => indexedDB.open(name) };
}

/**
 * One terminal: its disk outlives the worker, which can be stopped and started again.
 */
export class Terminal {
    caches = new FakeCaches();
    indexedDB = new FakeIndexedDB();
    asked = [];
    told = [];
    /** Tabs that the browser lists; those of less than a minute ago need not be. */
    open = [];
    /** Tabs that were left. @type {Set<string>} */
    left = new Set();
    /** Cookies that scripts may read. @type {Map<string, string>} */
    cookies = new Map();
    /** What the browser says of this worker: waiting or in charge. */
    worker = { state: "activated" };
    /** Tabs that the worker has sent on, with their addresses. */
    sentOn = [];
    /** @type {(request: Request) => Promise<Response>} */
    server = async () => {
        throw new TypeError("Failed to fetch");
    };

    /** On its way until the test says what has become of it. */
    sendOn(id, url) {
        this.sentOn.push([id, url]);
        return new Promise((arrive, fail) => (this.sending = { arrive, fail }));
    }

    /** Constants of the worker with other values, so that a test of minutes takes a second. @type {Record<string, number>} */
    constants = {};

    /** The built worker. */
    script() {
        return Object.entries(this.constants).reduce((text, [name, value]) => {
            const changed = text.replace(new RegExp(`^const ${name} = \\d+;`, "m"), `const ${name} = ${value};`);
            assert.ok(changed !== text, `the worker has no ${name}, or has that value`);
            return changed;
        }, readFileSync(BUILT, "utf8"));
    }

    /** `old`: the browser lacks what Safari 16, Chrome 109 or Firefox 115 lack. */
    start({ old = false } = {}) {
        this.listeners = {};
        const terminal = this;
        const self = {
            location: { origin: ORIGIN },
            serviceWorker: this.worker,
            clients: {
                claim: async () => (terminal.claimed = true),
                matchAll: async () => terminal.open.map((id) => ({ id })),
                get: async (id) => !terminal.left.has(id) && ({ id, url: `${ORIGIN}/pos/ui/1`, navigate: (url) => terminal.sendOn(id, url) }),
            },
            cookieStore: { get: async (name) => (terminal.cookies.has(name) ? { name, value: terminal.cookies.get(name) } : null) },
            skipWaiting: async () => (terminal.skipped = true),
            addEventListener: (type, listener) => (this.listeners[type] = listener),
        };
        const context = {
            self,
            caches: this.caches,
            indexedDB: this.indexedDB,
            navigator: { language: "en", storage: { estimate: async () => ({ usage: 1, quota: 2 }), persisted: async () => false } },
            BroadcastChannel: class {
                postMessage(message) {
                    terminal.told.push(message);
                }
            },
            fetch: (input, init = {}) => {
                const request = typeof input === "string" ? new Request(new URL(input, ORIGIN), init) : input;
                this.asked.push(`${request.method} ${new URL(request.url).pathname}${new URL(request.url).search}`);
                return terminal.server(request, init);
            },
            ...{ Response, Request, Headers, URL, URLSearchParams, Blob, TextDecoder, AbortController, AbortSignal, DOMException, performance },
            ...{ crypto: globalThis.crypto, Date, setTimeout, clearTimeout, setInterval, console, structuredClone },
        };
        if (old) {
            makeOld(context);
        }
        vm.runInNewContext(this.script(), context, { filename: fileURLToPath(BUILT) });
        return this;
    }

    /**
     * Fires an event as the browser does; gives the answer and, unless `settle` is false, waits for
     * the end of the work behind it.
     */
    async fire(type, event = {}, settle = true) {
        const work = [];
        let answered;
        this.listeners[type]({ ...event, waitUntil: (promise) => work.push(promise), respondWith: (promise) => (answered = promise) });
        const response = answered && (await answered);
        // Work may add work while it runs.
        for (let done = 0; settle && done < work.length; done++) {
            await work[done];
        }
        return response;
    }

    /** @returns {Promise<Response | undefined>} undefined: left to the browser */
    request(path, { method = "GET", mode = "cors", body, client = "tab", settle = true } = {}) {
        const url = new URL(path, ORIGIN).href;
        const request = new Request(url, { method, body, headers: body ? { "Content-Type": "application/json" } : {} });
        Object.defineProperty(request, "mode", { value: mode });
        const clone = request.clone.bind(request);
        request.clone = () => clone();
        const navigation = mode === "navigate";
        return this.fire("fetch", { request, clientId: navigation ? "" : client, resultingClientId: navigation ? client : "" }, settle);
    }

    /** @returns {Promise<any[]>} what came back on the port */
    async message(data, client = "tab") {
        const answers = [];
        await this.fire("message", { data, source: { id: client }, ports: [{ postMessage: (value) => answers.push(structuredClone(value)) }] });
        return answers;
    }
}
