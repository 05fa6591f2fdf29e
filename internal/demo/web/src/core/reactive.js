/**
 * An object that tells when one of its fields changes. As in Owl what it holds comes
 * out wrapped as well: nothing that comes out is the object that went in.
 */
export function observed(target, changed) {
    return new Proxy(target, {
        get(object, key) {
            const value = object[key];
            const plain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype;
            return plain ? observed(value, changed) : value;
        },
        set(object, key, value) {
            const differs = object[key] !== value;
            object[key] = value;
            if (differs) {
                changed();
            }
            return true;
        },
    });
}

/** Calls `f` once, `ms` after the last of several calls. */
export function debounce(f, ms) {
    let timer;
    let waiting;
    return (...args) => {
        clearTimeout(timer);
        waiting ??= Promise.withResolvers();
        const { promise, resolve, reject } = waiting;
        timer = setTimeout(() => {
            waiting = undefined;
            Promise.resolve(f(...args)).then(resolve, reject);
        }, ms);
        return promise;
    };
}

/** Calls `f` once for all calls of the same turn. */
export function batched(f) {
    let planned = false;
    return () => {
        if (!planned) {
            planned = true;
            queueMicrotask(() => {
                planned = false;
                f();
            });
        }
    };
}
