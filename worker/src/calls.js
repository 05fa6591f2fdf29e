/**
 * Read-only JSON-RPC calls: the network first, the stored reply when no good one comes.
 */
import { put, read } from "./db.js";
import { isListed, question } from "./calltable.js";
import { json } from "./json.js";
import { canonical } from "./keys.js";
import { clientOf, whenKnown } from "./clients.js";
import { judgeHead, judgeLength, judgeReply } from "./trust.js";
import { ask, LAST_RESORT, wouldHang } from "./ask.js";
import { limited, now, within } from "./clock.js";
import { patience } from "./health.js";
import { limits } from "./limits.js";
import { loadedWithin, loadState } from "./loading.js";
import { isLoggedIn, OTHER_LOGIN } from "./manifest.js";
import { note } from "./journal.js";
import { nameAnswer, saveSnapshot, snapshot, snapshotsOf } from "./snapshots.js";
import { callPath } from "./route.js";
import { ORIGIN } from "./scope.js";
import { pingDoubt, readText, replyDoubt, textOf } from "./verdict.js";

/** A disk that is busy is waited for: there is nothing else to answer with. */
const REPLY_PATIENCE = 15000;

/** @typedef {{same: any[], context: Record<string, any>}} Asked */

/** The products of a large shop may take minutes; Chrome ends the event after five. */
const TOLD_PATIENCE = 240000;

const FULL_LOAD = "pos.session.load_data";
const FILTER = "pos.session.filter_local_data";

/** @typedef {{response: Response, bytes: ArrayBuffer, text: import("./verdict.js").Text}} Answer */

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
    const bytes = await response.clone().arrayBuffer();
    return { response, bytes, text: textOf(bytes) };
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
    const key = asked && client ? storedKey(client, call, asked) : null;
    if (key && wouldHang(event)) {
        const stored = await storedReply(key);
        if (stored) {
            return reply(stored.body, id);
        }
    }
    const begin = now();
    const { value, doubt } = await ask({
        send: (signal) => send(event.request, signal),
        doubt: doubtOf,
        proves: true,
        stored: Boolean(key),
        // Where nothing is stored, giving up is a failure that the page would not have without us.
        limit: key ? limits.call : Infinity,
        // The products of a large shop may take minutes; they are worth it.
        cap: call === FULL_LOAD ? Infinity : LAST_RESORT,
        spare: async () => key && storedReply(key),
        client: event.clientId,
    });
    if (value && !doubt) {
        if (asked) {
            event.waitUntil(whenKnown(event.clientId, (known) => keepReply(known, call, asked, value, begin)));
        }
        return value.response;
    }
    const found = key || (await keyAfterLoading(event.clientId, call, asked));
    const stored = found && (await storedReply(found));
    return stored ? reply(stored.body, id) : value?.response || Response.error();
}

/**
 * What makes it the same question.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {string | null} null: this tab and this question do not belong together
 */
function questionOf(client, call, { same, context }) {
    const { owner, fullLoad } = client;
    // After a delta the list of records to forget belongs to data that we do not have.
    if (!owner || (context.uid && context.uid !== owner.user) || (call === FILTER && !fullLoad)) {
        return null;
    }
    const { lang = client.lang, allowed_company_ids: companies = [] } = context;
    return canonical([owner.database, owner.user, owner.config, lang, companies, call, same]);
}

/**
 * The key of the reply that is stored for a question of a tab: the one that its own snapshot
 * names, or another snapshot of the same owner.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @returns {string | null}
 */
function storedKey(client, call, asked) {
    const about = questionOf(client, call, asked);
    const others = client.owner ? snapshotsOf(client.owner) : [];
    const record = [snapshot(client.snapshot), ...others].find((candidate) => about && candidate?.answers[about]);
    return (about && record?.answers[about]) || null;
}

/**
 * The same when the worker has only now read what it holds: "not read yet" is not "not there".
 *
 * @param {string} clientId
 * @param {string} call
 * @param {Asked | null} asked
 */
async function keyAfterLoading(clientId, call, asked) {
    const late = loadState() !== "ok" && (await loadedWithin(REPLY_PATIENCE));
    const client = late && (await clientOf(clientId));
    return client && asked ? storedKey(client, call, asked) : null;
}

/**
 * A disk that is busy is waited for: what a snapshot names is there.
 *
 * @param {string} key
 * @returns {Promise<import("./types").Reply | null>}
 */
function storedReply(key) {
    return within(read("replies", key).catch(() => null), REPLY_PATIENCE, null);
}

/**
 * Stores a reply and names it in the tab's snapshot. Another snapshot keeps the one that it names.
 *
 * @param {import("./types").Client} client
 * @param {string} call
 * @param {Asked} asked
 * @param {Answer} answer the page has its body
 * @param {number} begin when it was asked for
 */
async function keepReply(client, call, asked, { response, bytes, text }, begin) {
    const about = questionOf(client, call, asked);
    const record = snapshot(client.snapshot);
    if (!about || !record) {
        return;
    }
    const refusal = judgeHead("json", response, ORIGIN);
    const envelope = { refusal: "", ...judgeReply(text.head, text.tail) };
    const other = !(await isHis(client, record, begin)) && OTHER_LOGIN;
    const bad = refusal || judgeLength(response.headers, bytes.byteLength) || envelope.refusal || other;
    if (bad) {
        return note("refused", { call, reason: bad });
    }
    const { id, database, user, config } = record;
    const key = `${id} ${about}`;
    const body = new Blob([bytes]);
    await put("replies", { key, question: about, call, database, user, config, session: asked.same[0], boot: client.id, body, stored: Date.now() });
    nameAnswer(record, about, key);
    await saveSnapshot(record);
}

/**
 * Whether an answer is his whose it would be. A page from the store says nothing of who is logged in
 * now: then the server must have said it since.
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Snapshot} record
 * @param {number} begin when it was asked for
 */
async function isHis(client, record, begin) {
    return client.stored ? (await isLoggedIn(record, now() - begin)) === true : (await isLoggedIn(record)) !== false;
}

/**
 * What a page was told at its start and would not be told without the server: the reply has
 * passed by this worker, or could not be stored.
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} [told]
 * @returns {import("./types").Refusal[]}
 */
export function missingReplies(client, told = []) {
    return notStored(client, told).map(({ call }) => ({ url: call, reason: "reply-missing" }));
}

/**
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} told
 */
function notStored(client, told) {
    return told.flatMap((params) => {
        const call = `${params.model}.${params.method}`;
        const same = isListed(call) && question(call, params);
        const asked = same && { same, context: params.kwargs?.context || {} };
        const isMissing = asked && questionOf(client, call, asked) && !storedKey(client, call, asked);
        return isMissing ? [{ params, call, asked }] : [];
    });
}

/**
 * Asks once more what a page was told while there was no snapshot to keep it in: the browser had
 * ended this worker over its page. All of these calls only read (calltable.js).
 *
 * @param {import("./types").Client} client
 * @param {import("./types").Params[]} [told]
 */
export async function askTold(client, told = []) {
    for (const { params, call, asked } of notStored(client, told)) {
        const begin = now();
        const request = new Request(ORIGIN + callPath(call), {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", id: 0, method: "call", params }),
        });
        const answer = await limited(TOLD_PATIENCE, (signal) => send(request, signal));
        if (doubtOf(answer)) {
            return;
        }
        await keepReply(client, call, asked, answer, begin);
    }
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
    return ask({
        send: (signal) => send(request, signal),
        doubt: ({ response, text }) => pingDoubt(response, text, ORIGIN),
        proves: true,
        stored: true,
        limit,
    });
}
