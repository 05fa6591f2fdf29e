/*
 * What the service worker tells this page, and how this page asks it.
 *
 * Relies on: `window.poswarm` (made by worker/first-visit.js) and the
 * BroadcastChannel "poswarm"; on nothing of the point of sale.
 */

export const SCHEMA = 1;
const ANSWER_DEADLINE = 60000;

/** The last word of the worker: `{since, reason}` while the server is away. */
let away = window.poswarm?.offline ?? null;
const followers = new Set();

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
 * Sends a message to the worker in charge and resolves with its answer.
 *
 * @param {ServiceWorker} worker
 * @param {{type: string}} message
 */
export function askWorker(worker, message) {
    return new Promise((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        const deadline = setTimeout(() => {
            port1.close();
            reject(new Error(`no answer of the worker to ${message.type}`));
        }, ANSWER_DEADLINE);
        port1.onmessage = ({ data }) => {
            clearTimeout(deadline);
            port1.close();
            resolve(data);
        };
        worker.postMessage({ ...message, schema: SCHEMA }, [port2]);
    });
}

function listen() {
    const channel = new BroadcastChannel("poswarm");
    channel.addEventListener("message", ({ data }) => {
        if (data?.schema !== SCHEMA || data.type !== "away") {
            return;
        }
        away = data.away;
        for (const follower of followers) {
            follower(away);
        }
    });
}

if (window.poswarm && !window.poswarm.unsupported) {
    listen();
}
