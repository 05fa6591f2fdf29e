// Pays the order on the screen by the POS's own buttons and goes on to its
// receipt. Each step waits for the next screen with a deadline and names what it
// waited for. Returns the order.
(until) => async (_step, options) => {
    const one = (css) => document.querySelector(css);
    const buttons = () => one(".payment-screen") && [...document.querySelectorAll(".paymentmethod")];
    // Beside the name stands an amount, where cash is rounded.
    const nameOf = (button) => (button.querySelector(".payment-name") ?? button).innerText.trim().toLowerCase();
    // "cash" is whatever this shop calls its cash, where it takes none what asks
    // neither a device nor a customer; any other word is part of a name.
    const choose = (wanted) => {
        const names = (fits) => window.posmodel.models["pos.payment.method"].filter(fits).map((m) => m.name.toLowerCase());
        const device = (m) => m.use_payment_terminal || m.payment_method_type !== "none";
        const easy = (m) => m.type === "bank" && !device(m) && !m.split_transactions;
        const ways = wanted === "cash" ? [...names((m) => m.type === "cash"), ...names(easy)] : [];
        const found =
            ways.map((way) => buttons().find((button) => nameOf(button) === way)).find(Boolean) ??
            buttons().find((button) => nameOf(button).includes(wanted));
        if (!found) {
            throw new Error(`no payment method like ${wanted}: there are ${buttons().map(nameOf).join(", ")}`);
        }
        return found;
    };

    (await until("the payment button", () => one(".pay-order-button"))).click();
    await until("payment methods", () => buttons()?.length);
    choose((options.payment ?? "cash").toLowerCase()).click();
    await until("the payment line", () => window.posmodel.getOrder()?.payment_ids?.length);
    const order = window.posmodel.getOrder();
    (await until("the validation button", () => one(".validation-button.next") ?? one(".validation-button"))).click();
    await until("the receipt", () => one(".receipt-screen") ?? one(".feedback-screen"));
    return { uuid: order.uuid, total: order.priceIncl ?? order.amount_total }; // the latter only once it is sent
}
