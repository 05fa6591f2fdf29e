import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { formatCurrency } from "../pos/money.js";

/** Counts and closes the register; a fresh page follows, with the next session. */
export async function openClosingPopup(pos) {
    const info = await pos.data.call("pos.session", "get_closing_control_data", [[pos.session.id]]);
    const counted = h("input.form-control", { value: "0" });
    const notes = h("textarea.closing-notes.form-control");
    pos.dialog.add({
        title: _t("Closing Register"),
        body: [
            h("p", {}, `${info.orders_details.quantity} ${_t("orders")}`),
            h("p", {}, `${_t("Cash")}: ${formatCurrency(info.default_cash_details.amount, pos.currency)}`),
            h("label", {}, _t("Counted"), counted),
            h("label", {}, _t("Closing note"), notes),
        ],
        buttons: [
            {
                label: _t("Close Register"),
                class: "btn-primary",
                run: (close) => confirmDifference(pos, info, counted.value, () => {
                    close();
                    return closeSession(pos, info, counted.value, notes.value);
                }),
            },
            { label: _t("Discard"), class: "btn-secondary" },
        ],
    });
}

function confirmDifference(pos, info, counted, proceed) {
    if (parseFloat(counted) === info.default_cash_details.amount) {
        return proceed();
    }
    pos.dialog.add({
        title: _t("Payments Difference"),
        body: [h("p", {}, _t("The money counted doesn't match what we expected."))],
        buttons: [
            {
                label: _t("Proceed Anyway"),
                class: "btn-primary",
                run: (close) => {
                    close();
                    return proceed();
                },
            },
            { label: _t("Discard"), class: "btn-secondary" },
        ],
    });
}

async function closeSession(pos, info, counted, notes) {
    const { id } = pos.session;
    const call = (method, args, kwargs = {}) => pos.data.call("pos.session", method, args, kwargs);
    if (!(await pos.pushOrdersWithClosingPopup())) {
        return;
    }
    const refused = (answer) => {
        if (!answer.successful) {
            pos.dialog.alert(answer.title ?? _t("Error"), answer.message);
        }
        return !answer.successful;
    };
    if (refused(await call("post_closing_cash_details", [id], { counted_cash: parseFloat(counted) }))) {
        return;
    }
    await call("update_closing_control_state_session", [id, notes]);
    const banks = info.non_cash_payment_methods.filter((method) => method.type === "bank");
    const answer = await call("close_session_from_ui", [id, banks.map((method) => [method.id, 0])], {
        context: { device_identifier: pos.device.identifier },
    });
    if (refused(answer)) {
        return;
    }
    pos.session.state = "closed";
    pos.router.close();
}
