/*
 * What is sent twice at once is sent once.
 *
 * `syncAllOrders()` passes over orders that are being sent, but marks them only after
 * a pause (`preSyncAllOrders()`), and unmarks all of a batch after the first: of two
 * calls at once each sends the order. The server refuses the later one, "A payment
 * with this uuid already exists", and the cashier has a box where the receipt should
 * be, of a sale that was made.
 */

/** @type {Map<string, Promise<any>>} by what is sent */
const underWay = new Map();

/**
 * @param {object[]} serialized the orders
 * @param {() => Promise<any>} send
 */
export function sendOnce(serialized, send) {
    const content = JSON.stringify(serialized);
    const first = underWay.get(content);
    if (first) {
        return first.then((answer) => structuredClone(answer)); // each changes its own
    }
    const sending = send().finally(() => underWay.delete(content));
    underWay.set(content, sending);
    return sending;
}
