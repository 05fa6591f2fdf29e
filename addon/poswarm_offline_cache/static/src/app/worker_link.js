/*
 * What the service worker tells this page, and how this page asks it.
 *
 * `window.poswarm` is made by worker/first-visit.js.
 */
import { definePatch } from "./patches";

export const SCHEMA = 1;
const ANSWER_DEADLINE = 60000;

/** The last word of the worker: `{since, reason}` while the server is away. */
let away = window.poswarm?.offline ?? null;
const followers = new Set();
const newerFollowers = new Set();

export function serverIsAway() {
    return Boolean(away);
}

/**
 * @param {(away: {since: string, reason: string} | null) => void} follower
 */
export function followWorker(follower) {
    followers.add(follower);
}

/**
 * @param {(page: {pos_session: number, id: string}) => void} follower told when
 *     the server's page came after this page had to start without it
 */
export function followNewer(follower) {
    newerFollowers.add(follower);
}

/**
 * Sends a message to the worker in charge and resolves with its answer.
 *
 * @param {ServiceWorker} worker
 * @param {{type: string}} message
 * @param {number} [patience] milliseconds
 */
export function askWorker(worker, message, patience = ANSWER_DEADLINE) {
    return new Promise((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        const deadline = setTimeout(() => {
            port1.close();
            reject(new Error(`no answer of the worker to ${message.type}`));
        }, patience);
        port1.onmessage = ({ data }) => {
            clearTimeout(deadline);
            port1.close();
            resolve(data);
        };
        worker.postMessage({ ...message, schema: SCHEMA }, [port2]);
    });
}

function hear(data) {
    if (data.type === "away") {
        away = data.away;
        followers.forEach((follower) => follower(away));
    } else if (data.type === "newer" && data.config === odoo.pos_config_id) {
        newerFollowers.forEach((follower) => follower(data));
    }
}

function listen() {
    const channel = new BroadcastChannel("poswarm");
    channel.addEventListener("message", ({ data }) => {
        if (data?.schema === SCHEMA) {
            hear(data);
        }
    });
}

definePatch("worker_link", () => {
    if (window.poswarm && !window.poswarm.unsupported) {
        listen();
    }
});
