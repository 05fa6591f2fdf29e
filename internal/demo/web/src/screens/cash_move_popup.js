import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { formatCurrency } from "../pos/money.js";

/** Notes money that is put into the drawer or taken out; without the server it waits in memory. */
export function openCashMovePopup(pos) {
    let type = "out";
    const kind = (value, label) =>
        h("button.input-type.btn", { "data-type": value, onclick: () => (type = value) }, label);
    const amount = h("input.form-control", { name: "amount" });
    const reason = h("textarea.cash-reason.form-control", { name: "reason" });
    pos.dialog.add({
        title: _t("Cash in / out"),
        body: [h("div.input-amount", {}, kind("in", _t("Cash In")), kind("out", _t("Cash Out")), amount), reason],
        buttons: [
            {
                label: _t("Confirm"),
                class: "confirm btn-primary",
                run: async (close) => {
                    await makeCashMove(pos, type, parseFloat(amount.value), reason.value.trim());
                    close();
                },
            },
            { label: _t("Discard"), class: "cancel btn-secondary" },
        ],
    });
}

async function makeCashMove(pos, type, amount, reason) {
    if (!amount) {
        return;
    }
    const formattedAmount = formatCurrency(amount, pos.currency);
    const partner = pos.user.raw.partner_id;
    const extras = { formattedAmount, translatedType: _t(type) };
    const move = [[pos.session.id], type, amount, reason, partner, extras];
    await pos.data.call("pos.session", "try_cash_in_out", move, {}, true);
    await pos.logEmployeeMessage(`${_t("Cash")} ${_t(type)} - ${_t("Amount")}: ${formattedAmount}`, "CASH_DRAWER_ACTION");
}
