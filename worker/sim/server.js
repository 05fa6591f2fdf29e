// The server of the simulated shop, and what stands in front of it. Everything that is no word of
// Odoo's says BAD, so that a look at the disk tells whether any of it was kept.
import { ORIGIN } from "./till.js";
import { SimResponse } from "./web.js";

const TYPES = { js: "text/javascript", css: "text/css", woff2: "font/woff2" };

/** What a request may meet instead of the server. */
export const FAULTS = ["dead", "hung", "portal", "redirect", "flaky", "status", "slow"];

/** Through these nothing of Odoo's comes: over a complete snapshot the POS must be shown. */
export const TOTAL = new Set(["dead", "hung", "portal", "redirect", "status"]);

const STATUSES = [201, 204, 302, 400, 401, 403, 404, 410, 418, 429, 500, 502, 503, 504, 511, 520, 530, 599];

export class Server {
    build = "0a1b2c3";
    session = 7;
    user = 2;
    database = "shop";
    data = 1;
    images = 4;
    fault = "";

    constructor(random) {
        this.random = random;
    }

    /** @returns {{delay: number, answer: SimResponse | null}} answer null: the connection fails; delay Infinity: nothing comes */
    ask(request) {
        const { random } = this;
        const delay = 5 + random.below(60);
        const fault = this.fault === "flaky" ? (random.chance(0.3) ? "status" : "") : this.fault;
        const path = request.url.slice(ORIGIN.length).split("?")[0];
        if (!fault || fault === "slow") {
            // A busy morning: the server answers, but not soon.
            const busy = fault && (path === "/pos/ping" ? 14000 : path.includes("/call_kw/") ? 12000 : 1000);
            return { delay: busy || delay, answer: this.odoo(path, request) };
        }
        if (fault === "hung") {
            return { delay: Infinity, answer: null };
        }
        return { delay, answer: fault === "dead" ? null : this.inFront(fault, request) };
    }

    inFront(fault, request) {
        if (fault === "redirect") {
            return new SimResponse("", { status: 0, type: request.redirect === "manual" || request.url.endsWith("/pos/ping") ? "opaqueredirect" : "opaque" });
        }
        if (fault === "portal") {
            return this.said(request.url, "<title>BAD Wi-Fi</title></html>", "text/html");
        }
        const [body, type] = this.random.pick([
            ["<h1>BAD gateway</h1></html>", "text/html"],
            ['{"BAD": 1}', "application/json"],
            ["", ""],
        ]);
        return this.said(request.url, body, type, this.random.pick(STATUSES));
    }

    said(url, body, type, status = 200) {
        return new SimResponse(body, { status, url, headers: type ? { "content-type": type } : {} });
    }

    /** Odoo's own answers. */
    odoo(path, request) {
        const [, file] = /\.(js|css|woff2)$/.exec(path) || [];
        if (path.startsWith("/pos/ui/")) {
            return this.said(request.url, this.page(Number(path.split("/")[3])), "text/html");
        }
        if (path.startsWith("/web/assets/")) {
            const hash = path.split("/")[3];
            return hash === this.build
                ? this.said(request.url, `${file} of ${hash}`, TYPES[file])
                : new SimResponse("", { status: 200, url: request.url, redirected: true, headers: { "content-type": TYPES[file] } });
        }
        if (file) {
            return this.said(request.url, path, TYPES[file]);
        }
        if (path === "/web/image") {
            return this.said(request.url, `picture ${request.url.slice(-20)}`, "image/png");
        }
        return this.said(request.url, this.json(path, request), "application/json");
    }

    json(path, request) {
        if (path.startsWith("/poswarm/manifest/")) {
            return JSON.stringify(this.manifest(Number(path.split("/").pop())));
        }
        if (path === "/web/webclient/translations") {
            return '{"lang": "en_US", "hash": "h", "modules": {}, "lang_parameters": {}}';
        }
        const { id = 0 } = JSON.parse(request.body || "{}");
        return `{"jsonrpc": "2.0", "id": ${id}, "result": {"user": ${this.user}, "session": ${this.session}}}`;
    }

    manifest(config) {
        return {
            schema: 1,
            user: this.user,
            database: this.database,
            config: { id: config, name: `Shop ${config}` },
            pos_session: this.session,
            data_version: String(this.data),
            assets: [`/web/assets/${this.build}/a.min.js`],
            images: Array.from({ length: this.images }, (_, id) => `/web/image?id=${id}&unique=${this.data}`),
        };
    }

    page(config) {
        const odoo = {
            __session_info__: { uid: this.user, db: this.database, name: `User ${this.user}`, user_context: { lang: "en_US", uid: this.user } },
            from_backend: 0,
            pos_session_id: this.session,
            pos_config_id: config,
            debug: "",
        };
        return `<!DOCTYPE html><html><head><script>var odoo = ${JSON.stringify(odoo)};</script>
<script src="https://js.stripe.com/terminal/v1/"></script>
<link rel="stylesheet" href="/web/assets/${this.build}/a.min.css"><script src="/web/assets/${this.build}/a.min.js"></script></head></html>`;
    }
}
