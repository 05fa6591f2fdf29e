/*
 * Tries again what the server refused, or could not be asked about.
 *
 * One refusal is not the last word: a transaction that met another one, a server
 * that is being restarted. Without a next sale or a reload nobody would try
 * again, and the day's last sale would stay. The pauses grow, and a try that goes
 * well makes them short again.
 */

/** Milliseconds before each further try. */
const PAUSES = [3000, 10000, 30000, 120000, 300000];

export class Again {
    constructor() {
        this.tries = 0;
        this.timer = null;
    }

    /** @param {() => any} work what is tried, unless a try is planned already */
    soon(work) {
        if (this.timer !== null) {
            return;
        }
        const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
        this.timer = setTimeout(() => {
            this.timer = null;
            this.tries += 1;
            work();
        }, pause);
    }

    wentWell() {
        this.tries = 0;
    }
}
