/**
 * Reads which POS session the page's own database holds. That database is Odoo's: it is never
 * created here, never held open, and never waited for long, because an open connection would
 * block the boot of the POS.
 */

/** A database that is being deleted or upgraded answers only when that is over. */
const READ_PATIENCE = 1000;

const STORE = "pos.session";

/**
 * @param {string} database
 * @param {number} config
 * @returns {Promise<{id: number, state: string}[]>} empty: nothing is known
 */
export async function heldSessions(database, config) {
    const name = `point-of-sale-${config}-${database}`;
    const known = await indexedDB.databases().catch(() => []);
    if (!known.some((db) => db.name === name)) {
        return [];
    }
    return new Promise((resolve) => {
        setTimeout(resolve, READ_PATIENCE, []);
        const request = indexedDB.open(name);
        request.onerror = () => resolve([]);
        // Deleted between the look and the opening: do not leave an empty database behind.
        request.onupgradeneeded = () => request.transaction?.abort();
        request.onsuccess = () => {
            const db = request.result;
            db.onversionchange = () => db.close();
            const read = db.objectStoreNames.contains(STORE) && db.transaction(STORE).objectStore(STORE).getAll();
            db.close();
            if (!read) {
                return resolve([]);
            }
            read.onsuccess = () => resolve(read.result.filter(({ id }) => Number.isInteger(id)));
            read.onerror = () => resolve([]);
        };
    });
}
