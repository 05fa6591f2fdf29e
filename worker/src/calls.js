/**
 * Read-only JSON-RPC calls: the network first, the stored reply when the server is away.
 */
import { get, put } from "./db.js";
import { question } from "./calltable.js";
import { canonical } from "./keys.js";
import { clientOf, whenKnown } from "./clients.js";
import { judgeHead, judgeLength, judgeReply } from "./trust.js";
import { awayReason } from "./outage.js";
import { LAST_RESORT, limits, reach, serverSeen } from "./deadlines.js";
import { failed } from "./resources.js";
import { note } from "./journal.js";
import { ORIGIN } from "./scope.js";

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
    const asked = question(call, params);
    const client = await clientOf(event.clientId);
    if (client && call === FULL_LOAD) {
        client.fullLoad = !!asked;
    }
    const stored = asked && client ? await storedReply(client, call, asked) : null;
    const outcome = await reach((signal) => fetch(event.request, { signal }), {
        limit: stored ? limits.call : LAST_RESORT,
    });
    const reason = outcome.away || awayReason("json", /** @type {Response} */ (outcome.value));
    if (!reason && outcome.value) {
        serverSeen();
        if (asked) {
            const copy = outcome.value.clone();
            event.waitUntil(whenKnown(event.clientId, (known) => keepReply(known, call, asked, copy)));
        }
        return outcome.value;
    }
    failed(reason, outcome);
    return stored ? reply(stored.body, id) : outcome.value || Response.error();
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {NonNullable<ReturnType<typeof question>>} asked
 * @returns {string | null} null: this tab and this question do not belong together
 */
function replyKey(client, call, { session, same, context }) {
    const { owner, fullLoad } = client;
    // After a delta the list of records to forget belongs to data that we do not have.
    if (!owner || (context.uid && context.uid !== owner.user) || (call === FILTER && !fullLoad)) {
        return null;
    }
    const { lang = client.lang, allowed_company_ids: companies = [] } = context;
    return canonical([owner.database, owner.user, owner.config, lang, companies, session, call, same]);
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {NonNullable<ReturnType<typeof question>>} asked
 * @returns {Promise<import("./types").Reply | null>}
 */
async function storedReply(client, call, asked) {
    const key = replyKey(client, call, asked);
    return key ? (await get("replies", key)) || null : null;
}

/**
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {NonNullable<ReturnType<typeof question>>} asked
 * @param {Response} response
 */
async function keepReply(client, call, asked, response) {
    const key = replyKey(client, call, asked);
    if (!key || !client.owner) {
        return;
    }
    const refusal = judgeHead("json", response, ORIGIN);
    const body = await response.blob();
    const envelope = await envelopeOf(body);
    const bad = refusal || judgeLength(response.headers, body.size) || envelope.refusal;
    if (bad) {
        return note("refused", { call, reason: bad });
    }
    const { database, user, config } = client.owner;
    await put("replies", { key, call, database, user, config, session: asked.session, boot: client.id, body, stored: Date.now() });
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
    return new Response(new Blob([head, body.slice(skip)]), {
        headers: { "Content-Type": "application/json; charset=utf-8" },
    });
}

/**
 * A ping is the truth about the server: never stored, only given an end, so that a network that
 * hangs is seen as lost.
 *
 * @param {FetchEvent} event
 * @returns {Promise<Response>}
 */
export async function respondPing(event) {
    /** @type {any} */
    let error;
    const answer = await fetch(event.request, { signal: AbortSignal.timeout(limits.ping) }).catch((reason) => void (error = reason));
    const reason = answer ? awayReason("json", answer) : error?.name === "TimeoutError" ? "deadline" : "network-error";
    if (reason) {
        failed(reason, { error });
    } else {
        serverSeen();
    }
    return answer || Response.error();
}
