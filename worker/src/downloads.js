/**
 * Files that never change under their address, while they come. One download serves all who ask for
 * it. It goes on when the tab that asked is left, since on a slow line the next load would begin it
 * anew and never see its end, and ends when nothing has come for a while.
 */
import { LAST_RESORT } from "./ask.js";
import { whileWriting } from "./busy.js";
import { now, untilSilent } from "./clock.js";
import { keepAnswer, readThrough } from "./fetching.js";
import { urlKey } from "./keys.js";
import { ORIGIN } from "./scope.js";
import { saveSnapshot } from "./snapshots.js";

/** What is silent for this long may hang on a dead connection: nobody joins it. */
const STALLED = 5000;

/**
 * @typedef {object} Download
 * @property {Promise<Response>} whole the answer, good or not, when its last byte is here; to be cloned
 * @property {Promise<void>} kept when it is stored; rejects where it is not
 * @property {AbortController} controller
 * @property {number} begun
 * @property {number} heardAt when something of it came last; 0: nothing has
 * @property {number} waiting how many wait for it
 */

/** The newest of each address. @type {Map<string, Download>} */
const coming = new Map();

export function isDownloading() {
    return coming.size > 0;
}

/**
 * @param {import("./types").Snapshot} record what stands by until the build of this file has a snapshot; it names the file till then
 * @param {string} url
 * @param {(signal: AbortSignal) => Promise<Response>} send
 * @returns {Download}
 */
export function download(record, url, send) {
    const known = coming.get(url);
    const one = known && now() - Math.max(known.begun, known.heardAt) < STALLED ? known : begin(record, url, send);
    one.waiting++;
    return one;
}

/**
 * One who waited for it does so no more. What does not flow then ends: each load of an impatient
 * cashier would keep one of six connections to the host.
 *
 * @param {Download} one
 */
export function leaveDownload(one) {
    one.waiting--;
    if (!one.waiting && !(one.heardAt && now() - one.heardAt < STALLED)) {
        one.controller.abort(new DOMException("nobody waits for it", "TimeoutError"));
    }
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {(signal: AbortSignal) => Promise<Response>} send
 */
function begin(record, url, send) {
    const one = /** @type {Download} */ ({ controller: new AbortController(), begun: now(), heardAt: 0, waiting: 0 });
    const receive = async (/** @type {AbortSignal} */ signal, /** @type {() => void} */ heard) => {
        const hear = () => {
            one.heardAt = now();
            heard();
        };
        const response = await send(signal);
        hear();
        await readThrough(response.clone(), hear);
        return response;
    };
    one.whole = untilSilent(LAST_RESORT, receive, one.controller);
    one.kept = one.whole
        .then((response) => whileWriting(() => keepFor(record, url, response.clone())))
        .finally(() => coming.get(url) === one && coming.delete(url));
    one.kept.catch(() => {}); // those who wait hear of it themselves
    coming.set(url, one);
    return one;
}

/**
 * @param {import("./types").Snapshot} record
 * @param {string} url
 * @param {Response} response
 */
async function keepFor(record, url, response) {
    const { key } = await keepAnswer(record, url, response);
    record.entries[urlKey(url, ORIGIN)] ||= key;
    await saveSnapshot(record);
}
