/**
 * Work that writes a body before the snapshot that needs it names it. While there is any, nothing
 * may be taken for unreachable.
 */
let writers = 0;

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileWriting(work) {
    writers++;
    try {
        return await work();
    } finally {
        writers--;
    }
}

export function isWriting() {
    return writers > 0;
}
