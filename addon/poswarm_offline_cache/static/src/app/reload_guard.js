/*
 * Stands before "Reload Data".
 *
 * The menu's entry drops the page's database, the critical error box's button
 * every storage and every worker of the site
 * (`APP/components/loader/critical_pos_error/critical_pos_error.js`). What waits
 * for the server is in the ledger by then (ledger/resets.js) and comes back. But
 * without the server a terminal without its data cannot start, and a ledger that
 * is broken keeps nothing: that is said first, and the way out is a choice of its
 * own.
 */
import { ask, showLeaving } from "./ask";
import { ping } from "./calls";
import { countUnsent } from "./ledger/harvest";
import { problem } from "./ledger/storage";
import { definePatch } from "./patches";
import { _t } from "./texts";
import { askWorker } from "./worker_link";

const STATUS_DEADLINE = 2000;

/** Whether the worker holds what this POS needs to start without the server. */
async function isReadyOffline() {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) {
        return false;
    }
    const status = await askWorker(worker, { type: "poswarm/status" }, STATUS_DEADLINE).catch(() => null);
    return Boolean(
        status?.snapshots?.some(
            ({ config, state }) => config === odoo.pos_config_id && state === "current"
        )
    );
}

/** What a failed look must not hide: then it is counted as there. */
async function orElse(value, question) {
    try {
        return await question;
    } catch (error) {
        console.warn("could not look before the data is reloaded:", error);
        return value;
    }
}

async function losses() {
    const [unsent, reachable, ready] = await Promise.all([
        orElse(null, countUnsent()),
        orElse(false, ping()),
        orElse(true, isReadyOffline()),
    ]);
    const lines = [];
    const broken = Boolean(problem());
    if (unsent && broken) {
        lines.push(_t("Orders that only this terminal has, and that would be lost: %s", unsent));
    } else if (unsent === null) {
        lines.push(_t("Whether this terminal has orders that would be lost could not be found out."));
    }
    if (!reachable) {
        if (unsent && !broken) {
            lines.push(_t("Orders that only this terminal has, and that are kept: %s", unsent));
        }
        lines.push(_t("The server does not answer. Without it this terminal would not come up again."));
        if (ready) {
            lines.push(_t("As it is, this terminal is ready to work without the server."));
        }
    }
    return lines;
}

/** Resolves with whether the data may go; asks only when something would be lost. */
async function mayReset() {
    const lines = await losses();
    if (!lines.length) {
        return true;
    }
    const answer = await ask({
        title: _t("Reload Data"),
        lines,
        choices: [
            ["keep", _t("Keep the data")],
            ["reset", _t("Reload all the same")],
        ],
    });
    return answer === "reset";
}

definePatch("reload_guard_menu", ({ PosStore }, { around }) => {
    around(PosStore.prototype, {
        async reloadData(stock, ...args) {
            // What is on the screen only counts as well, and may go to the server now.
            await this.data.synchronizeLocalDataInIndexedDB();
            await this.syncAllOrders();
            await this.data.synchronizeLocalDataInIndexedDB();
            if (await mayReset()) {
                showLeaving(_t("The register is loaded anew."));
                return stock(...args);
            }
        },
    });
});

let asking = false;
let allowed = null;

async function guardClick(button) {
    asking = true;
    try {
        if (await mayReset()) {
            allowed = button;
            button.click();
        }
    } finally {
        asking = false;
        allowed = null;
    }
}

/** Before Odoo's own listener: the box belongs to a point of sale that is not up. */
function standBefore(event) {
    const button = event.target instanceof Element && event.target.closest(".pos-error .btn-primary");
    if (!button || button === allowed) {
        return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!asking) {
        return guardClick(button);
    }
}

definePatch("reload_guard_box", (_, { safely }) => {
    window.addEventListener("click", safely(standBefore), { capture: true });
});
