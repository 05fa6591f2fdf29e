/*
 * Leads from a register that was closed to the one that is open.
 *
 * A page that had to start without the server may belong to a POS session that
 * has ended meanwhile. When the server's own page comes late and names another
 * session, this page makes way for it: at once, or, with a sale on the screen,
 * before the next one and only when the cashier agrees. A page of an older build
 * or with older settings goes on, and is loaded anew between two sales. And when the server
 * refuses orders because no session is open, it says what to do; Odoo tells it
 * only to who presses Validate. The orders wait on the terminal and go to the
 * session that is opened (`_get_valid_session` in
 * `point_of_sale/models/pos_order.py`).
 */
import { ask, showLeaving } from "./ask";
import { bringToDisk } from "./ledger/on_disk";
import { definePatch } from "./patches";
import { _t } from "./texts";
import { followNewer } from "./worker_link";

/**
 * Screens on which nobody sells. On any other one a sale may be under way: its receipt is shown
 * or printed, a tip is asked for, its payment is changed; the next screen ends it.
 */
const IDLE = new Set(["FloorScreen", "LoginScreen", "SaverScreen"]);

function isSelling(pos) {
    const screen = pos.router.state.current;
    const order = pos.getOrder();
    const isEmpty = !order || (!order.finalized && !order.lines.length && !order.payment_ids.length);
    return !IDLE.has(screen) && !(screen === "ProductScreen" && isEmpty);
}

/** One question at a time, and none again for what was answered with "later". */
let question = null;

function askOnce(content) {
    question ??= ask(content).finally(() => {
        question = null;
    });
    return question;
}

function agreesToReload() {
    return askOnce({
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
}

function agreesToOpen() {
    return askOnce({
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
}

/** Not while the disk takes nothing: what is not on it would be lost with this page. */
async function load(data, isFree = () => true) {
    if ((await bringToDisk(data)) && isFree()) {
        showLeaving(_t("The register is loaded anew."));
        location.assign(`/pos/ui/${odoo.pos_config_id}`);
    }
}

/** Makes way for the page that came late; it may come before this one is up. */
class Way {
    newer = null;
    /** What the server has is only better: no sale is interrupted for it. */
    better = false;
    up = false;
    interrupts = false;

    constructor(pos) {
        this.pos = pos;
    }

    hear(page) {
        if (page.pos_session !== odoo.pos_session_id) {
            this.newer = page;
            return this.look();
        }
        this.better ||= page.why === "build" || page.why === "data";
    }

    /** Another screen: one sale is over and the next has not begun, or not yet. */
    async pass() {
        await this.look();
        if (this.better && this.up && !question && !isSelling(this.pos)) {
            await this.reload();
        }
    }

    async look() {
        if (!this.newer || !this.up || question) {
            return;
        }
        if (isSelling(this.pos)) {
            this.interrupts = true;
        } else if (!this.interrupts || ((await agreesToReload()) === "reload" && !isSelling(this.pos))) {
            await this.reload();
        }
    }

    /**
     * Only with the server there: else the old page would come again. Server and disk take their
     * time, in which the next sale may begin: then it is the screen behind that one.
     */
    async reload() {
        const { data } = this.pos;
        await data.checkConnectivity();
        if (!data.network.offline) {
            await load(data, () => !isSelling(this.pos));
        }
    }
}

/** Why the server refused is in words only; whether the register is open is not. */
async function checkSession(data) {
    let session;
    try {
        [session] = await data.orm.read("pos.session", [odoo.pos_session_id], ["state"]);
    } catch {
        return; // no word of the server, nothing to say
    }
    const open = session && !["closed", "closing_control"].includes(session.state);
    if (!open && (await agreesToOpen()) === "open") {
        await load(data);
    }
}

const ways = new WeakMap();

definePatch("pos_session", ({ ConnectionLostError, PosData, PosStore }, { around, safely }) => {
    around(PosStore.prototype, {
        async setup(stock, ...args) {
            const way = new Way(this);
            ways.set(this, way);
            followNewer(safely((page) => way.hear(page)));
            const done = await stock(...args);
            way.up = true;
            safely(() => way.look())();
            return done;
        },

        navigate(stock, ...args) {
            const shown = stock(...args);
            safely(() => ways.get(this)?.pass())();
            return shown;
        },
    });

    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            try {
                return await stock(options, ...rest);
            } catch (error) {
                if (options?.method === "sync_from_ui" && !(error instanceof ConnectionLostError)) {
                    safely(checkSession)(this);
                }
                throw error;
            }
        },
    });
});
