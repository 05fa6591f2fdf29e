/*
 * Work of one kind, one piece after the other.
 */

/** @returns {<T>(work: () => Promise<T>) => Promise<T>} has work done when all that came before has ended */
export function turns() {
    let last = Promise.resolve();
    return (work) => {
        const turn = last.then(work);
        last = turn.catch(() => {});
        return turn;
    };
}
