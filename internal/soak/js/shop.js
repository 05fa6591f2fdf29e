// What a till's page does and says in the campaign of sales, by the POS's own means.
// The buttons that a cashier presses to sell are in package posui.
async (step, options) => {
    const pos = window.posmodel;
    const orderOf = (uuid) => pos.models["pos.order"].getBy("uuid", uuid);
    const steps = {
        // A receipt as the customer has it.
        receipt: () => {
            const order = orderOf(options.uuid);
            if (!order) {
                return {}; // a page that came anew has no sales that are done
            }
            return {
                reference: order.pos_reference,
                user: Number(order.user_id?.id ?? 0),
                payments: order.payment_ids.map(({ amount }) => amount),
                pieces: order.lines.map(({ qty }) => qty),
            };
        },
        // The popup of cash moves calls so (cash_move_popup.js), and says that it went well.
        cash: () =>
            pos.data.call("pos.session", "try_cash_in_out", [[pos.session.id], options.kind, options.amount, options.reason, 1, { formattedAmount: String(options.amount), translatedType: options.kind }], {}, true),
        session: () => pos.session.id,
        // A new order on the screen, for products.
        begin: () => {
            const order = pos.addNewOrder();
            pos.navigate("ProductScreen", { orderUuid: order.uuid });
            return order.uuid;
        },
        // A guest changes his mind.
        change: () => {
            const line = orderOf(options.uuid).lines.at(-1);
            if (options.how === "remove" && orderOf(options.uuid).lines.length > 1) {
                orderOf(options.uuid).removeOrderline(line);
            } else {
                line?.setQuantity(line.qty + 1);
            }
        },
        // And leaves without a word.
        remove: async () => {
            const deleted = await pos.deleteOrders([orderOf(options.uuid)]);
            document.querySelector(".poswarm-question [data-poswarm-choice=close]")?.click(); // why not
            return deleted !== false;
        },
        // It stays open, as a waiter leaves it: sent, whatever becomes of the answer.
        leave: async () => {
            const order = orderOf(options.uuid);
            pos.addPendingOrder([order.id]);
            await pos.syncAllOrders({ orders: [order] });
            pos.navigate("ProductScreen", { orderUuid: pos.addNewOrder().uuid }); // the next guest's
        },
        // Back to it.
        take: () => {
            const order = orderOf(options.uuid);
            if (order?.state !== "draft") {
                return false; // it was paid with a sale, or went with its session
            }
            pos.setOrder(order);
            pos.navigate("ProductScreen", { orderUuid: order.uuid });
            return true;
        },
    };
    return (await steps[step]()) ?? null;
}
