// Days of a till, as a list of things that happen, and what must hold after each of them.
import { Disk } from "./disk.js";
import { FAULTS, Server, TOTAL } from "./server.js";
import { ORIGIN, Till } from "./till.js";
import { Random, Timeline } from "./time.js";

const CALL = "/web/dataset/call_kw/pos.session/load_data_params";
const FILES = /(?:src|href)="(\/[^"]+)"/g;

/** A navigation, a call, an answer of the worker: nothing of it may take longer. */
const PATIENCE = 120000;

/** An hour (images.js, LONGEST_REST) of an open page's ticks, and some. */
const LONGEST_REST_TICKS = 130;

/** What may happen, and how often in comparison. */
const EVENTS = [
    ["open", 8],
    ["kill", 4],
    ["front", 4],
    ["back", 4],
    ["wait", 5],
    ["killSoon", 3],
    ["disk", 2],
    ["session", 2],
    ["build", 1],
    ["data", 1],
    ["user", 1],
    ["look", 1],
    ["clock", 1],
    ["other", 1],
];

const WEIGHTED = EVENTS.flatMap(([name, weight]) => Array(weight).fill(name));

/** The plan of a till's life: what happens on each of its days, and in which order. */
export function plan(seed, days) {
    const random = new Random(seed);
    const list = [];
    for (let day = 0; day < days; day++) {
        for (let left = 2 + random.below(4); left > 0; left--) {
            list.push({ what: random.pick(WEIGHTED), with: random.below(1 << 30) });
        }
        list.push({ what: "night", with: random.below(1 << 30) });
    }
    return list;
}

export class Failure extends Error {}

/** Runs a plan. @throws {Failure} what does not hold, and after which step */
export async function live(script, seed, steps) {
    const life = new Life(script, seed);
    for (const [at, step] of steps.entries()) {
        try {
            life.random = new Random(step.with);
            await life[step.what]();
            await life.check();
        } catch (error) {
            throw new Failure(`step ${at + 1} (${step.what}): ${error.message}`);
        }
    }
}

class Life {
    constructor(script, seed) {
        this.timeline = new Timeline();
        this.random = new Random(seed);
        this.server = new Server(this.random);
        this.script = script;
        this.till = new Till({ timeline: this.timeline, random: this.random, server: this.server, disk: new Disk(), script });
        this.tabs = 0;
        /** The tab of the POS, what it shows and whether that is up. */
        this.tab = null;
        /** Whose page was committed last, as it was told. */
        this.committed = null;
        /** Whose pages came up since, and may have been committed without being told. */
        this.maybe = [];
    }

    // What happens.

    async open() {
        await this.visit(1);
    }

    async other() {
        await this.visit(2);
        this.leave();
    }

    async kill() {
        this.till.kill();
    }

    /** The worker ends while the page loads, at any point of it. */
    async killSoon() {
        const at = this.random.below(400);
        this.timeline.at(at, () => this.till.kill());
        await this.visit(1);
    }

    async front() {
        this.server.fault = this.random.pick(FAULTS);
    }

    async back() {
        this.server.fault = "";
        await this.pass(4);
        // Nobody has reloaded anything. What a broken disk has not taken of a page is gone until then.
        if (this.tab?.up && this.tab.online && this.tab.config === 1 && !this.tab.robbed) {
            await this.reached();
        }
    }

    async wait() {
        await this.pass(1 + this.random.below(3));
    }

    async disk() {
        const { disk } = this.till;
        disk.fault = this.random.pick(["refuses", "silent", "full"]);
        this.wasFull ||= disk.fault === "full";
        if (this.random.chance(0.5)) {
            this.till.kill();
        }
        this.timeline.at(500 + this.random.below(8000), () => (disk.fault = ""));
        await this.visit(1);
        await this.timeline.until(() => !disk.fault, 10000);
        disk.fault = "";
        if (this.random.chance(0.5)) {
            // What never answered answers no more: the browser ends that worker.
            this.till.kill();
        }
    }

    async session() {
        this.server.session++;
    }

    async build() {
        this.server.build = (parseInt(this.server.build, 16) + 1).toString(16).padStart(7, "0");
    }

    async data() {
        this.server.data++;
        this.server.images = 1 + this.random.below(6);
    }

    async user() {
        this.server.user = this.server.user === 2 ? 5 : 2;
        // A visit that is cut short, or a whole one.
        await this.visit(1, { up: this.random.chance(0.5) });
    }

    /** A look at another database of the same host, which does not come up. */
    async look() {
        this.server.database = "test";
        await this.visit(1, { up: false });
        this.leave();
        this.server.database = "shop";
    }

    async clock() {
        this.till.clockOff += (this.random.below(800) - 300) * 86400000;
    }

    /** Faults stop, the page is open, and an hour passes: everything is as it should be. */
    async night() {
        this.server.fault = "";
        this.till.disk.fault = "";
        await this.visit(1);
        await this.pass(5);
        if (this.tab?.up && this.tab.online) {
            // Pictures that made way on a full disk rest for a minute, and longer each time.
            for (let left = this.wasFull ? LONGEST_REST_TICKS : 0; left > 0 && this.lacking(); left--) {
                await this.pass(1);
            }
            this.wasFull = false;
            await this.reached();
        }
        await this.timeline.until(() => false, 3600000);
    }

    // The page.

    leave() {
        if (this.tab) {
            this.till.clients.delete(this.tab.id);
            this.tab = null;
        }
    }

    /** Opens a POS as a browser and the page's own code do. */
    async visit(config, { up = true } = {}) {
        this.leave();
        const id = `tab ${++this.tabs}`;
        this.till.clients.add(id);
        const { life, disk } = this.till;
        const broken = Boolean(disk.fault);
        const shown = await this.answer(this.till, `/pos/ui/${config}`, { client: id, mode: "navigate" });
        if (!shown && life.over) {
            // The worker ended before its word. The browser then asks the network by itself (in Chrome
            // ServiceWorkerMainResourceLoader::DidDispatchFetchEvent), where no worker can do anything.
            // The next load, the cashier's or the browser's own, is a worker's again.
            return this.visit(config, { up });
        }
        const text = shown ? await shown.text() : "";
        const tab = { id, config, text, online: !text.includes("poswarmOffline"), up: false, broken };
        this.tab = tab;
        const odoo = /var odoo = (\{.*\});/.exec(text)?.[1];
        if (!odoo) {
            if (config === 1 && this.committed && TOTAL.has(this.server.fault) && !this.till.disk.fault) {
                throw new Error(`${this.server.fault}: shown is ${text.slice(0, 100) || "nothing"}`);
            }
            return;
        }
        tab.data = this.server.data;
        tab.odoo = JSON.parse(odoo);
        for (const [, file] of text.matchAll(FILES)) {
            tab.files = (await this.answer(this.till, file, { client: id })) && tab.files !== false;
        }
        const told = await this.boot(tab);
        if (told && tab.files && up) {
            await this.comeUp(tab, told);
        }
    }

    /** The calls of the page's boot, and its data on the disk. */
    async boot(tab) {
        await this.answer(this.till, "/web/webclient/translations?hash=&lang=en_US", { client: tab.id });
        const params = this.params(tab);
        const reply = await this.answer(this.till, CALL, { client: tab.id, method: "POST", mode: "cors", body: JSON.stringify({ id: 3, params }) });
        if (!reply && this.server.fault === "slow") {
            throw new Error("a call that the server answers, late, was given up");
        }
        const good = reply?.status === 200 && (await reply.json().catch(() => ({}))).result;
        await this.answer(this.till, `/web/image?id=0&unique=${this.server.data}`, { client: tab.id });
        if (good) {
            this.hold(tab);
        }
        return good ? [params] : null;
    }

    params({ odoo }) {
        const { uid } = odoo.__session_info__;
        return { model: "pos.session", method: "load_data_params", args: [odoo.pos_session_id], kwargs: { context: { uid, lang: "en_US" } } };
    }

    /** The POS's own database, in which its data is of one session. */
    hold({ odoo, config }) {
        const records = new Map([[odoo.pos_session_id, { id: odoo.pos_session_id, state: "opened" }]]);
        const name = `point-of-sale-${config}-${odoo.__session_info__.db}`;
        this.till.disk.version++;
        this.till.disk.databases.set(name, new Map([["pos.session", { keyPath: "id", records }]]));
    }

    async comeUp(tab, told) {
        tab.told = told;
        const replies = await this.tellUp(tab);
        tab.up = true;
        tab.robbed = tab.broken && !replies[0]?.committed;
        if (tab.online) {
            this.cameUp(tab, replies[0]?.committed);
        }
    }

    /** The page says that it is up, and once more where that was not heard (up.js). */
    async tellUp(tab) {
        const message = { type: "poswarm/up", config: tab.config, session: tab.odoo.pos_session_id, told: tab.told };
        let { replies } = this.till.message(message, tab.id);
        await this.timeline.until(() => replies.length > 0, 20000);
        if (replies[0]?.reason === "no-snapshot") {
            // The page hands itself over once more (first-visit.js, handOverAgain).
            const { config, text: html, online } = tab;
            if (online) {
                this.till.message({ type: "poswarm/page", config, html, url: `${ORIGIN}/pos/ui/${config}`, age: 0 }, tab.id);
            }
            ({ replies } = this.till.message(message, tab.id));
            await this.timeline.until(() => replies.length > 0, 20000);
        }
        tab.heard = replies.length > 0 && !replies[0].again;
        return replies;
    }

    cameUp({ config, odoo }, committed) {
        const { uid, db } = odoo.__session_info__;
        if (config === 1 && committed) {
            this.committed = { uid, db };
            this.maybe = [];
        } else if (config === 1) {
            this.maybe.push({ uid, db });
        }
    }

    /** The open page sends its ticks, as first-visit.js does, and the POS its pings. */
    async pass(ticks) {
        for (let left = ticks; left > 0; left--) {
            const { tab } = this;
            if (tab) {
                if (tab.up && !tab.heard) {
                    await this.tellUp(tab);
                }
                this.till.request("/pos/ping", { client: tab.id, method: "POST", mode: "cors", body: "{}" });
                const { replies } = this.till.message({ type: "poswarm/tick", config: tab.config }, tab.id);
                await this.timeline.until(() => replies.length > 0, 30000);
                await this.timeline.until(() => false, Math.min(replies[0]?.next || 30000, 30000));
            } else {
                await this.timeline.until(() => false, 30000);
            }
        }
    }

    async answer(till, path, options) {
        const { life } = till;
        const outcome = till.request(path, options);
        await this.timeline.until(() => !outcome.taken || outcome.answered || outcome.failed || life.over, PATIENCE);
        return outcome.answered && outcome.answered.type !== "error" ? outcome.answered : null;
    }

    // What must hold.

    async check() {
        this.noBadBody();
        this.noWriteTaken();
        // What is not changed comes up as it did; a clock may change it.
        const { disk, clockOff } = this.till;
        const sign = `${disk.version} ${clockOff}`;
        if (this.committed && sign !== this.checked) {
            await this.opensOffline();
            this.checked = sign;
        }
    }

    noBadBody() {
        const { disk } = this.till;
        for (const [url, response] of disk.bodies()) {
            const [, kind, hash] = /assets\/()([0-9a-f]+)\//.exec(url) || [];
            const { data } = response.blobbed;
            if (data.includes("BAD") || !data || (hash && kind !== undefined && !data.endsWith(hash))) {
                throw new Error(`stored under ${url}: ${data.slice(0, 40)}`);
            }
        }
        for (const record of [...disk.records("snapshots"), ...disk.records("replies")]) {
            if (`${record.html || ""}${record.body?.data || ""}`.includes("BAD")) {
                throw new Error(`stored as ${record.id || record.key}: what is no word of Odoo's`);
            }
        }
    }

    noWriteTaken() {
        const write = this.till.request("/web/dataset/call_kw/pos.order/sync_from_ui", { client: "any", method: "POST", mode: "cors", body: "{}" });
        if (write.taken) {
            throw new Error("a write was taken over");
        }
    }

    /** A copy of the disk, a new worker, no network: the POS must come up, whole and of one piece. */
    async opensOffline() {
        const server = new Server(new Random(1));
        server.fault = "dead";
        const till = new Till({ timeline: this.timeline, random: new Random(1), server, disk: this.till.disk.copy(), script: this.script });
        till.clockOff = this.till.clockOff;
        const shown = await this.answer(till, "/pos/ui/1", { client: "offline", mode: "navigate" });
        const text = shown ? await shown.text() : "";
        if (!text.includes("window.poswarmOffline")) {
            throw new Error(`offline: ${text.slice(0, 200) || "nothing"}`);
        }
        await this.isWhole(till, text);
        till.life.over = true;
        this.timeline.forget(till.life);
    }

    async isWhole(till, text) {
        const odoo = JSON.parse(/var odoo = (\{.*\});/.exec(text)[1]);
        const { uid, db } = odoo.__session_info__;
        const owners = [this.committed, ...this.maybe];
        if (!owners.some((owner) => owner.uid === uid && owner.db === db)) {
            throw new Error(`offline: the POS of user ${uid} in ${db}, not one of ${JSON.stringify(owners)}`);
        }
        const held = till.disk.records("pos.session", `point-of-sale-1-${db}`);
        if (held.length && !held.some(({ id }) => id === odoo.pos_session_id)) {
            throw new Error(`offline: a page of session ${odoo.pos_session_id} beside data of ${held[0].id}`);
        }
        if (/<script(?![^>]*\basync\b)[^>]*src="https:/.test(text)) {
            throw new Error("offline: a script of another host stops the page");
        }
        for (const [, file] of text.matchAll(FILES)) {
            const body = await this.answer(till, file, { client: "offline" });
            if (!body || !(await body.text()).endsWith(file.split("/")[3])) {
                throw new Error(`offline: no ${file}`);
            }
        }
        const params = this.params({ odoo: { ...odoo } });
        const reply = await this.answer(till, CALL, { client: "offline", method: "POST", mode: "cors", body: JSON.stringify({ id: 9, params }) });
        if ((await reply?.json().catch(() => null))?.result?.user !== uid) {
            throw new Error("offline: the reply of the boot is missing, or another user's");
        }
        const terms = await this.answer(till, "/web/webclient/translations?hash=&lang=en_US", { client: "offline", mode: "cors" });
        if ((await terms?.json())?.hash !== "h") {
            throw new Error("offline: no translations");
        }
    }

    /** A picture that should be stored and is not, "" for none. */
    lacking() {
        const { uid, db } = this.tab.odoo.__session_info__;
        const addresses = new Set(this.till.disk.bodies().map(([url]) => decodeURIComponent(url)));
        const wanted = this.tab.data === this.server.data ? this.server.manifest(1).images : [];
        return wanted.find((url) => !addresses.has(`${ORIGIN}/.poswarm/${db}/${uid}/i${url}`)) || "";
    }

    /** Everything that should be is: the newest page is current, its pictures are here, nothing else is. */
    async reached() {
        const { disk } = this.till;
        const { id, odoo } = this.tab;
        const { uid, db } = odoo.__session_info__;
        const [current] = disk.records("snapshots").filter((s) => s.state === "current" && s.config === 1 && s.user === uid && s.database === db);
        const [, build] = /assets\/(\w+)\//.exec(this.tab.text);
        if (!current || current.pos_session !== odoo.pos_session_id || !current.html.includes(build)) {
            throw new Error(`the goal is not reached: ${id} is up, current is of session ${current?.pos_session}`);
        }
        this.cameUp(this.tab, true);
        const lacking = this.wasFull ? "" : this.lacking();
        if (lacking) {
            throw new Error(`the goal is not reached: no ${lacking}`);
        }
        const named = new Set(disk.records("snapshots").flatMap(({ entries }) => Object.values(entries).map((key) => ORIGIN + key)));
        const stray = disk.bodies().find(([url]) => url.includes("/shared/") && !named.has(url) && !named.has(url.replace(/\+$/, "")));
        if (stray) {
            throw new Error(`the goal is not reached: nothing names ${stray[0]}`);
        }
    }
}
