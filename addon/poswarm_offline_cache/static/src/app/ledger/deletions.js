/*
 * Stands before the deletion of orders.
 *
 * Odoo deletes here what it has no number for, and gives the order's number again.
 * But an order whose send was not answered may be on the server all the same: a
 * table that nobody can find, or a sale, which rung up again is there twice. What
 * the server has is cancelled there by a command that waits for it (commands.js).
 */
import { ask } from "../ask";
import { definePatch } from "../patches";
import { agree } from "./agreement";
import { isSale } from "./names";
import { readByUuid } from "./reading";
import { noteAgreed } from "./sends";
import { mayBeSent, wasSent } from "./sent";
import { settleSoon } from "./settle";
import { hearAnswer } from "./sync";
import { _t } from "../texts";
import { entryFor, letGo } from "./waiting";

const ORDER = "pos.order";

function say(title, text) {
    ask({ title, lines: [text], choices: [["close", _t("Close")]] });
}

/**
 * Whether orders may go. One whose send was not answered may be on the server: a
 * draft is cancelled there by the number that it gets here, one that is paid is a
 * sale, and the number of either must not be given again. Who cannot ask keeps it.
 */
async function mayDelete(pos, orders) {
    const doubtful = orders.filter((order) => order && mayBeSent(order));
    if (!doubtful.length) {
        return true;
    }
    let answer;
    try {
        answer = await readByUuid(pos.data, doubtful.map(({ uuid }) => uuid));
    } catch {
        if (!doubtful.some(wasSent)) {
            return true;
        }
        say(_t("This order cannot be deleted now"), _t("Whether the server has it is not known. Delete it when the server is there."));
        return false;
    }
    for (const order of doubtful) {
        const theirs = answer[ORDER].find(({ uuid }) => uuid === order.uuid);
        if (theirs && isSale(theirs.state)) {
            pos.models.loadConnectedData(answer);
            hearAnswer("sync_from_ui", answer);
            settleSoon(pos.data, () => {});
            say(_t("This order is not deleted"), _t("The server has it as paid: %s", order.pos_reference ?? ""));
            return false;
        }
        agree(pos, order, answer);
        noteAgreed(order.uuid);
    }
    return true;
}

definePatch("ledger_refused", ({ PosStore }, { around, safely }) => {
    around(PosStore.prototype, {
        /** A refused order that the cashier gives up is none any more. */
        async deleteOrders(stock, orders, ...rest) {
            const uuids = (orders ?? []).map((order) => order?.uuid);
            if (!(await mayDelete(this, orders ?? []))) {
                return false;
            }
            const deleted = await stock(orders, ...rest);
            if (deleted) {
                await safely(letGo)(uuids.filter((uuid) => entryFor(uuid)?.kind === "draft"), { confirmed: false });
            }
            return deleted;
        },
    });
});
