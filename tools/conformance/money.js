// What a till sends twice, what is gone, and what the drawer holds: each call is
// one that a till makes after a lost answer. Errors are part of what is compared.
async (session) => {
    // The page hears of what another device does, and asks for it: this one does it.
    const context = { device_identifier: posmodel.device.identifier };
    const call = async (model, method, args) => {
        const body = JSON.stringify({ id: 1, jsonrpc: "2.0", params: { model, method, args, kwargs: { context } } });
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch(`/web/dataset/call_kw/${model}/${method}`, { method: "POST", headers, body });
        return (await answer.json()).result;
    };
    const uuid = () => crypto.randomUUID();
    const product = posmodel.models["product.product"].find(
        ({ product_tmpl_id }) => product_tmpl_id.available_in_pos && !product_tmpl_id.attribute_line_ids.length
    ).id;
    const line = (id, qty = 1, more = {}) => [
        0,
        0,
        {
            uuid: id, product_id: product, qty, price_unit: 10, price_subtotal: 10 * qty, price_subtotal_incl: 10 * qty,
            full_product_name: "x", tax_ids: [], ...more,
        },
    ];
    const payment = (amount) => [
        0,
        0,
        {
            uuid: uuid(), amount, payment_method_id: 1, payment_date: "2026-11-28 10:00:00", name: "", ticket: "",
            is_change: false,
        },
    ];
    const send = (id, lines, payments = [], more = {}) =>
        call("pos.order", "sync_from_ui", [[{
            uuid: id, name: "/", access_token: uuid(), state: payments.length ? "paid" : "draft", session_id: session,
            user_id: posmodel.user.id, company_id: 1, config_id: 1, date_order: "2026-11-28 10:00:00", amount_total: 10,
            amount_paid: 10, amount_return: 0, amount_tax: 0, pos_reference: `261-1-${String(Date.now()).slice(-6)}`,
            sequence_number: 0, lines, payment_ids: payments, ...more,
        }]]);
    const [table, order, first] = [uuid(), uuid(), uuid()];
    const draft = await send(table, [line(first)]);
    await send(table, [line(first)]); // February refuses it, June takes it for an update
    await send(uuid(), [line(first)]);
    await send(table, [[3, draft["pos.order.line"][0].id], line(uuid())]);
    await send(table, [[3, draft["pos.order.line"][0].id]]);
    await send(table, [[1, draft["pos.order.line"][0].id, { qty: 2 }]]);
    await send(table, [], [], { state: "paid" });
    await send(table, [], [payment(10)]);
    const sale = await send(order, [line(uuid())], [payment(10)]);
    await send(order, [], [], { amount_total: 99 });
    const back = { refunded_orderline_id: sale["pos.order.line"][0].id };
    await send(uuid(), [line(uuid(), -1, back)], [payment(-10)], { amount_total: -10, is_refund: true });
    await send(uuid(), [line(uuid())], [], { session_id: 999999 });
    for (const [type, sum] of [["in", 5], ["out", 2]]) {
        const extras = { formattedAmount: "$ 5.00", translatedType: type };
        await call("pos.session", "try_cash_in_out", [[session], type, sum, "change", posmodel.user.raw.partner_id, extras]);
    }
    await call("pos.session", "get_cash_in_out_list", [session]);
    await call("pos.session", "get_closing_control_data", [[session]]);
    await call("pos.order", "read_pos_orders", [[["uuid", "=", uuid()]]]);
    await call("pos.order", "action_pos_order_cancel", [[999999]]);
    await call("pos.config", "read_config_open_orders", [1, { "pos.order": [["id", "=", -1]] }, { "pos.order": [999999] }]);
    await call("pos.session", "delete_opening_control_session", [[session]]);
    await call("pos.config", "read", [[1], ["last_data_change"]]);
}
