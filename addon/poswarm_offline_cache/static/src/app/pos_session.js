/*
 * Leads from a register that was closed to the one that is open.
 *
 * A page that had to start without the server may belong to a POS session that
 * has ended meanwhile. When the server's own page comes late and names another
 * session, this page makes way for it: at once, or, with a sale on the screen,
 * before the next one and only when the cashier agrees. And when the server
 * refuses orders because no session is open, it says what to do; Odoo tells it
 * only to who presses Validate. The orders wait on the terminal and go to the
 * session that is opened (`_get_valid_session` in
 * `point_of_sale/models/pos_order.py`).
 *
 * Relies on PosStore: `setup()`, `navigate()`, `getOrder()`,
 * `router.state.current`, `data.checkConnectivity()`, `data.network.offline`,
 * `data.poswarmWriteOrders()`; on PosData: `execute({method})`, `orm.read()`;
 * on orders: `finalized`, `lines`, `payment_ids`.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ask } from "./ask";
import { followNewer } from "./worker_link";

/** Screens on which the cashier is between two sales only when no order is open. */
const SELLING = new Set(["ProductScreen", "PaymentScreen"]);

/** A receipt may still be printed: the next screen ends the sale. */
function isSelling(pos) {
    const screen = pos.router.state.current;
    const order = pos.getOrder();
    const open = order && !order.finalized && (order.lines.length || order.payment_ids.length);
    return screen === "ReceiptScreen" || (SELLING.has(screen) && Boolean(open));
}

/** One question at a time, and none again for what was answered with "later". */
let question = null;

function askOnce(content) {
    question ??= ask(content).finally(() => {
        question = null;
    });
    return question;
}

patch(PosStore.prototype, {
    async setup() {
        followNewer((page) => this.poswarmMakeWay(page));
        const done = await super.setup(...arguments);
        this.poswarmUp = true;
        this.poswarmMakeWay(this.poswarmNewer);
        return done;
    },

    navigate() {
        const shown = super.navigate(...arguments);
        if (this.poswarmUp) {
            this.poswarmMakeWay(this.poswarmNewer);
        }
        return shown;
    },

    /** The page that came late may come before this one is up. */
    async poswarmMakeWay(page) {
        if (!page || page.pos_session === odoo.pos_session_id) {
            return;
        }
        this.poswarmNewer = page;
        if (!this.poswarmUp || question) {
            return;
        }
        if (isSelling(this)) {
            this.poswarmInterrupts = true;
        } else if (!this.poswarmInterrupts || (await this.poswarmAgreesToReload())) {
            await this.poswarmReload();
        }
    },

    async poswarmAgreesToReload() {
        const answer = await askOnce({
            title: _t("The register was opened anew"),
            lines: [
                _t("While the server was away this register was closed and opened again."),
                _t("Your sales are safe on this terminal and go to the register that is open now."),
            ],
            choices: [
                ["reload", _t("Go to the open register")],
                ["later", _t("After the next sale")],
            ],
        });
        return answer === "reload" && !isSelling(this);
    },

    /** Only with the server there: else the old page would come again. */
    async poswarmReload() {
        await this.data.checkConnectivity();
        if (!this.data.network.offline) {
            await this.data.poswarmWriteOrders();
            location.assign(`/pos/ui/${odoo.pos_config_id}`);
        }
    },
});

patch(PosData.prototype, {
    async execute({ method }) {
        try {
            return await super.execute(...arguments);
        } catch (error) {
            if (method === "sync_from_ui" && !(error instanceof ConnectionLostError)) {
                this.poswarmCheckSession();
            }
            throw error;
        }
    },

    /** Why the server refused is in words only; whether the register is open is not. */
    async poswarmCheckSession() {
        let session;
        try {
            [session] = await this.orm.read("pos.session", [odoo.pos_session_id], ["state"]);
        } catch {
            return; // no word of the server, nothing to say
        }
        if (!session || ["closed", "closing_control"].includes(session.state)) {
            await this.poswarmTellClosed();
        }
    },

    async poswarmTellClosed() {
        const answer = await askOnce({
            title: _t("The register is closed"),
            lines: [
                _t("The register was closed on the server, and none is open that takes the sales of this terminal."),
                _t("They are safe here. Open the register: they are sent by themselves then."),
            ],
            choices: [
                ["open", _t("Open the register")],
                ["later", _t("Later")],
            ],
        });
        if (answer === "open") {
            await this.poswarmWriteOrders();
            location.assign(`/pos/ui/${odoo.pos_config_id}`);
        }
    },
});
