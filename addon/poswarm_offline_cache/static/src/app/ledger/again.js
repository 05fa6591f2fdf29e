/*
 * Tries again what the server refused, or could not be asked about.
 *
 * One refusal is not the last word: a transaction that met another one, a server
 * that is being restarted. Without a next sale or a reload nobody would try
 * again, and the day's last sale would stay. The pauses grow for each by itself:
 * one that is refused for good must not hold up another one.
 */

/** Milliseconds before each further try. */
const PAUSES = [3000, 10000, 30000, 120000, 300000];

const pauseOf = (tries) => PAUSES[Math.min(tries, PAUSES.length - 1)];

export class Again {
    /** @type {Map<string, {tries: number, at: number}>} when each is due, by its key */
    plans = new Map();
    timer = null;

    /**
     * @param {string[]} keys all that waits now; what is not among them is forgotten
     * @param {(due: string[]) => any} work
     */
    soon(keys, work) {
        const fresh = () => ({ tries: 0, at: performance.now() + pauseOf(0) });
        this.plans = new Map(keys.map((key) => [key, this.plans.get(key) ?? fresh()]));
        this.work = work;
        this.plan();
    }

    /** One more, beside those that wait. */
    add(key, work) {
        this.soon([...this.plans.keys(), key], work);
    }

    forget(key) {
        this.plans.delete(key);
    }

    plan() {
        clearTimeout(this.timer);
        if (this.plans.size) {
            const next = Math.min(...[...this.plans.values()].map(({ at }) => at));
            this.timer = setTimeout(() => this.turn(), Math.max(0, next - performance.now()));
        }
    }

    turn() {
        const now = performance.now();
        const due = [...this.plans].filter(([, { at }]) => at <= now);
        for (const [, plan] of due) {
            plan.tries += 1;
            plan.at = now + pauseOf(plan.tries);
        }
        this.plan();
        if (due.length) {
            this.work(due.map(([key]) => key));
        }
    }
}
