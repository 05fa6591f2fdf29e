/**
 * Read-only JSON-RPC calls: the network first, the stored reply when the server is away.
 */
import { get, put } from "./db.js";
import { isListed, question } from "./calltable.js";
import { json } from "./json.js";
import { canonical } from "./keys.js";
import { clientOf, whenKnown } from "./clients.js";
import { judgeHead, judgeLength, judgeReply } from "./trust.js";
import { ask, LAST_RESORT, limits } from "./deadlines.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";

/** @typedef {{same: any[], context: Record<string, any>}} Asked */

/** The envelope of a reply stands within its first bytes. */
const HEAD = 200;

const FULL_LOAD = "pos.session.load_data";
const FILTER = "pos.session.filter_local_data";

/**
 * @param {FetchEvent} event
 * @param {string} call
 * @returns {Promise<Response>}
 */
export async function respondCall(event, call) {
    const { id, params = {} } = await event.request.clone().json().catch(() => ({}));
    const same = question(call, params);
    const asked = same && { same, context: params.kwargs?.context || {} };
    const client = await clientOf(event.clientId);
    if (client && call === FULL_LOAD) {
        client.fullLoad = !!asked;
    }
    const stored = asked && client ? await storedReply(client, call, asked) : null;
    const { value, away, body } = await ask(event.request, "json", { limit: stored ? limits.call : LAST_RESORT });
    if (body && !away && asked) {
        event.waitUntil(whenKnown(event.clientId, (known) => keepReply(known, call, asked, /** @type {Response} */ (value), body)));
    }
    return away && stored ? reply(stored.body, id) : value || Response.error();
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {string | null} null: this tab and this question do not belong together
 */
function replyKey(client, call, { same, context }) {
    const { owner, fullLoad } = client;
    // After a delta the list of records to forget belongs to data that we do not have.
    if (!owner || (context.uid && context.uid !== owner.user) || (call === FILTER && !fullLoad)) {
        return null;
    }
    const { lang = client.lang, allowed_company_ids: companies = [] } = context;
    return canonical([owner.database, owner.user, owner.config, lang, companies, call, same]);
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {Promise<import("./types").Reply | null>}
 */
async function storedReply(client, call, asked) {
    const key = replyKey(client, call, asked);
    return key ? (await get("replies", key)) || null : null;
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @param {Response} response the page has its body
 * @param {Blob} body
 */
async function keepReply(client, call, asked, response, body) {
    const key = replyKey(client, call, asked);
    if (!key || !client.owner) {
        return;
    }
    const refusal = judgeHead("json", response, ORIGIN);
    const envelope = await envelopeOf(body);
    const bad = refusal || judgeLength(response.headers, body.size) || envelope.refusal;
    if (bad) {
        return note("refused", { call, reason: bad });
    }
    const { database, user, config } = client.owner;
    await put("replies", { key, call, database, user, config, session: asked.same[0], boot: client.id, body, stored: Date.now() });
}

/**
 * What a page was told at its start and would not be told without the server: the reply has
 * passed by this worker, or could not be stored.
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} [told]
 * @returns {Promise<import("./types").Refusal[]>}
 */
export async function missingReplies(client, told = []) {
    const missing = [];
    for (const params of told) {
        const call = `${params.model}.${params.method}`;
        const same = isListed(call) && question(call, params);
        const key = same && replyKey(client, call, { same, context: params.kwargs?.context || {} });
        if (key && !(await get("replies", key))) {
            missing.push({ url: call, reason: "reply-missing" });
        }
    }
    return missing;
}

/**
 * @param {Blob} body
 * @returns {Promise<{refusal?: string, skip: number}>}
 */
async function envelopeOf(body) {
    return { skip: 0, ...judgeReply(await body.slice(0, HEAD).text(), await body.slice(-HEAD).text()) };
}

/**
 * The stored reply under the id of this request. The value is never parsed: it may be large.
 *
 * @param {Blob} body
 * @param {any} id
 */
async function reply(body, id) {
    const { skip } = await envelopeOf(body);
    const head = `{"jsonrpc":"2.0","id":${JSON.stringify(id ?? null)},"result":`;
    return json(new Blob([head, body.slice(skip)]));
}

/**
 * A ping is the truth about the server: never stored, only given an end, so that a network that
 * hangs is seen as lost.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondPing(event) {
    const { value } = await ask(event.request, "json", { limit: limits.ping, cap: 0 });
    return value || Response.error();
}
