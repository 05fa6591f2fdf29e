/**
 * Deploys that are seen halfway: the page of a new build is there, and its bundle is not, since
 * several servers stand behind one address, or one of them is away. Such a tab stays blank with a
 * whole POS on the disk, so it goes back to that.
 */
import { now } from "./clock.js";
import { note } from "./journal.js";
import { sw } from "./scope.js";

/** The reason that the page from the snapshot is told. */
export const TORN = "torn-deploy";

/** The navigation that the tab is sent on comes within this; any other asks the server. */
const SENT_ON = 5000;

/** Until when the next navigation to a config is answered with what is stored. @type {Map<number | null, number>} */
const until = new Map();

/**
 * Whether a navigation is the one that its tab was sent on.
 *
 * @param {number | null} config
 */
export function isSentOn(config) {
    const end = until.get(config) || 0;
    until.delete(config);
    return now() < end;
}

/**
 * Sends a tab on to what is stored.
 *
 * @param {string} id of the tab
 * @param {number} config
 * @param {string} url of the file that is not to be had
 */
export async function leaveTorn(id, config, url) {
    const tab = /** @type {WindowClient | undefined} */ (await sw.clients.get(id));
    if (!tab || now() < (until.get(config) || 0)) {
        return;
    }
    until.set(config, now() + SENT_ON);
    note("refused", { url, reason: TORN });
    // Somebody may have gone elsewhere meanwhile: then nothing waits for that navigation.
    await tab.navigate(tab.url).finally(() => until.delete(config));
}
