/**
 * Whether the server is away, as one fact for all tabs. Every change is told to the pages, both
 * ways, because Odoo itself only believes `navigator.onLine`.
 */
import { put, read, remove } from "./db.js";
import { note } from "./journal.js";
import { isLogin } from "./verdict.js";
import { SCHEMA } from "./version.js";

const channel = new BroadcastChannel("poswarm");

/** @type {import("./types").Away | null} */
let away = null;

export async function loadAway() {
    away ??= (await read("meta", "away"))?.away || null;
}

export function awayState() {
    return away;
}

/**
 * @param {string | null} reason null: the server has answered
 */
export function setAway(reason) {
    if ((away?.reason || null) === reason) {
        return;
    }
    away = reason ? { since: away?.since || new Date().toISOString(), reason, login: isLogin(reason) } : null;
    note("away", away);
    tell({ type: "away", away });
    (away ? put("meta", { key: "away", away }) : remove("meta", ["away"])).catch(() => {});
}

/** @param {Record<string, any>} message */
export function tell(message) {
    channel.postMessage({ schema: SCHEMA, ...message });
}
