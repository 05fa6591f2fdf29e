import { _t } from "../core/localization.js";
import { debounce, observed } from "../core/reactive.js";
import { ConnectionLostError, RPCError, rpc } from "../core/rpc.js";
import DeviceIdentifierSequence from "./device.js";
import IndexedDB from "@build/indexed_db.js";
import { DataServiceOptions } from "@build/options.js";
import { recordClasses } from "@build/records.js";
import { createRelatedModels, loadRecords } from "./models.js";

const RETRY = 2000;

/**
 * The data of the POS: what the server sent, what the browser keeps, and
 * whether the server is there. Method names are those of Odoo's class, because
 * addons patch them. What differs between builds of Odoo is in `builds/`.
 */
export class CommonPosData extends EventTarget {
    async setup(env, { orm, bus_service }) {
        this.orm = orm;
        this.bus = bus_service;
        this.opts = new DataServiceOptions();
        this.channels = [];
        this.syncing = Promise.resolve();
        this.debouncedSynchronizeLocalDataInIndexedDB = debounce(() => this.synchronizeLocalDataInIndexedDB(), 300);
        this.network = observed(
            { warningTriggered: false, offline: false, loading: true, unsyncData: [] },
            () => this.dispatchEvent(new Event("network"))
        );
        await this.connectBeforeData();
        this.initializeWebsocket();
        await this.initializeDeviceIdentifier();
        await this.intializeDataRelation();
        window.addEventListener("online", () => this.checkConnectivity());
        window.addEventListener("offline", () => this.checkConnectivity());
        this.bus.addEventListener("BUS:CONNECT", () => this.reconnectWebSocket());
    }

    async initializeDeviceIdentifier() {
        this.device = new DeviceIdentifierSequence(this.orm);
        await this.device.initialize();
    }

    /** Online until a ping is lost; then, while the cable is in, asks again. */
    async checkConnectivity() {
        clearTimeout(this.checkConnectivityTimeout);
        this.network.offline = false;
        this.network.warningTriggered = false;
        try {
            await rpc("/pos/ping");
            await this.syncData();
            window.dispatchEvent(new CustomEvent("pos-network-online"));
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                return;
            }
            this.network.offline = true;
            if (navigator.onLine) {
                this.checkConnectivityTimeout = setTimeout(() => this.checkConnectivity(), RETRY);
            }
        }
    }

    initializeWebsocket() {
        this.bus.addChannel(odoo.access_token);
    }

    /** Odoo leaves the old subscriptions, too: from here on it hears everything twice. */
    reconnectWebSocket() {
        this.initializeWebsocket();
        for (const { channel, method } of this.channels.splice(0)) {
            this.connectWebSocket(channel, method);
        }
    }

    connectWebSocket(channel, method) {
        this.channels.push({ channel, method });
        this.bus.subscribe(`${odoo.access_token}-${channel}`, method);
    }

    get databaseName() {
        return `point-of-sale-${odoo.pos_config_id}-${odoo.info?.db}`;
    }

    async resetIndexedDB() {
        await this.indexedDB.reset();
    }

    async initIndexedDB(relations) {
        const names = new Set([...Object.keys(relations), ...Object.keys(this.opts.databaseTable)]);
        const stores = [...names].map((name) => [this.opts.databaseTable[name]?.key || "id", name]);
        this.indexedDB = await new IndexedDB(this.databaseName, stores).open();
    }

    async loadFieldsAndRelations() {
        const key = `pos_data_params_${odoo.pos_config_id}`;
        const kept = () => JSON.parse(localStorage.getItem(key));
        if (this.network.offline) {
            return kept();
        }
        try {
            const params = await this.orm.call("pos.session", "load_data_params", [odoo.pos_session_id]);
            localStorage.setItem(key, JSON.stringify(params));
            return params;
        } catch {
            return kept();
        }
    }

    // The name is misspelt in Odoo, too.
    async intializeDataRelation() {
        const params = await this.loadFieldsAndRelations();
        await this.initIndexedDB(params);
        this.fields = {};
        this.relations = {};
        for (const [model, { fields, relations }] of Object.entries(params)) {
            this.fields[model] = fields;
            this.relations[model] = relations;
        }
        this.models = createRelatedModels(this.relations, this.opts, recordClasses);
        await this.initData();
        await this.getLocalDataFromIndexedDB();
        this.initListeners();
        this.network.loading = false;
    }

    async initData() {
        this.models.loadConnectedData(await this.loadInitialData());
    }

    isLimitedLoading() {
        const url = new URL(location.href);
        const limited = url.searchParams.get("limited_loading") !== "0";
        if (!limited) {
            url.searchParams.delete("limited_loading");
            history.replaceState({}, "", url);
        }
        return limited;
    }

    /**
     * The data of the last load, refreshed by the server unless the session in
     * it is the page's own and open. Without the server: an alert, and on with
     * what there is.
     */
    async loadInitialData() {
        let localData = await this.getCachedServerDataFromIndexedDB();
        const session = localData["pos.session"]?.[0];
        if (
            (this.network.offline || session?.state === "opened") &&
            session?.id === odoo.pos_session_id &&
            !odoo.from_backend
        ) {
            return localData;
        }
        try {
            const watermark = localData["pos.config"]?.[0]?._data_server_date;
            if (watermark && watermark < odoo.last_data_change) {
                await this.resetIndexedDB();
                await this.initIndexedDB(this.relations);
                localData = {};
            }
            return await this.refreshData(localData, watermark);
        } catch (error) {
            const reason = error instanceof RPCError ? error.data.message : error.message;
            window.alert(_t("An error occurred while loading the Point of Sale: \n") + reason);
            return localData;
        }
    }

    async refreshData(localData, watermark) {
        const since = watermark && watermark > odoo.last_data_change ? watermark : false;
        const data = await this.orm.call("pos.session", "load_data", [odoo.pos_session_id, []], {
            context: { pos_last_server_date: since, pos_limited_loading: this.isLimitedLoading() },
        });
        const known = {};
        for (const model of this.opts.cleanupModels.filter((name) => localData[name]?.length)) {
            known[model] = localData[model].map(({ id }) => id);
        }
        const gone = await this.orm.call("pos.session", "filter_local_data", [odoo.pos_session_id, known]);
        for (const [model, values] of Object.entries(data)) {
            localData[model] = this.merge(model, localData[model] || [], values, gone[model] || []);
        }
        // nobody waits for this write, as in Odoo
        this.synchronizeServerDataInIndexedDB(localData);
        return localData;
    }

    merge(model, local, values, gone) {
        if (this.opts.uniqueModels.includes(model) && values.length) {
            this.indexedDB.delete(
                model,
                local.map(({ id }) => id)
            );
            return values;
        }
        if (gone.length) {
            this.indexedDB.delete(model, gone);
            local = local.filter(({ id }) => !gone.includes(id));
        }
        return local.concat(values);
    }

    async synchronizeServerDataInIndexedDB(serverData = {}) {
        for (const [model, records] of Object.entries(serverData)) {
            await this.indexedDB.create(model, records);
        }
    }

    async getLocalDataFromIndexedDB() {
        const data = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
        const complete = this.keepUsable(await this.missingRecursive(data));
        const results = loadRecords(this.models, complete);
        await this.checkAndDeleteMissingOrders(results);
        return results;
    }

    /** Orders that the server no longer has are dropped; asking may fail the boot. */
    async checkAndDeleteMissingOrders(results) {
        const synced = (results["pos.order"] ?? []).filter((order) => order.isSynced);
        if (!synced.length) {
            return;
        }
        const orders = await this.loadServerOrders([["id", "in", synced.map(({ id }) => id)]]);
        const known = orders.map(({ id }) => id);
        for (const order of synced.filter(({ id }) => !known.includes(id))) {
            this.localDeleteCascade(order);
        }
    }

    /** An order with all that hangs on it, in memory and on the disk. */
    localDeleteCascade(order) {
        for (const record of [...order.lines, ...order.payment_ids, order]) {
            this.deleteFromDisk(record.model.name, [record.uuid]);
            record.delete();
        }
    }

    async loadServerOrders(domain) {
        const result = await this.callRelated("pos.order", "read_pos_orders", [domain]);
        const orders = result["pos.order"] || [];
        for (const order of orders) {
            order.serializeForORM(); // what comes from the server is not to be sent
        }
        return orders;
    }

    initListeners() {
        for (const name of this.opts.dynamicModels) {
            this.models[name].addEventListener("update", () => this.debouncedSynchronizeLocalDataInIndexedDB());
        }
        for (const name of Object.keys(this.models)) {
            if (name in this.opts.databaseTable) {
                continue;
            }
            this.models[name].addEventListener("delete", ({ detail }) => this.indexedDB.delete(name, [detail.key]));
            this.models[name].addEventListener("update", ({ detail }) => {
                this.synchronizeServerDataInIndexedDB({ [name]: [this.models[name].get(detail.id).raw] });
            });
        }
    }

    /**
     * Every call after the boot. Offline it fails at once; a call that may wait
     * is kept in memory instead and made when the server is back.
     */
    async execute(options) {
        this.network.loading = true;
        try {
            if (this.network.offline) {
                throw new ConnectionLostError();
            }
            const { type, model, method, args = [], kwargs = {}, ids, fields, values } = options;
            switch (type) {
                case "create":
                    [values[0].id] = await this.orm.call(model, "create", [values]);
                    return values;
                case "read":
                    return await this.orm.read(model, ids, this.sortedFields(model, fields), { load: false });
                case "search_read":
                    return await this.orm.searchRead(model, args, this.sortedFields(model, fields), { load: false });
            }
            return (await this.orm.call(model, method, args, kwargs)) ?? true;
        } catch (error) {
            const { queue, method, uuid } = options;
            const waits = queue && method !== "sync_from_ui" && error instanceof ConnectionLostError;
            if (!waits || this.network.unsyncData.some((call) => call.uuid === uuid)) {
                throw error;
            }
            this.network.unsyncData.push({ args: [options], date: luxon.DateTime.now(), try: 1, uuid: crypto.randomUUID() });
        } finally {
            this.network.loading = false;
        }
    }

    /** Odoo sorts the model's own list of fields as a side effect. */
    sortedFields(model, fields) {
        return (fields?.length ? fields : this.fields[model]).sort();
    }

    call(model, method, args = [], kwargs = {}, queue = false) {
        return this.execute({ type: "call", model, method, args, kwargs, queue });
    }

    searchRead(model, domain, fields) {
        return this.execute({ type: "search_read", model, args: domain, fields });
    }

    read(model, ids, fields) {
        return this.execute({ type: "read", model, ids, fields });
    }

    /** Calls a method that answers with records of several models. */
    async callRelated(model, method, args = [], kwargs = {}) {
        const data = await this.execute({ type: "call", model, method, args, kwargs });
        const complete = await this.missingRecursive(data);
        const records = loadRecords(this.models, complete);
        this.synchronizeServerDataInIndexedDB(complete); // nobody waits for it, as in Odoo
        return records;
    }

    /**
     * Records together with the customers that they mention and that are not here; of the
     * rest the demo sends everything at once. Offline Odoo forgets even what it was given.
     */
    async missingRecursive(recordMap) {
        if (this.network.offline) {
            return {};
        }
        const partners = this.models["res.partner"];
        const mentioned = (recordMap["pos.order"] ?? []).map(({ partner_id: id }) => id);
        const missing = mentioned.filter((id) => id > 0 && partners && !partners.get(id));
        if (!missing.length) {
            return recordMap;
        }
        // As in Odoo, a question that is lost or refused is one that was answered with nothing.
        const found = await this.orm.read("res.partner", missing, this.fields["res.partner"], { load: false }).catch(() => []);
        return { ...recordMap, "res.partner": [...(recordMap["res.partner"] ?? []), ...found] };
    }

    /** Makes the calls that had to wait, in their order. */
    syncData() {
        const afterwards = this.syncing.catch(() => {});
        this.syncing = afterwards.then(async () => {
            while (this.network.unsyncData.length) {
                const [waiting] = this.network.unsyncData;
                if (!(await this.execute({ ...waiting.args[0], uuid: waiting.uuid }))) {
                    waiting.try += 1;
                    return;
                }
                this.network.unsyncData.shift();
            }
        });
        return this.syncing;
    }
}
