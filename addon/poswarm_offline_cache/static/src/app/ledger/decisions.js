/*
 * The sales on which somebody decides now.
 *
 * A question stays on the screen for minutes. What it is about is not sent meanwhile, and nobody
 * is asked twice.
 */

const open = new Set();

export function isDecidedOn(uuid) {
    return open.has(uuid);
}

/**
 * @template T
 * @param {string} uuid
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined where somebody decides on it already
 */
export async function decideOnce(uuid, work) {
    if (open.has(uuid)) {
        return undefined;
    }
    open.add(uuid);
    try {
        return await work();
    } finally {
        open.delete(uuid);
    }
}
