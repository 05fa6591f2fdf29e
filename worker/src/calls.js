/**
 * Read-only JSON-RPC calls: the network first, the stored reply when no good one comes.
 */
import { get, put, read } from "./db.js";
import { isListed, question } from "./calltable.js";
import { json } from "./json.js";
import { canonical } from "./keys.js";
import { clientOf, whenKnown } from "./clients.js";
import { judgeHead, judgeLength, judgeReply } from "./trust.js";
import { ask, wouldHang } from "./ask.js";
import { within } from "./clock.js";
import { patience } from "./health.js";
import { limits } from "./limits.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";
import { readText, replyDoubt } from "./verdict.js";

/** A disk that is busy is waited for: there is nothing else to answer with. */
const REPLY_PATIENCE = 15000;

/** Before the network is asked, only a disk that is quick tells whether there is something stored. */
const LOOK_PATIENCE = 1000;

/** @typedef {{same: any[], context: Record<string, any>}} Asked */

const FULL_LOAD = "pos.session.load_data";
const FILTER = "pos.session.filter_local_data";

/** @typedef {{response: Response, body: Blob, text: import("./verdict.js").Text}} Answer */

/**
 * Sends a call and reads its answer to the end. Chrome ends the page's call with "abort" when an
 * answer breaks off behind a worker, and Odoo (rpc.js) waits for "load" or "error" only, for ever.
 * So it breaks off here.
 *
 * @param {Request} request
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
async function send(request, signal) {
    const response = await fetch(request, { signal });
    const body = await response.clone().blob();
    return { response, body, text: await readText(body) };
}

/** @param {Answer} answer */
function doubtOf({ response, text }) {
    return replyDoubt(response, text, ORIGIN);
}

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
    const looking = asked && client ? storedReply(client, call, asked) : Promise.resolve(null);
    // A disk that is slow may have it: "not read yet" is not "not there".
    const mayBeStored = (await within(looking, LOOK_PATIENCE, true)) !== null;
    if (mayBeStored && wouldHang(event)) {
        const stored = await within(looking, REPLY_PATIENCE, null);
        if (stored) {
            return reply(stored.body, id);
        }
    }
    const { value, doubt } = await ask({
        send: (signal) => send(event.request, signal),
        doubt: doubtOf,
        proves: true,
        stored: mayBeStored,
        // Where nothing is stored, giving up is a failure that the page would not have without us.
        limit: mayBeStored ? limits.call : Infinity,
    });
    if (value && !doubt) {
        if (asked) {
            event.waitUntil(whenKnown(event.clientId, (known) => keepReply(known, call, asked, value.response, value.body)));
        }
        return value.response;
    }
    const stored = await within(looking, REPLY_PATIENCE, null);
    return stored ? reply(stored.body, id) : value?.response || Response.error();
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
    return key ? (await read("replies", key).catch(() => null)) || null : null;
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
    const { head, tail } = await readText(body);
    return { skip: 0, ...judgeReply(head, tail) };
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
 * A ping of the page is the truth about the server: never stored, never answered by us. It is
 * only given an end: while it is known that the network swallows everything, or when it is lost
 * and one of ours as well. What is no JSON-RPC is no answer of Odoo, whatever it says.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondPing(event) {
    if (wouldHang(event)) {
        return Response.error();
    }
    const limit = patience(limits.ping);
    const again = event.request.clone();
    const first = await askPing(event.request, limit);
    if (first.value && !first.doubt) {
        return first.value.response;
    }
    if (first.away || first.doubt === "cancelled") {
        return Response.error();
    }
    // One lost ping is none: ours have passed meanwhile.
    const second = await askPing(again, limit);
    return second.value && !second.doubt ? second.value.response : Response.error();
}

/**
 * @param {Request} request
 * @param {number} limit
 */
function askPing(request, limit) {
    return ask({ send: (signal) => send(request, signal), doubt: doubtOf, proves: true, stored: true, limit });
}
