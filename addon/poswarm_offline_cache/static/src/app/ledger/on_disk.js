/*
 * Brings what is on the screen to the disk before the page is left on purpose.
 */
import { keepPaid, thePos } from "./restore";
import { isWritten } from "./whole_writes";

/** Milliseconds; a full or hanging disk must not hold the page. */
const DEADLINE = 2000;

function timeout() {
    return new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`not written after ${DEADLINE} ms`)), DEADLINE);
    });
}

/** @returns {Promise<boolean>} whether it is there, as far as anybody can tell */
export async function bringToDisk(data) {
    const pos = thePos();
    const writes = [data.synchronizeLocalDataInIndexedDB(), pos && keepPaid(pos)];
    try {
        const [, kept] = await Promise.race([Promise.all(writes), timeout()]);
        return kept !== false && isWritten();
    } catch (error) {
        console.warn("what is on the screen could not be written to this terminal:", error);
        return false;
    }
}
