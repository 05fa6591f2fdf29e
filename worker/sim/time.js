// Time of a simulated terminal: a seeded order of events, no real clock. A step runs one event and
// then everything that follows from it at once.

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
    constructor(seed) {
        this.state = seed >>> 0;
    }

    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    /** A whole number from 0 to most - 1. */
    below(most) {
        return Math.floor(this.next() * most);
    }

    chance(p) {
        return this.next() < p;
    }

    pick(list) {
        return list[this.below(list.length)];
    }
}

/** Events in the order of their time; those of one time in the order in which they came. */
export class Timeline {
    now = 0;
    count = 0;
    events = [];

    /** @returns {{dead: boolean}} the event; dead ones do not happen */
    at(delay, work, life = null) {
        const event = { time: this.now + Math.max(0, delay || 0), order: this.count++, work, life, dead: false };
        let low = 0;
        let high = this.events.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            const other = this.events[middle];
            if (other.time < event.time || (other.time === event.time && other.order < event.order)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        this.events.splice(low, 0, event);
        return event;
    }

    /** Runs events until `done()` holds, or so much time has passed. @returns {Promise<boolean>} */
    async until(done, ms) {
        const end = this.now + ms;
        for (;;) {
            await settled();
            if (done()) {
                return true;
            }
            const event = this.events[0];
            if (!event || event.time > end) {
                this.now = end;
                return false;
            }
            this.events.shift();
            if (!event.dead && !event.life?.over) {
                this.now = event.time;
                event.work();
            }
        }
    }

    /** Forgets what an ended worker had begun. */
    forget(life) {
        this.events = this.events.filter((event) => event.life !== life);
    }
}

/** Everything that promises do by themselves is done when this resolves. */
function settled() {
    return new Promise((resolve) => setImmediate(resolve));
}
