/*
 * Faults of this code, not of the line or the server: nobody would ever answer those, and a
 * sale must not wait for them.
 */
const KINDS = [TypeError, ReferenceError, RangeError];

export function isOwnFault(error) {
    return KINDS.some((kind) => error instanceof kind);
}
