/**
 * Replaces methods of an object; in the new ones `super` means the old ones.
 * Patches stack, the last one runs first. Serves as `@web/core/utils/patch`.
 *
 * @param {object} target
 * @param {object} extension
 */
export function patch(target, extension) {
    const before = Object.create(Object.getPrototypeOf(target));
    for (const key of Reflect.ownKeys(extension)) {
        const old = Object.getOwnPropertyDescriptor(target, key);
        if (old) {
            Object.defineProperty(before, key, old);
        }
        Object.defineProperty(target, key, {
            ...Object.getOwnPropertyDescriptor(extension, key),
            enumerable: false,
        });
    }
    Object.setPrototypeOf(extension, before);
}
