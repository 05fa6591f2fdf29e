/**
 * The one judge of answers: what a good answer to each kind of request is. The set is closed.
 * Whatever is not in it is doubt, with a reason for the status, and what doubt means is settled
 * by the health of the server (health.js), never by the answer alone: every gateway, portal and
 * broken Odoo has statuses and pages of its own, and no list of bad ones was ever complete.
 *
 * Pure: an answer in, a reason out.
 */
import { fromJson } from "./json.js";
import { markers } from "./page.js";
import { fitsKind, judgePage, judgeReply } from "./trust.js";

/** The envelope of a reply stands within its first bytes, its end within the last. */
const ENVELOPE_BYTES = 200;
const SMALL = 256 * 1024;

/** Odoo's page ends so; what a proxy cut short does not. */
const PAGE_END = /<\/html>/i;
const PAGE_TAIL = 4096;

/** The code of the error "Session expired" (odoo/http.py). */
const EXPIRED = 100;

/** A page of which a third party's module made a static file. */
const STATIC_PAGE = /\.html?$/i;

/**
 * The statuses of what Odoo itself says in a page instead of the POS, once a ping has proven that it
 * is there. A page that fails (500) is none of it: what is stored does not, and its calls ask the
 * server. Nor is a challenge (401) or a request that is too large (400): gateways say that.
 */
const HONEST = new Set([200, 403, 404]);

/**
 * What every page of Odoo's own holds (web.layout and the templates upon it): a script with its
 * object, and files of its web module. A word in the text is none of it: gateways sign with the
 * name of the host, which may be odoo.example.com.
 */
const ODOOS = [
    /<script\b[^>]*>[^<]*\b(?:var\s+odoo\s*=\s*\{|odoo\.__session_info__\s*=)/i,
    /<(?:script|link)\b[^>]*\s(?:src|href)\s*=\s*["'](?:(?:https?:)?\/\/[^/"']+)?\/web\/(?:assets|static)\//i,
];

/**
 * Odoo's page on a host of several databases for who has no session, which names the database: an
 * Odoo that works and has lost our session says so to every page, call and ping (NOT_FOUND_NODB in
 * odoo/http.py).
 */
const NO_DATABASE = /No database is selected and the requested URL was not found/;

/**
 * Signs of something in the way that wants an answer of people: Odoo's own log-in, a log-in
 * service in front of it, a hotspot, a gateway's challenge. A challenge that comes with 503 looks
 * like any gateway without a server.
 */
const LOGINS = new Set(["foreign-redirect", "portal", "no-database", "login-page", "status-401", "status-403", "status-407", "status-429", "status-511"]);

/** @param {string} reason */
export function isLogin(reason) {
    return LOGINS.has(reason);
}

/** @typedef {{status: number, type: string, url: string, headers: Headers}} Head */

/** @param {Head} response */
function contentType(response) {
    return (response.headers.get("content-type") || "").toLowerCase();
}

/** @param {Head} response */
function isHtml(response) {
    return contentType(response).startsWith("text/html");
}

/**
 * What is wrong with the head of an answer, whatever was asked.
 *
 * @param {Head} response
 * @param {string} origin
 * @returns {string} empty: nothing
 */
function headDoubt(response, origin) {
    if (response.type === "opaqueredirect" || response.type === "opaque") {
        return "foreign-redirect";
    }
    if (response.type === "error") {
        return "network-error";
    }
    if (response.status !== 200) {
        return `status-${response.status}`;
    }
    return response.url && new URL(response.url).origin !== origin ? "foreign-redirect" : "";
}

/**
 * The same for an answer whose beginning is known.
 *
 * @param {Head} response
 * @param {string} text
 * @param {string} origin
 */
function beginDoubt(response, text, origin) {
    const doubt = headDoubt(response, origin);
    return doubt === "status-404" && isHtml(response) && NO_DATABASE.test(text) ? "no-database" : doubt;
}

/**
 * A navigation's answer is good when it is the whole POS page of the config that was asked.
 *
 * @param {Head} response
 * @param {string} text
 * @param {number | null} config null: any
 * @param {string} origin
 * @returns {string} empty: good
 */
export function pageDoubt(response, text, config, origin) {
    const begin = beginDoubt(response, text, origin);
    if (begin) {
        return begin;
    }
    const refusal = isHtml(response) ? judgePage(text, markers(text), config) : "content-type";
    if (refusal) {
        return refusal === "not-a-pos-page" ? "portal" : refusal;
    }
    return PAGE_END.test(text.slice(-PAGE_TAIL)) ? "" : "truncated";
}

/**
 * Whether a page that is not good is Odoo's own word all the same, given that the server is there:
 * a refusal, an error, or the way to its log-in. Never a page that is not whole, or is none.
 *
 * @param {Head} response
 * @param {string} text
 */
export function isHonest(response, text) {
    if (response.type === "opaqueredirect") {
        return true;
    }
    const isOdoos = ODOOS.some((sign) => sign.test(text));
    return HONEST.has(response.status) && isHtml(response) && isOdoos && PAGE_END.test(text.slice(-PAGE_TAIL));
}

/**
 * Whether a page that is not good says something at all, given that the server is there. Odoo's
 * page for a user who may not sell is a 404 that does not name it (werkzeug's own). A POS page that
 * is cut short says nothing.
 *
 * @param {Head} response
 * @param {string} text
 */
export function isWord(response, text) {
    const speaks = response.status < 500 && isHtml(response) && text.trim();
    return response.type === "opaqueredirect" || Boolean(speaks && !markers(text));
}

/**
 * @typedef {object} Text of a reply
 * @property {string} head its first characters
 * @property {string} tail its last characters
 * @property {string | null} whole all of it; null: it is too large to be read twice
 */

/**
 * A call's answer is good when it is a whole JSON-RPC reply, a result or an error of Odoo's.
 *
 * @param {Head} response
 * @param {Text} text
 * @param {string} origin
 * @returns {string} empty: good
 */
export function replyDoubt(response, { head, tail, whole }, origin) {
    const doubt = beginDoubt(response, head, origin) || typeDoubt("json", response);
    if (doubt) {
        return doubt;
    }
    const reply = whole === null ? null : fromJson(whole);
    if (reply) {
        return reply.jsonrpc === "2.0" && ("result" in reply || reply.error) ? "" : "rpc-no-result";
    }
    const verdict = judgeReply(head, tail);
    if ("refusal" in verdict && verdict.refusal !== "rpc-error") {
        return verdict.refusal;
    }
    return whole === null ? "" : "length";
}

/**
 * A ping proves that the server is there when it is answered, or refused because the log-in has
 * expired. Any other error is a server that runs and does not work: without its database, with
 * a full disk, in the middle of an upgrade.
 *
 * @param {Head} response
 * @param {Text} text
 * @param {string} origin
 * @returns {string} empty: it is there
 */
export function pingDoubt(response, text, origin) {
    const doubt = replyDoubt(response, text, origin);
    const { error } = doubt ? {} : fromJson(text.whole || text.head) || {};
    return doubt || (error && error.code !== EXPIRED ? "rpc-error" : "");
}

/**
 * The whole of a body that is small, the ends of a large one: a shop with 50,000 products answers
 * more than 50 MB, and parsing that twice blocks the till.
 *
 * @param {Blob} body
 * @returns {Promise<Text>}
 */
export async function readText(body) {
    if (body.size <= SMALL) {
        const whole = await body.text();
        return { whole, head: whole.slice(0, ENVELOPE_BYTES), tail: whole.slice(-ENVELOPE_BYTES) };
    }
    const [head, tail] = await Promise.all([body.slice(0, ENVELOPE_BYTES).text(), body.slice(-ENVELOPE_BYTES).text()]);
    return { head, tail, whole: null };
}

/**
 * The same of an answer that has just come. A Blob of it would be in another process, some
 * milliseconds away each time, and a boot waits for each of its calls.
 *
 * @param {ArrayBuffer} bytes
 * @returns {Text}
 */
export function textOf(bytes) {
    const part = (/** @type {number} */ from, /** @type {number} */ to = bytes.byteLength) => new TextDecoder().decode(new Uint8Array(bytes).subarray(from, to));
    if (bytes.byteLength <= SMALL) {
        const whole = part(0);
        return { whole, head: whole.slice(0, ENVELOPE_BYTES), tail: whole.slice(-ENVELOPE_BYTES) };
    }
    return { head: part(0, ENVELOPE_BYTES), tail: part(-ENVELOPE_BYTES), whole: null };
}

/**
 * Translations are good with their hash: "yours is right" or a new body.
 *
 * @param {Head} response
 * @param {string} text
 * @param {string} origin
 * @returns {string} empty: good
 */
export function translationsDoubt(response, text, origin) {
    return jsonDoubt(response, origin) || (fromJson(text)?.hash ? "" : "short-translations");
}

/**
 * @param {Head} response
 * @param {string} origin
 * @returns {string} empty: good
 */
export function jsonDoubt(response, origin) {
    return headDoubt(response, origin) || typeDoubt("json", response);
}

/**
 * A file's answer is good when it is of the type that its kind has.
 *
 * @param {import("./types").Kind} kind
 * @param {Head} response
 * @param {string} url what was asked
 * @param {string} origin
 * @returns {string} empty: good
 */
export function fileDoubt(kind, response, url, origin) {
    const staticPage = kind === "static" && STATIC_PAGE.test(new URL(url, origin).pathname);
    return headDoubt(response, origin) || (staticPage ? "" : typeDoubt(kind, response));
}

/**
 * @param {import("./types").Kind} kind
 * @param {Head} response
 */
function typeDoubt(kind, response) {
    if (fitsKind(kind, contentType(response))) {
        return "";
    }
    return isHtml(response) ? "portal" : "content-type";
}
