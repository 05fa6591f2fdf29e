/*
 * Lets the point of sale know that its server is away.
 *
 * Odoo asks `navigator.onLine`, which is true while the Wi-Fi is up; then a
 * dead server means an alert at boot, and sales that wait for a reload. Here
 * the point of sale enters its own offline mode on the word of the worker or
 * after a lost call, and leaves it when a ping has succeeded.
 *
 * Odoo's box "Connection Lost" covers the screen in the middle of a sale, once
 * for each look at the connection. The broken chain in the top bar says the
 * same and lets the cashier go on. The box is left alone in one place: a start
 * where the browser says that it has no network and no worker carries the page.
 *
 * `initializeDeviceIdentifier()` is awaited at boot before the first call;
 * `network.warningTriggered` says that the box was shown and goes with a
 * successful check.
 */
import { callWasLost, followLoss, ping, withPingAnswered } from "./calls";
import { definePatch } from "./patches";
import { PONG } from "./ping";
import { followWorker, serverIsAway } from "./worker_link";

const RETRY = 2000;
const SHORTEST_RETRY = 100;

/** When the connection of one PosData was looked at, and is. */
class Checks {
    running = 0;
    /** Milliseconds, by a clock that nobody sets: one set back by a day would keep the till offline for a day. */
    last = -RETRY;
    wasOnline = false;

    constructor(data) {
        this.data = data;
    }

    /** A check on a mere sign; one that is under way will do. */
    onSign() {
        if (this.running) {
            return;
        }
        const wait = this.last + RETRY - performance.now();
        if (wait > 0) {
            // Where pings pass and an order does not, every check sends the
            // order again: not at the speed of the network.
            this.in(wait);
        } else {
            this.latest = this.data.checkConnectivity();
        }
    }

    in(ms) {
        clearTimeout(this.data.checkConnectivityTimeout);
        this.data.checkConnectivityTimeout = setTimeout(() => this.data.checkConnectivity(), ms);
    }

    hear(away) {
        if (away !== this.data.network.offline) {
            this.onSign();
        }
    }

    lose(confirmed) {
        this.silence();
        if (confirmed) {
            this.goOffline(0);
        } else if (!this.data.network.offline) {
            this.onSign();
        }
    }

    goOffline(elapsed) {
        this.data.network.offline = true;
        this.silence();
        this.in(Math.max(RETRY - elapsed, SHORTEST_RETRY));
    }

    /** No box where this page is known to go on without the server. */
    silence() {
        if (navigator.onLine || this.wasOnline || serverIsAway()) {
            this.data.network.warningTriggered = true;
        }
    }

    /** Odoo's own check calls the point of sale online before it asks. */
    async run(stock) {
        this.running++;
        clearTimeout(this.data.checkConnectivityTimeout);
        const started = performance.now();
        try {
            const answer = await ping();
            if (answer) {
                this.wasOnline = true;
                // To anything else Odoo hears the server's own mistake.
                return await (answer === PONG ? withPingAnswered(stock) : stock());
            }
        } finally {
            this.running--;
            this.last = performance.now();
        }
        this.goOffline(performance.now() - started);
    }
}

/** Before the device identifier is there Odoo may check already. */
const checks = new WeakMap();

function checksOf(data) {
    if (!checks.has(data)) {
        checks.set(data, new Checks(data));
    }
    return checks.get(data);
}

definePatch("connectivity", ({ PosData }, { around, safely }) => {
    around(PosData.prototype, {
        async initializeDeviceIdentifier(stock, ...args) {
            const mine = checksOf(this);
            followWorker(safely((away) => mine.hear(Boolean(away))));
            followLoss(safely((confirmed) => mine.lose(confirmed)));
            if (!this.network.offline && (serverIsAway() || callWasLost())) {
                await this.checkConnectivity();
            }
            return stock(...args);
        },

        async loadInitialData(stock, ...args) {
            // The server can die between two calls of the boot: asking it for the
            // data before we know would end in an alert.
            await checksOf(this).latest;
            return stock(...args);
        },

        async checkConnectivity(stock, ...args) {
            return checksOf(this).run(() => stock(...args));
        },
    });
});
