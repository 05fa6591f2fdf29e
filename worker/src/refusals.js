/**
 * What the server, alive, did not give and a page starts without: pictures, fonts, the addon's list.
 * Asked for at every turn they cost requests for ever; given up, one that somebody mends would stay
 * away. So each is asked for again after a pause that grows. The next worker knows of it too: the browser ends one after half a minute of idleness,
 * which is what lies between two turns.
 */
import { get, put, remove } from "./db.js";

const PAUSES_KEY = "refused-images";

const FIRST_PAUSE = 30000;
const LONGEST_PAUSE = 6 * 3600000;

/** A shop has as many pictures; of more the oldest refusals are forgotten. */
const MOST_PAUSES = 20000;

/** @typedef {{at: number, wait: number, lost?: boolean}} Pause lost: no answer came, which says less than a bad one */

/** By the key of the picture's body, the newest last. @type {Promise<Map<string, Pause>> | undefined} */
let reading;

/** @returns {Promise<Map<string, Pause>>} */
function paused() {
    reading ??= get("meta", PAUSES_KEY).then((row) => new Map(row?.pauses));
    return reading;
}

/** A clock that was set ends a pause early, which costs a request. @param {Pause | undefined} pause */
const isResting = (pause) => Boolean(pause && Math.abs(Date.now() - pause.at) < pause.wait);

/** @returns {Promise<(key: string) => boolean>} whether a picture need not be asked for yet */
export async function resting() {
    const pauses = await paused();
    return (key) => isResting(pauses.get(key));
}

/**
 * @param {string[]} keys of pictures
 * @param {boolean} lost for this worker only: it may be the line
 */
export async function pauseAsking(keys, lost) {
    if (!keys.length) {
        return;
    }
    const pauses = await paused();
    for (const key of keys) {
        const wait = Math.min(2 * (pauses.get(key)?.wait || FIRST_PAUSE / 2), LONGEST_PAUSE);
        pauses.delete(key);
        pauses.set(key, { at: Date.now(), wait, ...(lost && { lost }) });
    }
    [...pauses.keys()].slice(0, -MOST_PAUSES).forEach((key) => pauses.delete(key));
    if (!lost) {
        await put("meta", { key: PAUSES_KEY, pauses: [...pauses].filter(([, pause]) => !pause.lost) });
    }
}

/** Something has changed that may have been the reason: the server was away, or the page is a new one. */
export async function askAnew() {
    const pauses = await paused();
    if (pauses.size) {
        pauses.clear();
        await remove("meta", [PAUSES_KEY]);
    }
}

/** One comes after all: what held it back may have held back the others. @param {string} key */
export async function given(key) {
    if ((await paused()).has(key)) {
        await askAnew();
    }
}
