import { observed } from "../core/reactive.js";
import { batched, debounce } from "../core/reactive.js";
import { ConnectionLostError } from "../core/rpc.js";
import { _t } from "../core/localization.js";
import { DevicesSynchronisation } from "./device_sync.js";
import { loadRecords } from "./models.js";
import { sqlNow } from "./records.js";

/**
 * The state of the shop behind the screens, `window.posmodel`. Method names are
 * those of Odoo's class, because addons patch them. What differs between builds
 * of Odoo is in `builds/`.
 */
export class CommonPosStore extends EventTarget {
    async setup(env, { pos_data, dialog, ui, pos_router, barcode_reader }) {
        this.env = env;
        this.data = pos_data;
        this.dialog = dialog;
        this.ui = ui;
        this.router = pos_router;
        this.barcodeReader = barcode_reader;
        this.pendingOrder = { write: new Set(), delete: new Set(), create: new Set() };
        this.syncingOrders = new Set();
        this.selectedOrderUuid = null;
        this.cashier = false;
        this.changed = batched(() => this.dispatchEvent(new Event("change")));
        this.search = observed({ word: "", category: null }, this.changed);
        await this.initServerData();
        this.closeOtherTabs();
        this.syncAllOrdersDebounced = debounce((options) => this.syncAllOrders(options), 100);
        window.addEventListener("pos-network-online", () => this.serverIsBack());
        this.router.addEventListener("change", this.changed);
        this.data.addEventListener("network", this.changed);
        for (const name of this.data.opts.dynamicModels) {
            this.models[name].addEventListener("update", this.changed);
            this.models[name].addEventListener("delete", this.changed);
        }
    }

    async initServerData() {
        await this.processServerData();
        await this.handleUrlParams();
        this.data.connectWebSocket("CLOSING_SESSION", (data) => this.closingSessionNotification(data));
        await this.afterProcessServerData();
        if (this.router.state.current !== "LoginScreen") {
            this.setCashier(this.user);
        }
        const { current, params } = this.router.state;
        const page = current === "LoginScreen" ? this.firstPage : { page: current, params };
        this.navigate(page.page, page.params);
    }

    async processServerData() {
        this.models = this.data.models;
        this.device = this.data.device;
        this.config = this.models["pos.config"].getFirst();
        this.user = this.models["res.users"].getFirst();
        this.currency = this.config.currency_id;
        this.deviceSync = new DevicesSynchronisation(this);
        await this.deviceSync.readDataFromServer();
        await this.processProductAttributes();
        await this.loadReceiptLogo();
    }

    /** Variants of configurable products may come later than the products. */
    async processProductAttributes() {
        const templates = this.models["product.template"].filter((t) => t.attribute_line_ids.length);
        if (!templates.length) {
            return;
        }
        const variants = templates.flatMap((t) => t.product_variant_ids.map(({ id }) => id));
        const domain = ["&", ["id", "not in", variants], ["product_tmpl_id", "in", templates.map(({ id }) => id)]];
        try {
            loadRecords(this.models, { "product.product": await this.data.searchRead("product.product", domain) });
        } catch (error) {
            console.warn("variants were not loaded:", error);
        }
    }

    /** Loads products that a search or a barcode names. */
    loadNewProducts(domain, offset = 0, limit = 0) {
        return this.data.callRelated("product.template", "load_product_from_pos", [
            odoo.pos_config_id,
            domain,
            offset,
            limit,
        ]);
    }

    /** Kept as text, so that a receipt has its logo offline as well. */
    async loadReceiptLogo() {
        try {
            const response = await fetch(`/web/image/res.company/${this.company.id}/logo/256x256`);
            const blob = await response.blob();
            this.receiptLogo = await new Promise((resolve, reject) => {
                const reader = new FileReader();
                reader.onload = () => resolve(reader.result);
                reader.onerror = () => reject(reader.error);
                reader.readAsDataURL(blob);
            });
        } catch (error) {
            console.warn("no logo for receipts:", error);
        }
    }

    get session() {
        return this.data.models["pos.session"].get(odoo.pos_session_id);
    }

    get company() {
        return this.config.company_id;
    }

    async handleUrlParams() {
        const uuid = this.router.state.params.orderUuid;
        const here = () => this.models["pos.order"].getBy("uuid", uuid);
        if (uuid && !here()) {
            await this.loadOrderOfUrl(uuid);
            if (!here()) {
                const { page, params } = this.defaultPage;
                this.router.navigate(page, params);
                return;
            }
        }
        this.setOrder(uuid && here());
    }

    async afterProcessServerData() {
        const unsynced = this.models["pos.order"].filter((order) => order.isUnsyncedPaid);
        this.addPendingOrder(unsynced.map(({ id }) => id));
        const open = this.getOpenOrders();
        await this.syncAllOrders();
        const last = this.config.module_pos_restaurant ? null : open.at(-1)?.uuid;
        this.selectedOrderUuid = this.router.state.params.orderUuid ?? last ?? null;
        await this.deviceSync.readDataFromServer();
    }

    get firstPage() {
        if (odoo.from_backend) {
            const url = new URL(location.href);
            url.searchParams.delete("from_backend");
            history.replaceState({}, "", url);
            this.setCashier(this.user);
        } else {
            this.resetCashier();
        }
        return this.cashier ? this.defaultPage : { page: "LoginScreen", params: {} };
    }

    get defaultPage() {
        if (this.config.module_pos_restaurant) {
            return { page: "FloorScreen", params: {} };
        }
        return { page: "ProductScreen", params: { orderUuid: this.openOrder.uuid } };
    }

    showDefault() {
        const { page, params } = this.defaultPage;
        if (params.orderUuid) {
            this.setOrder(this.models["pos.order"].getBy("uuid", params.orderUuid));
        }
        this.navigate(page, params);
    }

    navigate(page, params = {}) {
        this.getOrder()?.setScreenData({ name: page, props: params });
        this.router.navigate(page, params);
    }

    setCashier(user) {
        this.cashier = user;
        this._storeConnectedCashier(user);
    }

    /** Whoever stood at this tab before, unless the POS does not know him. */
    checkPreviousLoggedCashier() {
        const before = this._getConnectedCashier();
        if (before) {
            this.setCashier(before);
        }
    }

    _getConnectedCashier() {
        const id = Number(sessionStorage.getItem(`connected_cashier_${this.config.id}`));
        return (id && this.models["res.users"].get(id)) || false;
    }

    _storeConnectedCashier(user) {
        sessionStorage.setItem(`connected_cashier_${this.config.id}`, user.id);
    }

    _resetConnectedCashier() {
        sessionStorage.removeItem(`connected_cashier_${this.config.id}`);
    }

    resetCashier() {
        this.cashier = false;
        this._resetConnectedCashier();
    }

    showLoginScreen() {
        this.resetCashier();
        this.navigate("LoginScreen");
        this.dialog.closeAll();
    }

    getOrder() {
        return this.selectedOrderUuid ? this.models["pos.order"].getBy("uuid", this.selectedOrderUuid) : undefined;
    }

    get selectedOrder() {
        return this.getOrder();
    }

    setOrder(order) {
        this.selectedOrderUuid = order?.uuid;
        this.changed();
    }

    getOpenOrders() {
        return this.models["pos.order"].filter((order) => !order.finalized);
    }

    get openOrder() {
        return this.models["pos.order"].find((order) => order.state === "draft") || this.addNewOrder();
    }

    /** Goes on with the table's order, or starts one. */
    async setTable(table) {
        this.deviceSync.readDataFromServer();
        const order = this.getTableOrders(table)[0] ?? this.addNewOrder({ table_id: table.id });
        this.setOrder(order);
        this.navigate("ProductScreen", { orderUuid: order.uuid });
    }

    getTableOrders(table) {
        return this.getOpenOrders().filter((order) => order.raw.table_id === table.id);
    }

    /** Back at the floor plan an order goes to the server, an empty one away. */
    async unsetTable() {
        const order = this.getOrder();
        this.setOrder(undefined);
        if (!order || order.finalized) {
            return;
        }
        if (!order.isSynced && !order.lines.length) {
            this.removeOrder(order);
            return;
        }
        if (order.isDirty()) {
            this.addPendingOrder([order.id]);
        }
        await this.syncAllOrders();
    }

    addNewOrder(values = {}) {
        const order = this.models["pos.order"].create({
            name: "/",
            access_token: crypto.randomUUID(),
            state: "draft",
            session_id: odoo.pos_session_id,
            config_id: this.config.id,
            company_id: this.company.id,
            user_id: this.user.id,
            date_order: sqlNow(),
            pos_reference: "",
            tracking_number: "",
            ticket_code: crypto.randomUUID().slice(0, 5),
            sequence_number: 0,
            nb_print: 0,
            general_customer_note: "",
            internal_note: "",
            last_order_preparation_change: "{}",
            lines: [],
            payment_ids: [],
            ...values,
        });
        this.setNextOrderRefs(order);
        this.selectedOrderUuid = order.uuid;
        return order;
    }

    setNextOrderRefs(order) {
        const device = this.device.identifier;
        const number = String(this.device.useNext()).padStart(6, "0");
        order.pos_reference = `${String(new Date().getFullYear()).slice(-2)}${device}-${this.config.id}-${number}`;
        order.tracking_number = device + String(Number(number) % 1000).padStart(3, "0");
    }

    addLineToCurrentOrder(product, template) {
        const order = this.getOrder();
        if (order.finalized) {
            throw new Error("Finalized Order cannot be modified"); // assertEditable()
        }
        const line = order.lines.find((l) => l.raw.product_id === product.id);
        if (line) {
            line.setQuantity(line.raw.qty + 1);
            return line;
        }
        const price = product.lst_price;
        const added = this.models["pos.order.line"].create({
            order_id: order.id,
            product_id: product.id,
            full_product_name: template.name,
            qty: 1,
            price_unit: price,
            price_subtotal: price,
            price_subtotal_incl: price,
            price_type: "original",
            price_extra: 0,
            tax_ids: [],
        });
        order.update({ lines: [...order.raw.lines, added.id] });
        return added;
    }

    /** A tip is a line of its own. */
    setTip(tip) {
        const product = this.config.tip_product_id;
        const order = this.getOrder();
        const line =
            order.lines.find((l) => l.raw.product_id === product.id) ??
            this.addLineToCurrentOrder(product, product.product_tmpl_id);
        line.update({ qty: 1, price_unit: tip, price_subtotal: tip, price_subtotal_incl: tip });
        order.update({ is_tipped: true, tip_amount: tip });
        return line;
    }

    /** Takes lines of a paid order back: a new order with less than nothing. */
    refundOrder(refunded) {
        const order = this.addNewOrder({ is_refund: true });
        for (const line of refunded.lines) {
            const { id: _, uuid: __, ...values } = line.raw;
            const taken = this.models["pos.order.line"].create({
                ...values,
                order_id: order.id,
                qty: -line.raw.qty,
                price_subtotal: -line.raw.price_subtotal,
                price_subtotal_incl: -line.raw.price_subtotal_incl,
                refunded_orderline_id: line.id,
            });
            order.update({ lines: [...order.raw.lines, taken.id] });
            line.update({ refund_orderline_ids: [...(line.raw.refund_orderline_ids ?? []), taken.id] });
        }
        return order;
    }

    logEmployeeMessage(action, message) {
        const args = [this.session.id, this.user.raw.partner_id, action, message];
        return this.data.call("pos.session", "log_partner_message", args, {}, true);
    }

    /** Cancels orders on the server and forgets them here. */
    async deleteOrders(orders, serverIds = []) {
        const cancel = (ids) =>
            this.data.call("pos.order", "action_pos_order_cancel", [ids], {
                context: { device_identifier: this.device.identifier },
            });
        try {
            for (const order of orders.filter((one) => one.isSynced)) {
                await cancel([order.id]);
            }
            if (serverIds.length) {
                await cancel([...new Set(serverIds)]);
                serverIds.forEach((id) => this.pendingOrder.delete.delete(id));
            }
        } finally {
            for (const order of orders) {
                this.removeOrder(order);
                this.removePendingOrder(order);
            }
        }
        return true;
    }

    removeOrder(order) {
        this.device.saveUnusedNumber([order]);
        return this.data.localDeleteCascade(order);
    }

    getOrderIdsToDelete() {
        return [...this.pendingOrder.delete];
    }

    addPaymentline(method) {
        const order = this.getOrder();
        const due = order.priceIncl - order.paid;
        const payment = this.models["pos.payment"].create({
            pos_order_id: order.id,
            payment_method_id: method.id,
            amount: Math.round(due * 100) / 100,
            ticket: "",
            is_change: false,
        });
        order.update({ payment_ids: [...order.raw.payment_ids, payment.id] });
        return payment;
    }

    addPendingOrder(ids, remove = false) {
        for (const id of ids) {
            if (remove) {
                this.pendingOrder.delete.add(id);
                continue;
            }
            this.pendingOrder[typeof id === "number" ? "write" : "create"].add(id);
        }
        return true;
    }

    getPendingOrder() {
        const orders = this.models["pos.order"];
        return {
            orderToCreate: orders.filter((o) => this.pendingOrder.create.has(o.id) && o.lines.length > 0),
            orderToUpdate: orders.readMany([...this.pendingOrder.write]).filter(Boolean),
            orderToDelete: orders.readMany([...this.pendingOrder.delete]).filter(Boolean),
        };
    }

    removePendingOrder(order, id = order.id) {
        for (const set of Object.values(this.pendingOrder)) {
            set.delete(id);
            set.delete(order.uuid);
        }
    }

    /**
     * Sends what waits, one order at a time. An order that was sent once counts
     * as clean, arrived or not; only `force` sends a clean one again. That hole
     * is Odoo's, and scenarios are about it.
     */
    async syncAllOrders(options = {}) {
        if (this.data.network.offline) {
            const error = new ConnectionLostError();
            if (options.throw) {
                throw error;
            }
            return error;
        }
        const { orderToCreate, orderToUpdate } = this.getPendingOrder();
        const orders = (options.orders || [...orderToCreate, ...orderToUpdate]).filter(
            (order) => !this.syncingOrders.has(order.uuid) && (order.isDirty() || options.force)
        );
        if (this.pendingOrder.delete.size) {
            await this.deleteOrders([], this.getOrderIdsToDelete());
        }
        if (!orders.length) {
            return;
        }
        let refused = false;
        const synced = [];
        for (const order of orders) {
            await this.preSyncAllOrders([order]); // only then it counts as being sent
            try {
                synced.push(...(await this.syncOrder(order)));
            } catch (error) {
                if (options.throw) {
                    throw error;
                }
                refused ||= !(error instanceof ConnectionLostError);
            }
        }
        if (refused) {
            this.deviceSync.readDataFromServer(); // what is here counts for wrong now
        }
        return synced;
    }

    /** Modules of the shop's have work to do before. */
    async preSyncAllOrders(orders) {
        return orders;
    }

    getSyncAllOrdersContext() {
        return { config_id: this.config.id, device_identifier: this.device.identifier };
    }

    async syncOrder(order) {
        const { id } = order;
        const context = this.getSyncAllOrdersContext();
        order.setOrderPrices();
        this.markSyncing(order);
        try {
            const answer = await this.sendOrder(order, context);
            const loaded = loadRecords(this.models, await this.data.missingRecursive(answer));
            await this.postSyncAllOrders(loaded["pos.order"]);
            this.removePendingOrder(order, id);
            return loaded["pos.order"];
        } finally {
            this.syncingOrders.delete(order.uuid);
        }
    }

    /** pos_loyalty's part: an order's points are a call of their own, made once and forgotten. */
    async postSyncAllOrders(orders) {
        for (const order of orders) {
            const changes = order.uiState.couponPointChanges ?? {};
            if (order.state === "draft" || order.state === "cancel" || !Object.keys(changes).length) {
                continue;
            }
            await this.data.call("pos.order", "confirm_coupon_programs", [order.id, changes]);
            order.uiState.couponPointChanges = {};
        }
    }

    async pushOrdersWithClosingPopup(options = {}) {
        try {
            await this.syncAllOrders(options);
            return true;
        } catch (error) {
            console.warn("Some orders could not be submitted to the server", error);
            this.dialog.alert(_t("Offline Orders"), _t("Some orders could not be submitted to the server."));
            return false;
        }
    }

    /** "Reload Data": everything anew from the server; the numbers of unsent orders may be given again. */
    async reloadData(fullReload = false) {
        this.device.saveUnusedNumber(this.models["pos.order"].getAll());
        await this.data.resetIndexedDB();
        const url = new URL(location.href);
        if (fullReload) {
            url.searchParams.set("limited_loading", "0");
        }
        location.href = url.href;
    }

    /** Leaves for the back office; an unopened session is given up. */
    async closePos() {
        this.resetCashier();
        if (this.session.state === "opening_control") {
            await this.data.call("pos.session", "delete_opening_control_session", [this.session.id]);
        }
        if (await this.pushOrdersWithClosingPopup()) {
            window.location = "/odoo/action-point_of_sale.action_client_pos_menu";
        }
    }

    /** Two tabs would write the same receipt numbers: the newest one stays. */
    closeOtherTabs() {
        localStorage.message = "";
        localStorage.message = JSON.stringify({ message: "close_tabs", session: this.session.id });
        window.addEventListener("storage", ({ key, newValue }) => {
            if (key !== "message" || !newValue) {
                return;
            }
            const { message, session } = JSON.parse(newValue);
            if (message === "close_tabs" && session === this.session.id) {
                console.warn("POS / Session opened in another window. EXITING POS");
                this.closePos();
            }
        });
    }

    /** The register was closed elsewhere: sends what it can, and makes way for the next session. */
    async closingSessionNotification({ device_identifier, session_id }) {
        if (device_identifier === this.device.identifier || this.session.id !== Number(session_id)) {
            return;
        }
        const orders = this.models["pos.order"];
        try {
            this.addPendingOrder(orders.filter((o) => o.state === "paid" && !o.isSynced).map(({ id }) => id));
            await this.syncAllOrders({ throw: true });
            this.dialog.alert(
                _t("Closing Session"),
                _t("The session is being closed by another user. The page will be reloaded.")
            );
        } catch {
            this.dialog.alert(
                _t("Error"),
                _t(
                    "An error occurred while closing the session. Unsynced orders will be available in the next session. The page will be reloaded."
                )
            );
        }
        for (const order of orders.filter((o) => o.isSynced && !o.finalized)) {
            order.state = "cancel"; // who closed the session has cancelled it
        }
        this.session.state = "closed";
        setTimeout(() => location.reload(), 3000);
    }
}
