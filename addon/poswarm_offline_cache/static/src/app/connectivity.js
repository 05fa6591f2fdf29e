/*
 * Lets the point of sale know that its server is away.
 *
 * Odoo asks `navigator.onLine`, which is true while the Wi-Fi is up; then a
 * dead server means an alert at boot, and sales that wait for a reload. Here
 * the point of sale enters its own offline mode on the word of the worker or
 * after a lost call, and leaves it when a ping has succeeded.
 *
 * Relies on PosData: `initializeDeviceIdentifier()` (awaited at boot before the
 * first call), `loadInitialData()`, `checkConnectivity()`,
 * `checkConnectivityTimeout`, `network.offline`.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { patch } from "@web/core/utils/patch";
import { callWasLost, followLoss, ping } from "./calls";
import { followWorker, serverIsAway } from "./worker_link";

const RETRY = 2000;
const SHORTEST_RETRY = 100;

patch(PosData.prototype, {
    async initializeDeviceIdentifier() {
        this.poswarmChecks = 0;
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
        clearTimeout(this.checkConnectivityTimeout);
        this.poswarmChecks++;
        const started = Date.now();
        try {
            // Odoo's own check calls the point of sale online before it asks.
            if (await ping()) {
                return await super.checkConnectivity(...arguments);
            }
        } finally {
            this.poswarmChecks--;
        }
        this.poswarmGoOffline(Date.now() - started);
    },

    /** A check on a mere sign; one that is under way will do. */
    poswarmCheck() {
        if (!this.poswarmChecks) {
            this.poswarmLastCheck = this.checkConnectivity();
        }
    },

    poswarmHear(away) {
        if (away !== this.network.offline) {
            this.poswarmCheck();
        }
    },

    poswarmLose(confirmed) {
        if (confirmed) {
            this.poswarmGoOffline(0);
        } else if (!this.network.offline) {
            this.poswarmCheck();
        }
    },

    poswarmGoOffline(elapsed) {
        this.network.offline = true;
        clearTimeout(this.checkConnectivityTimeout);
        this.checkConnectivityTimeout = setTimeout(
            () => this.checkConnectivity(),
            Math.max(RETRY - elapsed, SHORTEST_RETRY)
        );
    },
});
