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
 * same and lets the cashier go on.
 *
 * Relies on PosData: `initializeDeviceIdentifier()` (awaited at boot before the
 * first call), `loadInitialData()`, `checkConnectivity()`,
 * `checkConnectivityTimeout`, `network.offline`; `network.warningTriggered`,
 * which says that the box was shown and goes with a successful check.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { patch } from "@web/core/utils/patch";
import { callWasLost, followLoss, ping } from "./calls";
import { followWorker, serverIsAway } from "./worker_link";

const RETRY = 2000;
const SHORTEST_RETRY = 100;

patch(PosData.prototype, {
    async initializeDeviceIdentifier() {
        followWorker((away) => this.poswarmHear(Boolean(away)));
        followLoss((confirmed) => this.poswarmLose(confirmed));
        if (!this.network.offline && (serverIsAway() || callWasLost())) {
            await this.checkConnectivity();
        }
        return super.initializeDeviceIdentifier(...arguments);
    },

    async loadInitialData() {
        // The server can die between two calls of the boot: asking it for the
        // data before we know would end in an alert.
        await this.poswarmLastCheck;
        return super.loadInitialData(...arguments);
    },

    async checkConnectivity() {
        // Before the device identifier is there Odoo may check already.
        this.poswarmChecks = (this.poswarmChecks ?? 0) + 1;
        clearTimeout(this.checkConnectivityTimeout);
        const started = Date.now();
        try {
            // Odoo's own check calls the point of sale online before it asks.
            if (await ping()) {
                return await super.checkConnectivity(...arguments);
            }
        } finally {
            this.poswarmChecks--;
            this.poswarmLastChecked = Date.now();
        }
        this.poswarmGoOffline(Date.now() - started);
    },

    /** A check on a mere sign; one that is under way will do. */
    poswarmCheck() {
        if (this.poswarmChecks) {
            return;
        }
        const wait = (this.poswarmLastChecked ?? 0) + RETRY - Date.now();
        if (wait > 0) {
            // Where pings pass and an order does not, every check sends the
            // order again: not at the speed of the network.
            this.poswarmCheckIn(wait);
        } else {
            this.poswarmLastCheck = this.checkConnectivity();
        }
    },

    poswarmCheckIn(ms) {
        clearTimeout(this.checkConnectivityTimeout);
        this.checkConnectivityTimeout = setTimeout(() => this.checkConnectivity(), ms);
    },

    poswarmHear(away) {
        if (away !== this.network.offline) {
            this.poswarmCheck();
        }
    },

    poswarmLose(confirmed) {
        this.network.warningTriggered = true;
        if (confirmed) {
            this.poswarmGoOffline(0);
        } else if (!this.network.offline) {
            this.poswarmCheck();
        }
    },

    poswarmGoOffline(elapsed) {
        this.network.offline = true;
        this.network.warningTriggered = true;
        this.poswarmCheckIn(Math.max(RETRY - elapsed, SHORTEST_RETRY));
    },
});
