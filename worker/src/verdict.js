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

/** A page of which a third party's module made a static file. */
const STATIC_PAGE = /\.html?$/i;

/** What Odoo itself says in a page instead of the POS, once a ping has proven that it is there. */
const HONEST = new Set([200, 400, 401, 403, 404, 500]);

/** Signs of a log-in that stands in the way: Odoo's own, a log-in service in front of it, a hotspot. */
const LOGINS = new Set(["foreign-redirect", "portal", "login-page"]);

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
 * A navigation's answer is good when it is the whole POS page of the config that was asked.
 *
 * @param {Head} response
 * @param {string} text
 * @param {number | null} config null: any
 * @param {string} origin
 * @returns {string} empty: good
 */
export function pageDoubt(response, text, config, origin) {
    const head = headDoubt(response, origin);
    if (head) {
        return head;
    }
    const refusal = isHtml(response) ? judgePage(text, markers(text), config) : "content-type";
    if (refusal) {
        return refusal === "not-a-pos-page" ? "portal" : refusal;
    }
    return PAGE_END.test(text.slice(-PAGE_TAIL)) ? "" : "truncated";
}

/**
 * Whether a page that is not good may still be Odoo's own word, given that the server is there:
 * a refusal, an error, or the way to its log-in.
 *
 * @param {Head} response
 */
export function isHonest(response) {
    return response.type === "opaqueredirect" || HONEST.has(response.status);
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
    const doubt = jsonDoubt(response, origin);
    if (doubt) {
        return doubt;
    }
    const verdict = judgeReply(head, tail);
    if ("refusal" in verdict && verdict.refusal !== "rpc-error") {
        return verdict.refusal;
    }
    return whole === null || fromJson(whole) ? "" : "length";
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
