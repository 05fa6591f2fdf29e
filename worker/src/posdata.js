/**
 * Reads which POS session the page's own database holds. That database is Odoo's: it is never
 * created here, never held open, and never waited for long, because an open connection would
 * block the boot of the POS.
 */
import { within } from "./clock.js";

const STORE = "pos.session";

/** @typedef {{id: number, state: string}[]} Held */

/**
 * @param {string} database
 * @param {number} config
 * @param {number} patience in ms
 * @returns {Promise<Held | null>} empty: the POS has no session; null: it could not be read in time
 */
export async function heldSessions(database, config, patience) {
    const name = `point-of-sale-${config}-${database}`;
    // A database that is being deleted or upgraded answers only when that is over.
    return within(readHeld(name), patience, null);
}

/** @param {string} name */
async function readHeld(name) {
    // Firefox has this since 126 only. Where it says that there is none, nothing is opened.
    const known = (await indexedDB.databases?.().catch(() => null)) || null;
    return known && !known.some((db) => db.name === name) ? [] : openHeld(name);
}

/**
 * @param {string} name
 * @returns {Promise<Held | null>}
 */
function openHeld(name) {
    return new Promise((resolve) => {
        const request = indexedDB.open(name);
        let fresh = false;
        request.onupgradeneeded = () => {
            // There was none, or it was deleted since the look: do not leave an empty one behind.
            fresh = true;
            request.transaction?.abort();
        };
        request.onerror = () => resolve(fresh ? [] : null);
        request.onsuccess = () => {
            const db = request.result;
            db.onversionchange = () => db.close();
            const read = db.objectStoreNames.contains(STORE) && db.transaction(STORE).objectStore(STORE).getAll();
            db.close();
            if (!read) {
                return resolve([]);
            }
            read.onsuccess = () => resolve(read.result.filter(({ id }) => Number.isInteger(id)));
            read.onerror = () => resolve(null);
        };
    });
}
