/*
 * Watches the page's calls to its own server.
 *
 * Odoo's calls have no deadline: on a network that swallows everything a call
 * stays open for ever, holds one of the six connections that the browser opens
 * to a host, and freezes the sale that waits for it.
 *
 * And a call that leaves before our worker is in charge of the page, on the
 * first visit or when Odoo's own worker is still there, is not seen by it: its
 * answer would be missing without the server. So the questions that the point
 * of sale cannot start without wait a moment. No write is ever held back.
 *
 * `rpc._rpc(url, params, settings)` takes an XMLHttpRequest in `settings.xhr`
 * and rejects with ConnectionLostError on its "error" event; `rpcBus` triggers
 * "RPC:RESPONSE" with `detail.error`.
 */
import { isAnswer } from "./answers";
import { commandName } from "./ledger/named";
import { LONG, MAY_END, READS } from "./may_end";
import { definePatch } from "./patches";
import { ping as askServer } from "./ping";

const PING = "/pos/ping";
const PING_DEADLINE = 4000;
const PATIENCE = 4000;
/**
 * Pings take another connection than the call, whose own may be dead (a router forgot it): TCP
 * finds that out after a quarter of an hour. A cashier stands still this long, and longer for
 * what is sent with a sale; where much is asked for, as long as a server lets anything run
 * (`--limit-time-real` of Odoo).
 */
const LONGEST = 20_000;
const LONGEST_PER_ORDER = 1000;
const LONGEST_OF_ALL = 120_000;
const CONTROL_DEADLINE = 3000;

/** What the point of sale is told at its start and comes up only in part without. */
export const VITAL = new Set([
    "barcode.nomenclature.read",
    "barcode.rule.search_read",
    "pos.session.load_data_params",
    "pos.session.load_data",
    // From saas-19.4 on.
    "pos.order.get_receipt_template_for_pos_frontend",
]);

/** The calls that hold a sale up wherever they are made: its send, and what is asked about it. */
const SALE_WAITS_FOR = new Set([
    "pos.order.get_and_set_online_payments_data",
    "pos.order.get_preparation_change",
    "pos.order.line.unlink",
    "pos.order.read_pos_orders",
    "pos.order.sync_from_ui",
    "pos.order.validate_coupon_programs",
    "pos.order.write",
]);

/** How many sales wait for what is done for them now. */
let sales = 0;

/**
 * Whatever is asked around a sale's send holds it up as well.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
export async function whileSaleWaits(work) {
    sales += 1;
    try {
        return await work();
    } finally {
        sales -= 1;
    }
}

/**
 * @typedef {object} Call of the page, that is not answered
 * @property {string} name its model and method
 * @property {boolean} mayEnd whether it may be given up
 * @property {boolean} holdsSale whether a sale waits for it
 * @property {number} patience milliseconds after which no answer is expected, though pings pass
 */

/** @type {Map<XMLHttpRequest, Call>} */
const inFlight = new Map();
const lossFollowers = new Set();
let lossSeen = false;

/** Whether a call of this page was lost since the last ping that succeeded. */
export function callWasLost() {
    return lossSeen;
}

/**
 * @param {(confirmed: boolean) => void} follower told of every lost call;
 *     `confirmed` when a ping was lost as well
 */
export function followLoss(follower) {
    lossFollowers.add(follower);
}

/** Resolves with what the server answers, "" for nothing (ping.js). */
export async function ping() {
    const answers = await askServer();
    lossSeen &&= !answers;
    return answers;
}

/** Whether a ping of Odoo's own would ask what this page has just heard. */
let isAnswered = false;

/**
 * Odoo's look at the connection begins with a ping. Behind one that has succeeded it is
 * taken for granted: the shop's line is asked once, as without this module.
 */
export function withPingAnswered(look) {
    isAnswered = true;
    try {
        return look();
    } finally {
        isAnswered = false; // what Odoo asks later is asked
    }
}

function tellLoss(confirmed) {
    lossSeen = true;
    for (const follower of lossFollowers) {
        follower(confirmed);
    }
}

function toOurServer(url) {
    return new URL(url, location.href).origin === location.origin;
}

/** Resolves when our worker is in charge, or calls shall go without it. */
let control = Promise.race([
    window.poswarm?.control,
    new Promise((resolve) => setTimeout(resolve, CONTROL_DEADLINE)),
]).then(() => {
    control = null;
});

/** Sends the call when our worker will see it, unless it was given up by then. */
function sendWhenSeen(xhr) {
    const released = control;
    let held = true;
    const { abort, send } = xhr;
    xhr.abort = () => {
        held = false;
        abort.call(xhr);
    };
    xhr.send = (body) => {
        released.then(() => held && send.call(xhr, body)).catch(() => lose(xhr));
    };
}

/** Ends a call as if the network had: Odoo makes a ConnectionLostError of it. */
function lose(xhr) {
    inFlight.delete(xhr);
    xhr.abort();
    xhr.dispatchEvent(new ProgressEvent("error"));
}

function loseAllThatMayEnd() {
    for (const [xhr, { mayEnd }] of [...inFlight]) {
        if (mayEnd) {
            lose(xhr);
        }
    }
}

/** The point of sale comes up: on a busy morning its data takes a minute, and pings some seconds. */
function isStarting() {
    return [...inFlight.values()].some(({ name }) => VITAL.has(name));
}

/** Resolves with whether the call is still unanswered after so many ms. */
function unanswered(xhr, ms) {
    return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(inFlight.has(xhr)), ms);
        xhr.addEventListener("loadend", () => {
            clearTimeout(timer);
            resolve(false);
        });
    });
}

/** A server is away that answers no ping; two, where nobody waits with a customer before him. */
async function isAway(holdsSale) {
    return !(await ping()) && (holdsSale || (!isStarting() && !(await ping())));
}

/** A server that answers pings is slow, not away: then the call may go on, but not for ever. */
async function guard(xhr, { holdsSale, patience }) {
    const end = performance.now() + patience;
    while (await unanswered(xhr, PATIENCE)) {
        const away = await isAway(holdsSale);
        if (!inFlight.has(xhr)) {
            return;
        }
        if (away) {
            // First the followers: what the lost calls set off must find the
            // point of sale offline already.
            tellLoss(true);
            loseAllThatMayEnd();
        } else if (performance.now() > end) {
            lose(xhr);
        }
    }
}

async function limit(xhr, ms) {
    if (await unanswered(xhr, ms)) {
        lose(xhr);
    }
}

function patienceFor(name, params) {
    const sent = params?.method === "sync_from_ui" ? params.args[0].length : 0;
    return LONG.has(name) ? LONGEST_OF_ALL : LONGEST + sent * LONGEST_PER_ORDER;
}

/** @returns {Call} */
function callOf(params) {
    const name = `${params?.model}.${params?.method}`;
    const isRead = sales > 0 && READS.has(params?.method);
    // The ledger makes it again, under the name by which the server makes it once.
    const isMadeOnce = Boolean(params && commandName(params));
    const holdsSale = sales > 0 || SALE_WAITS_FOR.has(name);
    return { name, mayEnd: MAY_END.has(name) || isRead || isMadeOnce, holdsSale, patience: patienceFor(name, params) };
}

function watch(xhr, url, params) {
    const call = callOf(params);
    inFlight.set(xhr, call);
    xhr.addEventListener("loadend", () => inFlight.delete(xhr));
    if (url === PING) {
        return limit(xhr, PING_DEADLINE);
    }
    return call.mayEnd && !VITAL.has(call.name) && guard(xhr, call);
}

/** The settings of a call with a request of ours, or none: a cached call comes
 * back here without the cache when it must ask. */
function withOwnRequest(url, settings) {
    if (settings.cache || !toOurServer(url)) {
        return null;
    }
    const own = { ...settings, xhr: settings.xhr || new XMLHttpRequest() };
    // Odoo refuses the two together, even a `cache` that is not set.
    delete own.cache;
    return own;
}

/** Odoo has an error of its own for it. */
const TOO_LARGE = 413;

/**
 * Odoo takes any JSON without an `error` for a call that went well, and never
 * ends on `null`: a gateway's `{"message": …}` was a cash move that nobody made.
 */
function refuseOtherAnswers(event) {
    const xhr = event.target;
    if (xhr.status !== TOO_LARGE && !isAnswer(xhr.responseText)) {
        event.stopImmediatePropagation();
        xhr.dispatchEvent(new ProgressEvent("error"));
    }
}

definePatch("lost_calls", ({ ConnectionLostError, rpc, rpcBus }, { around, safely }) => {
    const watchSafely = safely(watch);
    const judge = safely(refuseOtherAnswers);
    around(rpc, {
        _rpc(stock, url, params, settings, ...rest) {
            if (isAnswered && url === PING) {
                return Promise.resolve();
            }
            const own = withOwnRequest(url, settings);
            own?.xhr.addEventListener("loadstart", () => watchSafely(own.xhr, url, params));
            // Before Odoo's own, which is added next.
            own?.xhr.addEventListener("load", judge);
            return stock(url, params, own ?? settings, ...rest);
        },
    });
    const hear = safely(({ detail }) => {
        const { error } = detail;
        if (error instanceof ConnectionLostError && error.url !== PING && toOurServer(error.url)) {
            tellLoss(false);
        }
    });
    rpcBus.addEventListener("RPC:RESPONSE", hear);
});

definePatch("boot_calls", ({ rpc }, { around }) => {
    around(rpc, {
        _rpc(stock, url, params, settings, ...rest) {
            const waits = control && VITAL.has(`${params?.model}.${params?.method}`);
            const own = waits ? withOwnRequest(url, settings) : null;
            if (own) {
                sendWhenSeen(own.xhr);
            }
            return stock(url, params, own ?? settings, ...rest);
        },
    });
});
