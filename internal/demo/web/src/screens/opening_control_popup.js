import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";

/** Asks for the cash in the drawer before the first sale of a session. */
export function openOpeningControl(pos) {
    const cash = h("input.form-control", { value: pos.session.raw.cash_register_balance_start || 0 });
    const notes = h("textarea.opening-notes.form-control", { placeholder: _t("Add an opening note...") });
    pos.dialog.add({
        title: _t("Opening Control"),
        body: [
            h("div.opening-cash-section", {}, h("label", {}, _t("Opening cash")), cash),
            h("div.opening-notes-container", {}, h("label", {}, _t("Opening note")), notes),
        ],
        buttons: [
            {
                label: _t("Open Register"),
                class: "btn-primary",
                run: async (close) => {
                    // offline this waits in memory and is gone after a reload, as in Odoo
                    const args = [pos.session.id, parseFloat(cash.value) || 0, notes.value];
                    await pos.data.call("pos.session", "set_opening_control", args, {}, true);
                    pos.session.state = "opened";
                    close();
                },
            },
            { label: _t("Discard"), class: "btn-secondary backend-button", run: () => pos.showLoginScreen() },
        ],
    });
}
