/**
 * Time as the worker measures it: never the terminal's clock, which people and batteries set.
 */

/** Milliseconds since this worker started. */
export function now() {
    return performance.now();
}

/**
 * @param {number} ms
 * @returns {Promise<undefined>}
 */
export function pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

/**
 * Waits for a promise, but not longer than so many ms. The promise goes on.
 *
 * @template T, F
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {F} otherwise what there is when the time is over
 * @returns {Promise<T | F>}
 */
export function within(promise, ms, otherwise) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const over = new Promise((resolve) => (timer = setTimeout(resolve, ms, otherwise)));
    return /** @type {Promise<T | F>} */ (Promise.race([promise, over])).finally(() => clearTimeout(timer));
}

/**
 * Runs work under a signal that aborts it after so many ms. Safari 15 and Chrome 102 have no
 * AbortSignal.timeout.
 *
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function limited(ms, work) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new DOMException("the deadline has passed", "TimeoutError")), ms);
    return work(controller.signal).finally(() => clearTimeout(timer));
}

/**
 * Runs work that tells when it hears something, and aborts it after so many ms of silence. On a slow
 * line a large file takes minutes; how long it takes says nothing of whether it comes.
 *
 * @template T
 * @param {number} ms
 * @param {(signal: AbortSignal, heard: () => void) => Promise<T>} work
 * @param {AbortController} [controller]
 * @returns {Promise<T>}
 */
export function untilSilent(ms, work, controller = new AbortController()) {
    const giveUp = () => controller.abort(new DOMException("nothing comes any more", "TimeoutError"));
    let timer = setTimeout(giveUp, ms);
    const heard = () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, ms);
    };
    return work(controller.signal, heard).finally(() => clearTimeout(timer));
}
