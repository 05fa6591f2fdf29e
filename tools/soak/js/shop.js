// What a till's page does and says in the campaign of sales, by the POS's own means.
// The buttons that a cashier presses to sell are in package odooui.
async (step, options) => {
    const pos = window.posmodel;
    const orderOf = (uuid) => pos.models["pos.order"].getBy("uuid", uuid);
    // As the screen of orders does it (ticket_screen.js, onDoRefund).
    const refund = (sold) => {
        const order = pos.addNewOrder();
        order.is_refund = true;
        order.pricelist_id = sold.pricelist_id;
        for (const line of sold.lines) {
            pos.models["pos.order.line"].create({
                qty: -line.qty,
                price_unit: line.price_unit,
                price_subtotal_incl: line.price_subtotal_incl,
                product_id: line.product_id,
                order_id: order,
                discount: line.discount,
                tax_ids: line.tax_ids.map((tax) => ["link", tax]),
                refunded_orderline_id: line,
                price_type: "automatic",
            });
        }
        order.refunded_order_id = sold;
        return order;
    };
    // A guest's table is left by the floor plan, which frees one where nothing was ordered
    // (pos_restaurant, unsetTable). So it is freed here.
    const leaveEmpty = async () => {
        const order = pos.getOrder();
        if (pos.config.module_pos_restaurant && order && !order.lines.length) {
            await pos.deleteOrders([order]);
        }
    };
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
        // The first half in cash (payment_screen.js, addNewPaymentLine); the button pays the rest.
        half: () => {
            const order = pos.getOrder();
            const cash = pos.models["pos.payment.method"].find(({ type }) => type === "cash");
            const half = Math.floor((order.priceIncl * 100) / 2) / 100;
            const payment = order.addPaymentline ? order.addPaymentline(cash).data : pos.addPaymentline(cash);
            if (payment.setAmount) {
                payment.setAmount(half);
            } else {
                payment.update({ amount: half });
            }
        },
        // A line of its own, where the shop takes tips (payment_screen.js, addTip).
        tip: async () => {
            if (pos.config.tip_product_id) {
                await pos.setTip(options.amount);
            }
        },
        // All of a sale is brought back: an order to be paid. None where this page does not know the
        // sale, or it was brought back already.
        refund: async () => {
            const sold = orderOf(options.uuid);
            if (!sold || sold.state === "draft" || sold.lines.some((line) => line.refund_orderline_ids?.length)) {
                return null;
            }
            await leaveEmpty();
            const order = pos.refundOrder ? pos.refundOrder(sold) : refund(sold);
            pos.setOrder(order);
            pos.navigate("ProductScreen", { orderUuid: order.uuid });
            return order.uuid;
        },
        // The menu's entry; a page of its own comes.
        "reload data": async () => {
            const over = pos.reloadData(true);
            const yes = setInterval(() => document.querySelector(".poswarm-question [data-poswarm-choice=reset]")?.click(), 50);
            await over;
            await new Promise((resolve) => setTimeout(resolve, 10000));
            clearInterval(yes);
            throw new Error("the page did not go");
        },
        // The button of the box of a failed start (critical_pos_error.js, fullReset).
        "reset fully": async () => {
            localStorage.clear();
            sessionStorage.clear();
            const workers = await navigator.serviceWorker.getRegistrations();
            await Promise.all(workers.map((worker) => worker.unregister()));
            await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
            for (const { name } of await indexedDB.databases()) {
                await new Promise((resolve, reject) => {
                    const request = indexedDB.deleteDatabase(name);
                    request.onsuccess = resolve;
                    request.onblocked = resolve;
                    request.onerror = () => reject(request.error);
                });
            }
            location.reload();
            await new Promise((resolve) => setTimeout(resolve, 10000));
            throw new Error("the page did not go");
        },
        // The popup of cash moves calls so (cash_move_popup.js), and says that it went well.
        cash: () =>
            pos.data.call("pos.session", "try_cash_in_out", [[pos.session.id], options.kind, options.amount, options.reason, 1, { formattedAmount: String(options.amount), translatedType: options.kind }], {}, true),
        session: () => pos.session.id,
        // A new order on the screen, for products.
        begin: async () => {
            await leaveEmpty();
            const order = pos.addNewOrder();
            pos.navigate("ProductScreen", { orderUuid: order.uuid });
            return order.uuid;
        },
        // A guest changes his mind.
        change: () => {
            const order = orderOf(options.uuid);
            const line = order?.lines.at(-1); // there is none where the office has cancelled it meanwhile
            if (options.how === "remove" && order?.lines.length > 1) {
                order.removeOrderline(line);
            } else {
                line?.setQuantity(line.qty + 1);
            }
        },
        // And leaves without a word.
        remove: async () => {
            const order = orderOf(options.uuid);
            if (!order) {
                return true; // the office has cancelled it meanwhile
            }
            const deleted = await pos.deleteOrders([order]);
            document.querySelector(".poswarm-question [data-poswarm-choice=close]")?.click(); // why not
            return deleted !== false;
        },
        // A customer who comes gets an order of his own, whatever is open here or elsewhere.
        own: async () => {
            if (pos.getOrder()?.lines.length && pos.getOrder().state === "draft") {
                await steps.begin();
            }
        },
        // It stays open, as a waiter leaves it: sent, whatever becomes of the answer.
        leave: async () => {
            const order = orderOf(options.uuid);
            if (order) {
                pos.addPendingOrder([order.id]);
                await pos.syncAllOrders({ orders: [order] });
            }
            pos.navigate("ProductScreen", { orderUuid: pos.addNewOrder().uuid }); // the next guest's
        },
        // The office may have cancelled it under the waiter's hands.
        sits: () => orderOf(options.uuid)?.state === "draft" && pos.getOrder()?.uuid === options.uuid,
        // Back to it.
        take: async () => {
            const order = orderOf(options.uuid);
            if (order?.state !== "draft") {
                return false; // it was paid with a sale, or went with its session
            }
            await leaveEmpty();
            pos.setOrder(order);
            pos.navigate("ProductScreen", { orderUuid: order.uuid });
            return true;
        },
    };
    return (await steps[step]()) ?? null;
}
