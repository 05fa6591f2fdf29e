/**
 * The one cast of the project: `self` of a classic worker script, seen as what it is.
 */
export const sw = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** Everything we keep or answer belongs to this origin. */
export const ORIGIN = sw.location.origin;
