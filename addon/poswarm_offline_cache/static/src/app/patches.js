/*
 * Puts our patches on Odoo's classes, or leaves one out when Odoo is not as we know it.
 *
 * Odoo's module loader never runs a module with an import that is missing, and
 * says so in the console only. So no file here imports a module of Odoo: what a
 * patch relies on stands in declared.js, is looked up when Odoo's modules have
 * started, and compared. What is missing or changed switches that patch off,
 * alone; the point of sale is Odoo's own there. The same goes for what our code
 * throws, when it is put on and when it runs: the till goes on with what
 * Odoo's own method does.
 *
 * `window.poswarm.patches` lists them: `{name, state: "on" | "off", missing,
 * changed}`, and `error`, the last thing that our code threw.
 *
 * Relies on: Odoo's module loader, `odoo.loader.modules` and the event
 * "module-started" of `odoo.loader.bus`. Without it every patch is off.
 */
import { DECLARED } from "./declared";

/** @typedef {{name: string, state: "on" | "off", missing: string[], changed: string[], error?: string}} Patch */

/** What is known by other means: by sight, or from what a browser has stored. */
const NOT_LOOKED_UP = /^(dom|storage|text):/;

/** @type {Patch[]} */
const patches = [];
/** @type {{patch: Patch, relies: string[], put: Function}[]} */
let waiting = [];
const followers = new Set();
let settled = false;
/** Our functions, each with the source of the method that it stands before. */
const sources = new WeakMap();
/** What our code throws on purpose. */
const meant = new WeakSet();

/** The state of every patch, as the worker and the tools get it. */
export function patchStates() {
    return patches.map((patch) => ({ ...patch }));
}

/** @param {() => void} follower told when a state changes after all were settled */
export function followPatches(follower) {
    followers.add(follower);
}

/** Marks an error that a patch throws on purpose, to be told from a fault of ours. */
export function deliberate(error) {
    meant.add(error);
    return error;
}

/** What Odoo has under a name of declared.js; undefined when there is none. */
export function odooExport(name) {
    const [module, exported] = DECLARED.names[name].split(":");
    // Odoo's transpiler keeps a default export under a symbol (js_transpiler.py).
    const key = exported === "default" ? Symbol.for("default") : exported;
    return globalThis.odoo?.loader?.modules?.get(module)?.[key];
}

/** `PosData#a.b()~text` as its parts. */
function parse(reliance) {
    const [, name, kind, member, call, text] = /^([\w$]+)(?:([#.])([^~()]+)(\(\))?)?(?:~(.+))?$/.exec(reliance);
    return { name, kind, member, isMethod: Boolean(call), text };
}

/** The source of a class with that of those it extends, or of one function. */
function sourceOf(value) {
    let source = "";
    for (let of = value; typeof of === "function" && of !== Function.prototype; of = Object.getPrototypeOf(of)) {
        source += sources.get(of) ?? Function.prototype.toString.call(of);
    }
    return source;
}

function describe(object, key) {
    for (let at = object; at; at = Object.getPrototypeOf(at)) {
        const found = Object.getOwnPropertyDescriptor(at, key);
        if (found) {
            return found;
        }
    }
}

function findMethod(holder, key) {
    const found = describe(holder, key);
    if (!found) {
        return "absent";
    }
    return typeof found.value === "function" ? "present" : "changed";
}

/** What a class's own code makes is not there before an object is: look for its code. */
function findProperty(owner, path) {
    const source = sourceOf(owner);
    const [first, ...rest] = path.split(".");
    const made = Boolean(describe(owner.prototype, first)) || hasCode(source, `(\\bthis\\.|[{};\n]\\s*)${first}\\b`);
    return made && rest.every((word) => hasCode(source, `\\.${word}\\b|\\b${word}:`)) ? "present" : "absent";
}

function hasCode(source, pattern) {
    return new RegExp(pattern).test(source);
}

function findMember(owner, { kind, member, isMethod, text }) {
    const holder = kind === "#" ? owner.prototype : owner;
    if (!holder) {
        return "changed";
    }
    if (text) {
        return sourceOf(describe(holder, member)?.value).includes(text) ? "present" : "changed";
    }
    if (isMethod) {
        return findMethod(holder, member);
    }
    return kind === "#" ? findProperty(owner, member) : describe(holder, member) ? "present" : "absent";
}

/**
 * Whether Odoo has what is relied on.
 *
 * @param {string} reliance
 * @returns {"present" | "absent" | "changed"}
 */
function find(reliance) {
    if (NOT_LOOKED_UP.test(reliance)) {
        return "present";
    }
    const parts = parse(reliance);
    const owner = parts.name === "odoo" ? globalThis.odoo : odooExport(parts.name);
    if (owner === undefined || owner === null) {
        return "absent";
    }
    if (parts.kind) {
        return findMember(owner, parts);
    }
    return !parts.text || sourceOf(owner).includes(parts.text) ? "present" : "changed";
}

function note(patch, error) {
    const known = patch.error;
    patch.error = String(error);
    if (known !== patch.error) {
        console.warn(`poswarm: patch "${patch.name}" failed, the point of sale goes on without it:`, error);
        tellFollowers();
    }
}

function tellFollowers() {
    if (!settled) {
        return;
    }
    for (const follower of followers) {
        follower();
    }
}

/** One call of a patched method: what Odoo's own did in it decides when ours fails. */
class PatchedCall {
    constructor(patch, self, stock, args) {
        this.patch = patch;
        this.args = args;
        this.results = [];
        this.thrown = [];
        this.stock = (...given) => {
            try {
                const result = stock.apply(self, given);
                this.results.push(result);
                return result;
            } catch (error) {
                this.thrown.push(error);
                throw error;
            }
        };
    }

    run(self, around) {
        let answer;
        try {
            answer = around.call(self, this.stock, ...this.args);
        } catch (error) {
            if (this.thrown.includes(error) || meant.has(error)) {
                throw error;
            }
            return this.goOn(error);
        }
        // Odoo's own promise may be more than one, such as a call's with its abort().
        if (this.results.includes(answer) || !(answer instanceof Promise)) {
            return answer;
        }
        return answer.catch((error) => this.settle(error));
    }

    /** An error of Odoo's passes; one of ours must not reach the till. */
    async settle(error) {
        const results = await Promise.allSettled(this.results);
        const reasons = [...this.thrown, ...results.map(({ reason }) => reason)];
        if (reasons.includes(error) || meant.has(error)) {
            throw error;
        }
        return this.goOn(error);
    }

    /** Odoo's own method runs once: a second cash move would be a second one on the server. */
    goOn(error) {
        note(this.patch, error);
        if (this.results.length) {
            return this.results.at(-1);
        }
        if (this.thrown.length) {
            throw this.thrown.at(-1);
        }
        return this.stock(...this.args);
    }
}

/**
 * Puts functions before methods of an object. Each gets Odoo's own as its first
 * argument, bound to the same object, and then the arguments of the call.
 */
function putBefore(patch, target, arounds, undo) {
    for (const [key, around] of Object.entries(arounds)) {
        const own = Object.getOwnPropertyDescriptor(target, key);
        const parent = Object.getPrototypeOf(target);
        const stock = function () {
            return (own ? own.value : parent[key]).apply(this, arguments);
        };
        const wrapper = function (...args) {
            return new PatchedCall(patch, this, stock, args).run(this, around);
        };
        sources.set(wrapper, sourceOf(own ? own.value : parent[key]));
        Object.defineProperty(target, key, {
            value: wrapper,
            writable: true,
            configurable: true,
            enumerable: own?.enumerable ?? false,
        });
        undo.push(() => (own ? Object.defineProperty(target, key, own) : delete target[key]));
    }
}

/** A function for an event or a timer: what it throws is noted and goes no further. */
function safe(patch, f) {
    return (...args) => {
        try {
            const done = f(...args);
            return done instanceof Promise ? done.catch((error) => note(patch, error)) : done;
        } catch (error) {
            note(patch, error);
        }
    };
}

function compare(patch, reliances) {
    for (const reliance of reliances) {
        const found = find(reliance);
        if (found !== "present") {
            (found === "absent" ? patch.missing : patch.changed).push(reliance);
        }
    }
    return !patch.missing.length && !patch.changed.length;
}

function namedIn(reliances) {
    const names = reliances.map((reliance) => !NOT_LOOKED_UP.test(reliance) && parse(reliance).name);
    return [...new Set(names)].filter((name) => name in DECLARED.names);
}

function install({ patch, relies, put }) {
    const undo = [];
    try {
        if (!compare(patch, relies)) {
            return;
        }
        put(Object.fromEntries(namedIn(relies).map((name) => [name, odooExport(name)])), {
            around: (target, arounds) => putBefore(patch, target, arounds, undo),
            safely: (f) => safe(patch, f),
        });
        patch.state = "on";
    } catch (error) {
        undo.reverse().forEach((step) => step());
        note(patch, error);
    }
}

function isComplete({ relies }) {
    const modules = globalThis.odoo?.loader?.modules;
    return namedIn(relies).every((name) => modules?.has(DECLARED.names[name].split(":")[0]));
}

/** As soon as Odoo's modules are there: what they make is made after we are in place. */
function installComplete() {
    const complete = waiting.filter(isComplete);
    waiting = waiting.filter((one) => !complete.includes(one));
    complete.forEach(install);
}

/**
 * Puts one patch on when everything is there that declared.js says it relies on.
 * Never throws: an error in a module of Odoo's bundle ends all that follow it.
 *
 * @param {string} name as in declared.js
 * @param {(exports: Record<string, any>, how: {around: (target: object, arounds:
 *     Record<string, Function>) => void, safely: (f: Function) => Function}) => void} put
 *     gets what its reliances name, by the names of declared.js
 */
export function definePatch(name, put) {
    const relies = DECLARED.patches.find((one) => one.name === name)?.relies;
    const patch = { name, state: "off", missing: [], changed: [] };
    patches.push(patch);
    if (!relies) {
        note(patch, new Error("not in declared.js"));
        return;
    }
    waiting.push({ patch, relies, put });
    installComplete();
}

/** Odoo's modules have run: what is not there now does not come before the boot. */
function settle() {
    waiting.splice(0).forEach(install);
    settled = true;
    if (window.poswarm) {
        window.poswarm.patches = patches;
    }
    const off = patches.filter(({ state }) => state === "off");
    if (off.length) {
        const why = off.map(({ name, missing, changed }) => `${name} (${[...missing, ...changed].join(", ")})`);
        console.warn(`poswarm: off, because this Odoo is none of the known ones: ${why.join("; ")}`);
    }
}

globalThis.odoo?.loader?.bus?.addEventListener?.("module-started", installComplete);
if (document.readyState === "loading") {
    // Before Odoo's own listener, which starts the point of sale.
    document.addEventListener("DOMContentLoaded", settle, { once: true });
} else {
    setTimeout(settle);
}
