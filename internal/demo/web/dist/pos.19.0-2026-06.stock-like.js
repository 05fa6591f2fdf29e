// Built by go generate ./internal/demo from web/src; do not edit.
(() => {
  // web/src/core/luxon.js
  var DateTime = class _DateTime {
    constructor(ms) {
      this.ts = ms;
    }
    static now() {
      return new _DateTime(Date.now());
    }
    static fromISO(text) {
      return new _DateTime(Date.parse(text));
    }
    toMillis() {
      return this.ts;
    }
    toISO() {
      return new Date(this.ts).toISOString();
    }
    toString() {
      return this.toISO();
    }
  };
  globalThis.luxon = { DateTime };

  // web/src/core/session.js
  var session = odoo.__session_info__;
  delete odoo.__session_info__;

  // web/src/core/versioned_db.js
  var VERSION_STORE = "__DBVersion__";
  var VERSION_KEY = "__version__";
  function settled(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }
  var VersionedDB = class {
    constructor(name, version) {
      this.name = name;
      this.stores = /* @__PURE__ */ new Set([VERSION_STORE]);
      this.queue = this.checkVersion(version);
    }
    read(store, key) {
      this.stores.add(store);
      return this.next(
        () => this.withDB((db) => settled(db.transaction(store).objectStore(store).get(key)))
      );
    }
    write(store, key, value) {
      this.stores.add(store);
      return this.next(() => this.put(store, key, value));
    }
    /** Runs one task after the other. */
    next(task) {
      this.queue = this.queue.then(task, task);
      return this.queue;
    }
    put(store, key, value) {
      return this.withDB(
        (db) => settled(db.transaction(store, "readwrite").objectStore(store).put(value, key))
      );
    }
    async checkVersion(version) {
      const stored = await this.withDB(
        (db) => settled(db.transaction(VERSION_STORE).objectStore(VERSION_STORE).get(VERSION_KEY))
      );
      if (stored === version) {
        return;
      }
      if (stored) {
        await settled(indexedDB.deleteDatabase(this.name));
      }
      await this.put(VERSION_STORE, VERSION_KEY, version);
    }
    /** Opens, adds missing stores, uses and closes the database. */
    async withDB(use, version) {
      const request = indexedDB.open(this.name, version);
      request.onupgradeneeded = () => {
        const db2 = request.result;
        for (const store of this.missing(db2)) {
          db2.createObjectStore(store);
        }
      };
      const db = await settled(request);
      if (this.missing(db).length) {
        const next = db.version + 1;
        db.close();
        return this.withDB(use, next);
      }
      try {
        return await use(db);
      } finally {
        db.close();
      }
    }
    missing(db) {
      return [...this.stores].filter((store) => !db.objectStoreNames.contains(store));
    }
  };

  // web/src/core/localization.js
  var ROUTE = "/web/webclient/translations";
  var terms = {};
  var localization = {};
  function _t(text, ...values) {
    return (terms[text] ?? text).replaceAll("%s", () => values.shift());
  }
  function apply({ modules, lang_parameters: parameters }) {
    for (const addon of Object.keys(modules)) {
      for (const { id, string } of modules[addon].messages) {
        terms[id] = string;
      }
    }
    Object.assign(localization, {
      code: parameters.code,
      direction: parameters.direction,
      decimalPoint: parameters.decimal_point,
      thousandsSep: parameters.thousands_sep
    });
  }
  async function startLocalization() {
    const db = new VersionedDB("localization", session.registry_hash);
    const lang = session.user_context.lang;
    const key = JSON.stringify({ lang });
    async function fetchTranslations(hash = "") {
      const response = await fetch(`${ROUTE}?hash=${hash}&lang=${lang}`, { cache: "no-store" });
      if (!response.ok) {
        throw new Error("Error while fetching translations");
      }
      const body = await response.json();
      if (body.hash !== hash) {
        db.write(ROUTE, key, body);
        apply(body);
      }
    }
    const stored = await db.read(ROUTE, key);
    const fetched = fetchTranslations(stored?.hash);
    if (stored) {
      apply(stored);
    } else {
      await fetched;
    }
  }

  // web/src/core/reactive.js
  function observed(target, changed) {
    return new Proxy(target, {
      get(object, key) {
        const value = object[key];
        const plain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype;
        return plain ? observed(value, changed) : value;
      },
      set(object, key, value) {
        const differs = object[key] !== value;
        object[key] = value;
        if (differs) {
          changed();
        }
        return true;
      }
    });
  }
  function debounce(f, ms) {
    let timer;
    let waiting;
    return (...args) => {
      clearTimeout(timer);
      waiting ??= Promise.withResolvers();
      const { promise, resolve, reject } = waiting;
      timer = setTimeout(() => {
        waiting = void 0;
        Promise.resolve(f(...args)).then(resolve, reject);
      }, ms);
      return promise;
    };
  }
  function batched(f) {
    let planned = false;
    return () => {
      if (!planned) {
        planned = true;
        queueMicrotask(() => {
          planned = false;
          f();
        });
      }
    };
  }

  // web/src/core/rpc.js
  var rpcBus = new EventTarget();
  function trigger(type, detail) {
    rpcBus.dispatchEvent(new CustomEvent(type, { detail }));
  }
  var RPCError = class extends Error {
    name = "RPC_ERROR";
  };
  var ConnectionLostError = class extends Error {
    constructor(url, ...rest) {
      super(`Connection to "${url}" couldn't be established or was interrupted`, ...rest);
      this.url = url;
    }
  };
  var ConnectionAbortedError = class extends Error {
  };
  function asError({ code, message, data }) {
    return Object.assign(new RPCError(message), { code, data, exceptionName: data?.name });
  }
  var nextId = 0;
  function read(request, url) {
    if (request.status === 502) {
      throw new ConnectionLostError(url);
    }
    let body;
    try {
      body = JSON.parse(request.response);
    } catch {
      throw new ConnectionLostError(url);
    }
    if (body.error) {
      throw asError(body.error);
    }
    return body.result;
  }
  function rpc(url, params = {}, settings = {}) {
    return rpc._rpc(url, params, settings);
  }
  rpc._rpc = function(url, params, settings) {
    const request = settings.xhr || new XMLHttpRequest();
    const data = { id: nextId++, jsonrpc: "2.0", method: "call", params };
    let fail;
    const promise = new Promise((resolve, reject) => {
      fail = (error) => {
        trigger("RPC:RESPONSE", { data, settings, error });
        reject(error);
      };
      request.addEventListener("load", () => {
        let result;
        try {
          result = read(request, url);
        } catch (error) {
          fail(error);
          return;
        }
        trigger("RPC:RESPONSE", { data, settings, result });
        resolve(result);
      });
      request.addEventListener("error", () => fail(new ConnectionLostError(url)));
      trigger("RPC:REQUEST", { data, url, settings });
      request.open("POST", url);
      request.setRequestHeader("Content-Type", "application/json");
      request.send(JSON.stringify(data));
    });
    promise.abort = (rejects = true) => {
      request.abort();
      const error = new ConnectionAbortedError("XmlHttpRequestError abort");
      if (rejects) {
        fail(error);
      } else {
        trigger("RPC:RESPONSE", { data, settings, error });
      }
    };
    return promise;
  };

  // web/src/pos/device.js
  var DeviceIdentifierSequence = class {
    constructor(orm) {
      this.orm = orm;
      this.key = `${odoo.access_token}-unique_device_identifier`;
    }
    get data() {
      return JSON.parse(localStorage.getItem(this.key));
    }
    get identifier() {
      return this.data.device_identifier;
    }
    async initialize() {
      if (!localStorage.getItem(this.key)) {
        const { device_identifier } = await this.orm.call("pos.config", "register_new_device_identifier", [
          odoo.pos_config_id
        ]);
        this.save({ device_identifier, next_number: 1, unsynced_number_stack: [] });
      }
    }
    save(data) {
      localStorage.setItem(this.key, JSON.stringify(data));
    }
    useNext() {
      const data = this.data;
      const [reused, ...rest] = [...data.unsynced_number_stack].sort((a, b) => a - b);
      if (reused) {
        this.save({ ...data, unsynced_number_stack: rest });
        return reused;
      }
      this.save({ ...data, next_number: data.next_number + 1 });
      return data.next_number;
    }
    /** The numbers of orders that are thrown away are used again. */
    saveUnusedNumber(orders) {
      const numbers = orders.filter((order) => !order.isSynced).map((order) => parseInt(order.raw.pos_reference.split("-")[2]));
      const stack = /* @__PURE__ */ new Set([...this.data.unsynced_number_stack, ...numbers]);
      this.save({ ...this.data, unsynced_number_stack: [...stack] });
    }
  };

  // web/src/pos/indexed_db.js
  var BATCH = 500;
  var CommonIndexedDB = class {
    /** @param {[string, string][]} stores key path and name of every store */
    constructor(name, stores) {
      this.name = name;
      this.stores = stores;
      this.db = null;
    }
    async open(version) {
      this.db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(this.name, version);
        request.onupgradeneeded = () => {
          const have = request.result.objectStoreNames;
          for (const [keyPath, store] of this.stores) {
            if (!have.contains(store)) {
              request.result.createObjectStore(store, { keyPath });
            }
          }
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      if (this.stores.some(([, store]) => !this.db.objectStoreNames.contains(store))) {
        const next = this.db.version + 1;
        this.db.close();
        await this.open(next);
      }
      return this;
    }
    create(store, records) {
      return this.inBatches(store, records, (target, record) => target.put(record));
    }
    delete(store, keys) {
      return this.inBatches(store, keys, (target, key) => target.delete(key));
    }
    /** Answers with what became of each batch, as Odoo's does. */
    async inBatches(store, items, act) {
      const results = [];
      for (let i = 0; i < (items?.length ?? 0); i += BATCH) {
        try {
          await this.transact(store, (target) => {
            for (const item of items.slice(i, i + BATCH)) {
              act(target, item);
            }
          });
          results.push({ status: "fulfilled" });
        } catch (reason) {
          console.warn(`IndexedDB: ${store} was not written:`, reason);
          results.push({ status: "rejected", reason });
        }
      }
      return results;
    }
    /** Odoo's reads and writes alike. */
    getNewTransaction(stores) {
      return this.db.transaction(stores, "readwrite");
    }
    transact(store, act) {
      return new Promise((resolve, reject) => {
        const transaction = this.getNewTransaction([store]);
        const request = act(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    }
    /** Reads whole stores, all of them unless named. */
    async readAll(names = [...this.db.objectStoreNames]) {
      const results = {};
      await Promise.all(
        names.map(async (store) => {
          results[store] = await this.transact(store, (target) => target.getAll());
        })
      );
      return results;
    }
  };

  // web/src/builds/19.0-2026-06/indexed_db.js
  var RESET_DEADLINE = 3e3;
  var IndexedDB = class extends CommonIndexedDB {
    async readAllExceptStores(ignored = []) {
      const names = this.stores.map(([, store]) => store);
      return this.readAll(names.filter((store) => !ignored.includes(store)));
    }
    /** Drops the database; gives up when another page has it open. */
    reset() {
      this.db.close();
      return new Promise((resolve) => {
        setTimeout(() => resolve(false), RESET_DEADLINE);
        const request = indexedDB.deleteDatabase(this.name);
        request.onsuccess = () => resolve(true);
        request.onerror = request.onblocked = () => resolve(false);
      });
    }
  };

  // web/src/pos/options.js
  var CommonOptions = class {
    get dynamicModels() {
      return [
        "pos.order",
        "pos.order.line",
        "pos.payment",
        "pos.pack.operation.lot",
        "product.attribute.custom.value"
      ];
    }
    /** Models of which the newest answer replaces all that was there. */
    get uniqueModels() {
      return ["pos.session", "res.users", "res.company"];
    }
    /** Models of which the server is asked what is gone. */
    get cleanupModels() {
      return ["product.template", "product.product"];
    }
  };

  // web/src/builds/19.0-2026-06/options.js
  var DataServiceOptions = class extends CommonOptions {
    /** Models that a till creates: how they are stored, and when they may go. */
    get databaseTable() {
      const done = (order) => order?.canBeRemovedFromIndexedDB;
      return {
        "pos.order": { key: "uuid", condition: (record) => done(record) },
        "pos.order.line": { key: "uuid", condition: (record) => done(record.order_id) },
        "pos.payment": { key: "uuid", condition: (record) => done(record.pos_order_id) },
        "product.attribute.custom.value": {
          key: "id",
          condition: (record) => done(record.pos_order_id),
          getRecordsBasedOnLines: (lines) => lines.flatMap((line) => line.custom_attribute_value_ids)
        }
      };
    }
  };

  // web/src/pos/models.js
  var X2MANY = ["one2many", "many2many"];
  var UI_STATE = "JSONuiState";
  var REMOVALS = [
    ["unlink", 3],
    ["delete", 2]
  ];
  function isLocal({ compute, related }) {
    return Boolean(compute || related);
  }
  var Base = class {
    constructor(model, raw) {
      this.model = model;
      this.models = model.models;
      this.raw = raw;
    }
    /** Once in the life of a record. */
    initState() {
    }
    /** When a record is made, and each time the server's record comes over it. */
    setup() {
      this._dirty = !this.isSynced;
    }
    get id() {
      return this.raw.id;
    }
    get isSynced() {
      return typeof this.raw.id === "number";
    }
    isDirty() {
      return this._dirty;
    }
    _markDirty() {
      if (this.models.loading || this._dirty) {
        return;
      }
      this._dirty = true;
      for (const name of this.model.parents) {
        this[name]?._markDirty();
      }
    }
    update(values) {
      const changed = Object.keys(values).filter((name) => this.raw[name] !== values[name]);
      if (!changed.length) {
        return;
      }
      Object.assign(this.raw, values);
      this._markDirty();
      this.model.trigger("update", { id: this.raw.id });
    }
    /** Removed with `backend` a record is deleted by the server, else taken out of its parent. */
    delete(options) {
      this.model.delete(this, options);
    }
    /** With the state of the screen, which Odoo keeps beside the fields. */
    serializeForIndexedDB() {
      const { [UI_STATE]: _, ...fields } = this.raw;
      return this.uiState ? { ...fields, [UI_STATE]: JSON.stringify(this.uiState) } : fields;
    }
    restoreState(text) {
      this.uiState = JSON.parse(text);
    }
    /**
     * The record as commands for the server. Unless `keepCommands`, it counts as
     * sent from here on: whether the server gets it is known only later.
     */
    serializeForORM(options = {}) {
      const result = {};
      for (const field of this.model.fields) {
        if (isLocal(field) || field.relation && !this.models[field.relation]) {
          continue;
        }
        if (field.name !== "id" || this.isSynced) {
          result[field.name] = this.serializeField(field, options);
        }
      }
      if (!options.keepCommands) {
        this._dirty = false;
      }
      return result;
    }
    serializeField(field, options) {
      const { name, type, relation } = field;
      if (X2MANY.includes(type)) {
        return this.models[relation].dynamic ? [...this.serializeChildren(field, options), ...this.takeRemovals(field, options)] : this.raw[name] ?? [];
      }
      if (type === "many2one" && this.model.parents.includes(name)) {
        return void 0;
      }
      if (type === "many2one" && this.models[relation]) {
        const linked = this[name];
        return linked ? linked.isSynced ? linked.id : void 0 : false;
      }
      return this.raw[name] ?? false;
    }
    serializeChildren({ name }, options) {
      return this[name].filter((child) => !child.isSynced || child.isDirty()).map(
        (child) => child.isSynced ? [1, child.id, child.serializeForORM(options)] : [0, 0, child.serializeForORM(options)]
      );
    }
    takeRemovals({ name }, { keepCommands }) {
      const commands = this.models.commands[this.model.name];
      const result = [];
      for (const [how, code] of REMOVALS) {
        const waiting = commands[how].get(name) ?? [];
        const others = waiting.filter(({ parentId }) => parentId !== this.id);
        for (const { id, parentId } of waiting) {
          if (parentId === this.id) {
            result.push([code, id]);
          }
        }
        if (!keepCommands) {
          commands[how].set(name, others);
        }
      }
      return result;
    }
  };
  function recordClass(fields, ExtraClass) {
    const Record = class extends (ExtraClass ?? Base) {
    };
    for (const field of fields) {
      if (Object.getOwnPropertyDescriptor(Record.prototype, field.name) || field.name in Record.prototype) {
        continue;
      }
      Object.defineProperty(Record.prototype, field.name, {
        get() {
          return this.model.follow(this, field);
        },
        set(value) {
          this.update({ [field.name]: unlink(value) });
        }
      });
    }
    return Record;
  }
  function unlink(value) {
    if (Array.isArray(value)) {
      return value.map(unlink);
    }
    return value instanceof Base ? value.raw.id : value;
  }
  var Model = class extends EventTarget {
    constructor(models, name, relations, { key = "id", stored = false, dynamic = false, ExtraClass }) {
      super();
      this.models = models;
      this.name = name;
      this.key = key;
      this.stored = stored;
      this.dynamic = dynamic;
      this.fields = Object.values(relations);
      this.parents = this.fields.filter((f) => f.ondelete === "cascade" && dynamic).map((f) => f.name);
      this.records = /* @__PURE__ */ new Map();
      this.byId = /* @__PURE__ */ new Map();
      this.Record = recordClass(this.fields, ExtraClass);
    }
    follow(record, { name, type, relation }) {
      const value = record.raw[name];
      const target = relation && this.models[relation];
      if (!target) {
        return value;
      }
      if (type === "many2one") {
        return target.get(value) ?? (typeof value === "string" ? target.getBy("uuid", value) : void 0);
      }
      return (value || []).map((id) => target.get(id)).filter(Boolean);
    }
    get length() {
      return this.records.size;
    }
    getAll() {
      return [...this.records.values()];
    }
    getFirst() {
      return this.records.values().next().value;
    }
    get(id) {
      return this.byId.get(id);
    }
    getBy(field, value) {
      return field === this.key ? this.records.get(value) : this.find((r) => r.raw[field] === value);
    }
    readMany(ids) {
      return ids.map((id) => this.get(id));
    }
    filter(f) {
      return this.getAll().filter(f);
    }
    find(f) {
      return this.getAll().find(f);
    }
    some(f) {
      return this.getAll().some(f);
    }
    map(f) {
      return this.getAll().map(f);
    }
    forEach(f) {
      this.getAll().forEach(f);
    }
    /** A record of this till: its id is its uuid until the server gives one. */
    create(values) {
      const uuid = values.uuid ?? crypto.randomUUID();
      return this.put({ id: uuid, uuid, ...values });
    }
    /** Adds or refreshes a record. */
    put(raw) {
      const known = this.records.get(raw[this.key]);
      const record = known ?? new this.Record(this, raw);
      if (known) {
        this.byId.delete(known.raw.id);
        Object.assign(known.raw, raw, this.withLocalChildren(known, raw));
      } else {
        this.records.set(raw[this.key], record);
        record.initState();
      }
      this.byId.set(raw.id, record);
      if (raw[UI_STATE]) {
        record.restoreState(raw[UI_STATE]);
      }
      record.setup();
      this.trigger("update", { id: raw.id });
      return record;
    }
    /** Children that only this till has stay, whatever the server says of their parent. */
    withLocalChildren(known, raw) {
      const result = {};
      for (const { name, type, relation } of this.fields) {
        if (X2MANY.includes(type) && name in raw && this.models[relation]?.stored) {
          const local = known[name].filter((child) => !child.isSynced).map(({ id }) => id);
          result[name] = [.../* @__PURE__ */ new Set([...local, ...raw[name]])];
        }
      }
      return result;
    }
    delete(record, { backend = false } = {}) {
      const { id } = record;
      this.records.delete(record.raw[this.key]);
      this.byId.delete(id);
      for (const field of this.parents) {
        this.detach(record, field, backend);
      }
      this.trigger("delete", { key: record.raw[this.key], id });
    }
    /** Takes a record out of its parent; of one that the server knows a command stays. */
    detach(record, field, backend) {
      const parent = record[field];
      const inverse = parent?.model.fields.find((f) => f.relation === this.name && f.inverse_name === field);
      if (!inverse) {
        return;
      }
      if (record.isSynced) {
        const commands = this.models.commands[parent.model.name][backend ? "delete" : "unlink"];
        const waiting = commands.get(inverse.name) ?? [];
        commands.set(inverse.name, [...waiting, { id: record.id, parentId: parent.id }]);
      }
      parent.update({ [inverse.name]: parent.raw[inverse.name].filter((id) => id !== record.id) });
    }
    trigger(type, detail) {
      if (!this.models.loading) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
      }
    }
  };
  function createRelatedModels(relations, opts, classes) {
    const models = {};
    Object.defineProperty(models, "loading", { value: false, writable: true });
    Object.defineProperty(models, "commands", { value: {} });
    Object.defineProperty(models, "loadConnectedData", { value: (data) => loadRecords(models, data) });
    for (const [name, fields] of Object.entries(relations)) {
      models[name] = new Model(models, name, fields, {
        key: opts.databaseTable[name]?.key,
        stored: name in opts.databaseTable,
        dynamic: opts.dynamicModels.includes(name),
        ExtraClass: classes[name]
      });
      models.commands[name] = { unlink: /* @__PURE__ */ new Map(), delete: /* @__PURE__ */ new Map() };
    }
    return models;
  }
  function loadRecords(models, data) {
    const loaded = {};
    models.loading = true;
    try {
      for (const [name, records] of Object.entries(data)) {
        if (models[name]) {
          loaded[name] = records.map((raw) => models[name].put(raw));
        }
      }
    } finally {
      models.loading = false;
    }
    for (const [name, records] of Object.entries(loaded)) {
      if (models[name].dynamic && records.length) {
        models[name].trigger("update", { id: records.at(-1).raw.id });
      }
    }
    return loaded;
  }

  // web/src/pos/products.js
  function zoned(sql) {
    const date = /* @__PURE__ */ new Date(`${sql.replace(" ", "T")}Z`);
    const minutes = -date.getTimezoneOffset();
    const local = new Date(date.getTime() + minutes * 6e4).toISOString().slice(0, 23);
    const pad = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    return `${local}${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
  }
  var ProductTemplate = class extends Base {
    /** Unlike Odoo's, none for a product without a picture. */
    getImageUrl() {
      const { image_128: pictured, write_date } = this.raw;
      const unique = pictured && zoned(write_date);
      return pictured && `/web/image?model=product.template&field=image_128&id=${this.id}&unique=${unique}`;
    }
  };
  var ProductProduct = class extends Base {
    getImageUrl() {
      return this.product_tmpl_id?.getImageUrl();
    }
  };

  // web/src/pos/records.js
  function round(amount) {
    return Math.round(amount * 100) / 100;
  }
  var CommonOrder = class extends Base {
    initState() {
      this.uiState = { screen_data: {}, displayed: true, couponPointChanges: {} };
    }
    /** What is not loaded is the user's and this session's, as in Odoo (setup() of pos_order.js). */
    setup() {
      super.setup();
      if (!this.session_id && !(this.finalized && this.isSynced)) {
        this.raw.session_id = odoo.pos_session_id;
      }
      if (!this.user_id) {
        this.raw.user_id = this.models["res.users"].getFirst()?.id ?? false;
      }
    }
    get finalized() {
      return this.raw.state !== "draft";
    }
    get isUnsyncedPaid() {
      return this.finalized && !this.isSynced;
    }
    setScreenData(value) {
      this.uiState.screen_data.value = value;
    }
    /** As Odoo names it. */
    get priceIncl() {
      return round(this.lines.reduce((sum, line) => sum + line.raw.price_subtotal_incl, 0));
    }
    get paid() {
      return round(this.payment_ids.reduce((sum, payment) => sum + payment.raw.amount, 0));
    }
    /** What the customer gets back, below zero, as in Odoo. */
    get change() {
      return -round(Math.max(this.paid - this.priceIncl, 0));
    }
    /** Taken out of the order: the server is told with the next sync. */
    removeOrderline(line) {
      line.delete();
    }
    removePaymentline(payment) {
      payment.delete({ backend: true });
    }
    isPaid() {
      return this.payment_ids.length > 0 && round(this.paid - this.priceIncl) >= 0;
    }
    /** Amounts are worked out on the screen and written when they are sent. */
    setOrderPrices() {
      Object.assign(this.raw, {
        amount_total: this.priceIncl,
        amount_paid: this.paid,
        amount_return: this.change,
        amount_tax: 0
      });
    }
    /** Notes that the kitchen, had the shop one, knows about every line. */
    updateLastOrderChange() {
      this.raw.last_order_preparation_change = JSON.stringify({
        lines: {},
        metadata: {},
        general_customer_note: "",
        internal_note: "",
        sittingMode: 0
      });
      this._markDirty();
    }
  };
  var PosOrderLine = class extends Base {
    setQuantity(qty) {
      const subtotal = round(qty * this.raw.price_unit);
      this.update({ qty, price_subtotal: subtotal, price_subtotal_incl: subtotal });
    }
  };
  function sqlNow() {
    return (/* @__PURE__ */ new Date()).toISOString().slice(0, 19).replace("T", " ");
  }

  // web/src/builds/19.0-2026-06/records.js
  var PosOrder = class extends CommonOrder {
    get canBeRemovedFromIndexedDB() {
      return this.finalized && this.isSynced || this.state === "cancel";
    }
  };
  var PosPayment = class extends Base {
    setup() {
      super.setup();
      this.raw.payment_date ||= sqlNow();
    }
  };
  var recordClasses = {
    "pos.order": PosOrder,
    "pos.order.line": PosOrderLine,
    "pos.payment": PosPayment,
    "product.product": ProductProduct,
    "product.template": ProductTemplate
  };

  // web/src/pos/data_service.js
  var RETRY = 2e3;
  var CommonPosData = class extends EventTarget {
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
      const names = /* @__PURE__ */ new Set([...Object.keys(relations), ...Object.keys(this.opts.databaseTable)]);
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
      const session2 = localData["pos.session"]?.[0];
      if ((this.network.offline || session2?.state === "opened") && session2?.id === odoo.pos_session_id && !odoo.from_backend) {
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
        context: { pos_last_server_date: since, pos_limited_loading: this.isLimitedLoading() }
      });
      const known = {};
      for (const model of this.opts.cleanupModels.filter((name) => localData[name]?.length)) {
        known[model] = localData[model].map(({ id }) => id);
      }
      const gone = await this.orm.call("pos.session", "filter_local_data", [odoo.pos_session_id, known]);
      for (const [model, values] of Object.entries(data)) {
        localData[model] = this.merge(model, localData[model] || [], values, gone[model] || []);
      }
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
        order.serializeForORM();
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
        return await this.orm.call(model, method, args, kwargs) ?? true;
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
      this.synchronizeServerDataInIndexedDB(complete);
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
      const found = await this.orm.read("res.partner", missing, this.fields["res.partner"], { load: false }).catch(() => []);
      return { ...recordMap, "res.partner": [...recordMap["res.partner"] ?? [], ...found] };
    }
    /** Makes the calls that had to wait, in their order. */
    syncData() {
      const afterwards = this.syncing.catch(() => {
      });
      this.syncing = afterwards.then(async () => {
        while (this.network.unsyncData.length) {
          const [waiting] = this.network.unsyncData;
          if (!await this.execute({ ...waiting.args[0], uuid: waiting.uuid })) {
            waiting.try += 1;
            return;
          }
          this.network.unsyncData.shift();
        }
      });
      return this.syncing;
    }
  };

  // web/src/builds/19.0-2026-06/data_service.js
  var PosData = class _PosData extends CommonPosData {
    static async start(env, services) {
      const data = new _PosData();
      await data.setup(env, services);
      return data;
    }
    /** Asks the server at every start, and waits for the answer. */
    async connectBeforeData() {
      await this.checkConnectivity();
    }
    /** Without the orders: offline nothing else brings them, see `missingRecursive`. */
    async getCachedServerDataFromIndexedDB() {
      return await this.indexedDB.readAllExceptStores(Object.keys(this.opts.databaseTable));
    }
    /** A line whose product is gone is left out. */
    keepUsable(data) {
      const products = this.models["product.product"];
      const lines = data["pos.order.line"]?.filter((line) => products.get(line.product_id));
      return { ...data, "pos.order.line": lines ?? [] };
    }
    async deleteRecordsInIndexedDB(model, keys) {
      return await this.indexedDB.delete(model, keys);
    }
    deleteFromDisk(model, keys) {
      return this.deleteRecordsInIndexedDB(model, keys);
    }
    /**
     * Keeps what this till made, and drops from the disk whatever is not in
     * memory: an order that only the disk has is gone with the next one's.
     */
    async synchronizeLocalDataInIndexedDB() {
      const kept = {};
      for (const [model, records] of Object.entries(this.recordsForDisk())) {
        await this.indexedDB.create(
          model,
          records.map((record) => record.serializeForIndexedDB())
        );
        kept[model] = new Set(records);
      }
      this.dropFromDisk(kept);
      return kept;
    }
    recordsForDisk() {
      const result = {};
      const tables = Object.entries(this.opts.databaseTable);
      for (const [model, { condition, getRecordsBasedOnLines }] of tables) {
        if (!getRecordsBasedOnLines) {
          result[model] = this.models[model].filter((record) => !condition(record));
        }
      }
      for (const [model, { getRecordsBasedOnLines }] of tables) {
        if (getRecordsBasedOnLines) {
          result[model] = [...new Set(getRecordsBasedOnLines(result["pos.order.line"]))];
        }
      }
      return result;
    }
    async dropFromDisk(kept) {
      const stored = await this.indexedDB.readAll(Object.keys(this.opts.databaseTable));
      for (const [model, records] of Object.entries(stored)) {
        const { key } = this.opts.databaseTable[model];
        const gone = records.filter(({ id }) => !kept[model].has(this.models[model].get(id)));
        await this.indexedDB.delete(
          model,
          gone.map((record) => record[key])
        );
      }
    }
  };

  // web/src/core/orm.js
  var ORM = class {
    call(model, method, args = [], kwargs = {}) {
      const context = { ...session.user_context, ...kwargs.context };
      return rpc(`/web/dataset/call_kw/${model}/${method}`, {
        model,
        method,
        args,
        kwargs: { ...kwargs, context }
      });
    }
    read(model, ids, fields, kwargs = {}) {
      return this.call(model, "read", [ids, fields], kwargs);
    }
    searchRead(model, domain, fields, kwargs = {}) {
      return this.call(model, "search_read", [], { ...kwargs, domain, fields });
    }
  };

  // web/src/pos/device_sync.js
  var DevicesSynchronisation = class {
    constructor(pos) {
      this.pos = pos;
      this.models = pos.models;
      pos.data.connectWebSocket("SYNCHRONISATION", (message) => this.collect(message));
    }
    collect({ session_id, device_identifier }) {
      if (Number(odoo.pos_session_id) === session_id && device_identifier !== this.pos.device.identifier) {
        return this.readDataFromServer();
      }
    }
    /** Asks for drafts that are not here, and which of ours are gone. */
    constructOrdersDomain() {
      const ids = this.pos.getOpenOrders().filter((order) => order.isSynced);
      const known = ids.map(({ id }) => id);
      const config = this.pos.config.id;
      const unknown = ["&", "&", ["id", "not in", known], ["state", "=", "draft"], ["config_id", "in", [config]]];
      const changed = ids.flatMap((order) => [
        "|",
        "|",
        "&",
        ["id", "=", order.id],
        ["write_date", ">=", secondAfter(order.raw.write_date)],
        "&",
        ["id", "=", order.id],
        ["state", "!=", order.raw.state]
      ]);
      return { domain: { "pos.order": [...changed, ...unknown] }, recordIds: { "pos.order": known } };
    }
    async readDataFromServer() {
      const { domain, recordIds } = this.constructOrdersDomain();
      let answer;
      try {
        answer = await this.pos.data.call("pos.config", "read_config_open_orders", [
          odoo.pos_config_id,
          domain,
          recordIds
        ]);
      } catch (error) {
        console.warn("open orders were not read:", error);
        return;
      }
      const loaded = loadRecords(this.models, answer.dynamic_records);
      for (const order of loaded["pos.order"] ?? []) {
        order.serializeForORM();
      }
      for (const [model, ids] of Object.entries(answer.deleted_record_ids)) {
        for (const record of this.models[model].readMany(ids).filter(Boolean)) {
          record.delete();
        }
      }
    }
  };
  function secondAfter(date) {
    return new Date(Date.parse(`${date.replace(" ", "T")}Z`) + 1e3).toISOString().slice(0, 19).replace("T", " ");
  }

  // web/src/pos/pos_store.js
  var CommonPosStore = class extends EventTarget {
    async setup(env, { pos_data, dialog, ui, pos_router, barcode_reader }) {
      this.env = env;
      this.data = pos_data;
      this.dialog = dialog;
      this.ui = ui;
      this.router = pos_router;
      this.barcodeReader = barcode_reader;
      this.pendingOrder = { write: /* @__PURE__ */ new Set(), delete: /* @__PURE__ */ new Set(), create: /* @__PURE__ */ new Set() };
      this.syncingOrders = /* @__PURE__ */ new Set();
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
        limit
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
      return id && this.models["res.users"].get(id) || false;
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
      return this.selectedOrderUuid ? this.models["pos.order"].getBy("uuid", this.selectedOrderUuid) : void 0;
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
      this.setOrder(void 0);
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
        ...values
      });
      this.setNextOrderRefs(order);
      this.selectedOrderUuid = order.uuid;
      return order;
    }
    setNextOrderRefs(order) {
      const device = this.device.identifier;
      const number = String(this.device.useNext()).padStart(6, "0");
      order.pos_reference = `${String((/* @__PURE__ */ new Date()).getFullYear()).slice(-2)}${device}-${this.config.id}-${number}`;
      order.tracking_number = device + String(Number(number) % 1e3).padStart(3, "0");
    }
    addLineToCurrentOrder(product, template) {
      const order = this.getOrder();
      if (order.finalized) {
        throw new Error("Finalized Order cannot be modified");
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
        tax_ids: []
      });
      order.update({ lines: [...order.raw.lines, added.id] });
      return added;
    }
    /** A tip is a line of its own. */
    setTip(tip) {
      const product = this.config.tip_product_id;
      const order = this.getOrder();
      const line = order.lines.find((l) => l.raw.product_id === product.id) ?? this.addLineToCurrentOrder(product, product.product_tmpl_id);
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
          refunded_orderline_id: line.id
        });
        order.update({ lines: [...order.raw.lines, taken.id] });
        line.update({ refund_orderline_ids: [...line.raw.refund_orderline_ids ?? [], taken.id] });
      }
      return order;
    }
    logEmployeeMessage(action, message) {
      const args = [this.session.id, this.user.raw.partner_id, action, message];
      return this.data.call("pos.session", "log_partner_message", args, {}, true);
    }
    /** Cancels orders on the server and forgets them here. */
    async deleteOrders(orders, serverIds = []) {
      const cancel = (ids) => this.data.call("pos.order", "action_pos_order_cancel", [ids], {
        context: { device_identifier: this.device.identifier }
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
        is_change: false
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
        orderToDelete: orders.readMany([...this.pendingOrder.delete]).filter(Boolean)
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
        await this.preSyncAllOrders([order]);
        try {
          synced.push(...await this.syncOrder(order));
        } catch (error) {
          if (options.throw) {
            throw error;
          }
          refused ||= !(error instanceof ConnectionLostError);
        }
      }
      if (refused) {
        this.deviceSync.readDataFromServer();
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
        const { message, session: session2 } = JSON.parse(newValue);
        if (message === "close_tabs" && session2 === this.session.id) {
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
        order.state = "cancel";
      }
      this.session.state = "closed";
      setTimeout(() => location.reload(), 3e3);
    }
  };

  // web/src/builds/19.0-2026-06/pos_store.js
  var PosStore = class extends CommonPosStore {
    async posBackOnline() {
      this.syncAllOrdersDebounced();
    }
    serverIsBack() {
      this.posBackOnline();
    }
    async loadOrderOfUrl(uuid) {
      try {
        await this.data.loadServerOrders([["uuid", "=", uuid]]);
      } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
          throw error;
        }
      }
    }
    navigate(page, params = {}) {
      if (params.orderUuid) {
        this.selectedOrderUuid = params.orderUuid;
      }
      super.navigate(page, params);
    }
    markSyncing(order) {
      this.syncingOrders.add(order.uuid);
    }
    getSyncAllOrdersContext() {
      return { ...super.getSyncAllOrdersContext(), current_order_uuid: this.getOrder()?.uuid };
    }
    /** What was serialized counts as sent when the server has answered. */
    async sendOrder(order, context) {
      const serialized = order.serializeForORM({ keepCommands: true });
      const answer = await this.data.call("pos.order", "sync_from_ui", [[serialized]], { context });
      order.serializeForORM();
      return answer;
    }
    allowProductCreation() {
      return new ORM().call("product.product", "has_access", [[], "create"]);
    }
    /** Nobody catches it: without the server the page tells that the connection is lost. */
    askForProductAccess() {
      this.allowProductCreation();
    }
  };

  // web/src/builds/19.0-2026-06/unload.js
  function leaving({ session: session2 }) {
    if (session2?.state !== "opening_control") {
      return;
    }
    const params = {
      model: "pos.session",
      method: "delete_opening_control_session",
      args: [[session2.id]],
      kwargs: {}
    };
    const call = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params });
    navigator.sendBeacon("/web/dataset/call_kw", new Blob([call], { type: "application/json" }));
  }

  // web/src/core/barcode.js
  var NOMENCLATURE_FIELDS = ["name", "rule_ids", "upc_ean_conv", "is_gs1_nomenclature", "gs1_separator_fnc1"];
  var RULE_FIELDS = [
    "name",
    "sequence",
    "type",
    "encoding",
    "pattern",
    "alias",
    "gs1_content_type",
    "gs1_decimal_usage",
    "associated_uom_id"
  ];
  function expression({ pattern }) {
    const body = pattern.replace(/\{(N*)(D*)\}/, (_, whole, decimals) => `(\\d{${whole.length + decimals.length}})`);
    return new RegExp(pattern === ".*" ? "^.*$" : `^${body}`);
  }
  var BarcodeReader = class {
    constructor(nomenclature, rules) {
      this.nomenclature = nomenclature;
      this.rules = rules.map((rule) => ({ ...rule, expression: expression(rule) }));
      this.callbacks = {};
    }
    register(callbacks) {
      this.callbacks = callbacks;
    }
    /** Finds the rule of a code and hands the code to the screen. */
    scan(code) {
      const rule = this.rules.find(({ expression: expression2 }) => expression2.test(code));
      this.callbacks[rule?.type]?.(code);
      return rule?.type;
    }
  };
  function isEditable(element) {
    return element.matches("input, textarea, [contenteditable]");
  }
  function listenToScanner(scanned) {
    let code = "";
    let timer;
    const end = () => {
      if (code.length >= 3) {
        scanned(code);
      }
      code = "";
    };
    document.body.addEventListener("keydown", ({ key, target }) => {
      const last = key === "Enter" || key === "Tab";
      if (isEditable(target) || key.length > 1 && !last) {
        return;
      }
      clearTimeout(timer);
      if (last) {
        end();
      } else {
        code += key;
        timer = setTimeout(end, session.max_time_between_keys_in_ms);
      }
    });
  }
  async function startBarcodeReader(orm) {
    if (!session.nomenclature_id) {
      return null;
    }
    try {
      const id = session.nomenclature_id;
      const [nomenclature] = await orm.read("barcode.nomenclature", [id], NOMENCLATURE_FIELDS);
      const rules = await orm.searchRead("barcode.rule", [["barcode_nomenclature_id", "=", id]], RULE_FIELDS);
      rules.sort((a, b) => a.sequence - b.sequence);
      return new BarcodeReader(nomenclature, rules);
    } catch (error) {
      console.warn("no barcode rules:", error);
      return null;
    }
  }

  // web/src/core/bus.js
  var BACK_ONLINE = 5e3;
  var LAST = `legacy_multi_tab.${location.origin.replace(/:\/{0,2}/g, "_")}.last_notification_id`;
  var Bus = class extends EventTarget {
    notifications = new EventTarget();
    addChannel(channel) {
      this.ready ??= this.start();
      this.send("BUS:ADD_CHANNEL", channel);
      this.send("BUS:START");
    }
    /** Calls back as often as it was subscribed, the same function included. */
    subscribe(type, callback) {
      this.notifications.addEventListener(type, ({ detail }) => callback(detail));
    }
    start() {
      let onlineTimer;
      window.addEventListener("pagehide", ({ persisted }) => persisted || this.send("BUS:LEAVE"));
      window.addEventListener("online", () => {
        onlineTimer = setTimeout(() => this.send("BUS:START"), BACK_ONLINE);
      });
      window.addEventListener("offline", () => {
        clearTimeout(onlineTimer);
        this.send("BUS:STOP");
      });
      return new Promise((resolve) => this.tryWorker(Boolean(window.SharedWorker), resolve)).then(
        () => this.post("BUS:INITIALIZE_CONNECTION", { lastNotificationId: Number(localStorage.getItem(LAST)) })
      );
    }
    tryWorker(shared, started) {
      const url = `/bus/websocket_worker_bundle?v=${session.websocket_worker_version}`;
      const worker = shared ? new SharedWorker(url, { name: "odoo:bus_shared_worker" }) : new Worker(url, { name: "odoo:bus_worker" });
      const port = shared ? worker.port : worker;
      this.post = (action, data) => port.postMessage({ action, data });
      worker.onerror = () => {
        if (shared) {
          console.warn("Error while loading SharedWorker, fallback on Worker");
          this.tryWorker(false, started);
        } else {
          console.warn("Worker service failed to initialize");
        }
      };
      port.addEventListener("message", ({ data: { type, data } }) => {
        if (type === "BASE:INITIALIZED") {
          started();
        } else if (type === "BUS:NOTIFICATION") {
          this.hear(data);
        } else {
          this.dispatchEvent(new CustomEvent(type, { detail: data }));
        }
      });
      port.start?.();
      this.post("BASE:INIT");
    }
    async send(action, data) {
      await this.ready;
      this.post(action, data);
    }
    hear(notifications) {
      localStorage.setItem(LAST, notifications.at(-1).id);
      for (const { message } of notifications) {
        this.notifications.dispatchEvent(new CustomEvent(message.type, { detail: message.payload }));
      }
    }
  };

  // web/src/core/dom.js
  function h(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const element = document.createElement(name || "div");
    if (classes.length) {
      element.className = classes.join(" ");
    }
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) {
        element.addEventListener(key.slice(2), value);
      } else if (value !== false && value !== null && value !== void 0) {
        element.setAttribute(key, value === true ? "" : value);
      }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== void 0 && child !== false));
    return element;
  }

  // web/src/core/dialog.js
  var DialogService = class {
    constructor() {
      this.open = /* @__PURE__ */ new Set();
      this.host = null;
      this.early = [];
    }
    /** Dialogs stand in the POS's frame: none is seen before that, or without it. */
    attach(host) {
      this.host = host;
      this.host.append(...this.early);
    }
    /**
     * Shows a dialog and gives the function that closes it.
     *
     * @param {{title: string, body: (Node|string)[], buttons: {label: string, class: string, run?: (close: () => void) => any}[]}} content
     */
    add({ title, body, buttons }) {
      const close = () => {
        overlay.remove();
        this.early = this.early.filter((other) => other !== overlay);
        this.open.delete(close);
        document.body.classList.toggle("modal-open", this.open.size > 0);
      };
      const footer = buttons.map(
        (button) => h(
          "button",
          {
            class: `button btn btn-lg ${button.class}`,
            onclick: () => button.run ? button.run(close) : close()
          },
          button.label
        )
      );
      const overlay = h(
        "div.modal.o_technical_modal",
        { role: "dialog" },
        h(
          "div.modal-dialog",
          {},
          h(
            "div.modal-content",
            {},
            h("header.modal-header", {}, h("h4.modal-title", {}, title)),
            h("main.modal-body", {}, ...body),
            h("footer.modal-footer", {}, ...footer)
          )
        )
      );
      if (this.host) {
        this.host.append(overlay);
      } else {
        this.early.push(overlay);
      }
      this.open.add(close);
      document.body.classList.add("modal-open");
      return close;
    }
    alert(title, text, confirm = "Ok") {
      return this.add({ title, body: [h("p", {}, text)], buttons: [{ label: confirm, class: "btn-primary" }] });
    }
    closeAll() {
      for (const close of [...this.open]) {
        close();
      }
    }
  };
  var BlockService = class {
    constructor() {
      this.depth = 0;
    }
    block() {
      if (this.depth++ === 0) {
        this.cover = h("div.o_blockUI", {}, h("img", { src: "/web/static/img/spin.svg", alt: "Loading..." }));
        document.body.append(this.cover);
      }
    }
    unblock() {
      if (--this.depth === 0) {
        this.cover.remove();
      }
    }
  };

  // web/src/core/errors.js
  function showRPCError(dialog, error) {
    dialog.alert(_t("Odoo Server Error"), error.data?.message ?? error.message);
  }
  function watchErrors(env) {
    const show = (error) => {
      const { dialog, pos } = env.services;
      if (error instanceof ConnectionLostError) {
        if (pos && !pos.data.network.warningTriggered) {
          pos.data.network.warningTriggered = true;
          dialog.alert(
            _t("Connection Lost"),
            _t(
              "Until the connection is reestablished, Odoo Point of Sale will operate with limited functionality."
            ),
            _t("Continue with limited functionality")
          );
        }
      } else if (error instanceof RPCError) {
        showRPCError(dialog, error);
      } else {
        dialog.alert(_t("Oops!"), _t("Something went wrong...") + ` ${error?.message ?? error}`);
      }
    };
    window.addEventListener("unhandledrejection", ({ reason }) => show(reason));
    window.addEventListener("error", ({ error, message, filename, lineno, colno }) => {
      if (filename || lineno || colno) {
        show(error ?? new Error(message));
      }
    });
  }

  // web/src/loader.js
  async function quietly(step) {
    try {
      await step();
    } catch {
    }
  }
  async function fullReset() {
    await quietly(() => localStorage.clear());
    await quietly(() => sessionStorage.clear());
    await quietly(async () => {
      const registrations = await navigator.serviceWorker.getRegistrations();
      await Promise.allSettled(registrations.map((registration) => registration.unregister()));
    });
    await quietly(async () => {
      await Promise.allSettled((await caches.keys()).map((name) => caches.delete(name)));
    });
    await quietly(async () => {
      const databases = await indexedDB.databases();
      await Promise.allSettled(
        databases.map(
          ({ name }) => new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = request.onerror = request.onblocked = resolve;
          })
        )
      );
    });
    location.reload();
  }
  var Loader = class {
    constructor() {
      this.element = h("div.pos-loader", {}, h("div.loader-feedback", {}, h("div.lds-ellipsis", {}, "● ● ●")));
      document.body.append(this.element);
    }
    hide() {
      this.element.remove();
    }
    fail(error) {
      const details = h("pre", { hidden: true }, error?.stack ?? String(error));
      this.element.replaceChildren(
        h(
          "div.pos-error.card",
          {},
          h("h1", {}, "Oops!"),
          h("p", {}, "Something went wrong... If you really are stuck, share the report with your friendly support service"),
          h("button.btn.btn-link", { onclick: () => details.hidden = !details.hidden }, "Show details"),
          details,
          h("button.btn.btn-primary", { onclick: fullReset }, "Reload data")
        )
      );
    }
    /** Without its texts Odoo's page loses even the loader. */
    vanish() {
      this.element.remove();
      document.body.style.background = "#eee";
    }
  };

  // web/src/pos/router.js
  var ROUTES = {
    LoginScreen: "login",
    ProductScreen: "product/{orderUuid}",
    PaymentScreen: "payment/{orderUuid}",
    ReceiptScreen: "receipt/{orderUuid}",
    FloorScreen: "floor"
  };
  function base() {
    return `/pos/ui/${odoo.pos_config_id}`;
  }
  var PosRouter = class extends EventTarget {
    constructor() {
      super();
      this.state = { current: null, params: {}, previous: null };
      window.addEventListener("popstate", () => {
        this.matchURL();
        this.dispatchEvent(new Event("change"));
      });
      this.matchURL();
    }
    /** Any address that is no screen means the log-in screen. */
    matchURL(params = {}) {
      const [screen, orderUuid] = location.pathname.slice(base().length + 1).split("/");
      const found = Object.entries(ROUTES).find(([, route]) => screen && route.split("/")[0] === screen);
      this.state.current = found?.[0] ?? "LoginScreen";
      this.state.params = { ...params, ...orderUuid ? { orderUuid } : {} };
    }
    navigate(name, params = {}) {
      const url = new URL(location.href);
      url.pathname = `${base()}/${ROUTES[name].replace("{orderUuid}", params.orderUuid)}`;
      this.state.previous = location.pathname;
      history.pushState({}, "", url);
      this.matchURL(params);
      this.dispatchEvent(new Event("change"));
    }
    /** Leaves for a fresh page, which is how a register is closed. */
    close() {
      window.location.href = base();
    }
  };

  // web/src/pos/money.js
  function formatCurrency(amount, currency) {
    const text = Number(amount).toLocaleString("en-US", {
      minimumFractionDigits: currency.decimal_places,
      maximumFractionDigits: currency.decimal_places
    });
    return currency.position === "before" ? `${currency.symbol} ${text}` : `${text} ${currency.symbol}`;
  }

  // web/src/pos/customer_display.js
  var CustomerDisplayPosAdapter = class {
    constructor() {
      this.channel = new BroadcastChannel("UPDATE_CUSTOMER_DISPLAY");
    }
    format(order, pos) {
      const money = (amount) => formatCurrency(amount, pos.currency);
      return {
        finalized: order.finalized,
        general_customer_note: "",
        amount: money(order.priceIncl),
        subtotal: false,
        amountTaxes: false,
        change: order.finalized ? Math.max(order.paid - order.priceIncl, 0) : 0,
        paymentLines: order.payment_ids.map((payment) => ({
          name: payment.payment_method_id.name,
          amount: money(payment.raw.amount)
        })),
        lines: order.lines.map((line) => this.formatLine(line, money)),
        onlinePaymentData: {},
        scaleData: null
      };
    }
    formatLine(line, money) {
      return {
        productId: line.raw.product_id,
        taxGroupLabels: "",
        discount: "",
        customerNote: "",
        internalNote: "[]",
        productName: line.raw.full_product_name,
        price: money(line.raw.price_subtotal_incl),
        qty: String(line.raw.qty),
        unit: "Units",
        unitPrice: money(line.raw.price_unit),
        packLotLines: [],
        comboParent: "",
        price_without_discount: money(line.raw.price_subtotal_incl),
        isSelected: true
      };
    }
    dispatch(order, pos) {
      const data = this.format(order, pos);
      this.channel.postMessage(data);
      pos.data.call("pos.config", "update_customer_display", [
        [pos.config.id],
        data,
        localStorage.getItem("device_uuid")
      ]).catch((error) => console.warn("Failed to update customer display", error));
    }
  };

  // web/src/screens/cash_move_popup.js
  function openCashMovePopup(pos) {
    let type = "out";
    const kind = (value, label) => h("button.input-type.btn", { "data-type": value, onclick: () => type = value }, label);
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
          }
        },
        { label: _t("Discard"), class: "cancel btn-secondary" }
      ]
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

  // web/src/screens/closing_popup.js
  async function openClosingPopup(pos) {
    const info = await pos.data.call("pos.session", "get_closing_control_data", [[pos.session.id]]);
    const counted = h("input.form-control", { value: "0" });
    const notes = h("textarea.closing-notes.form-control");
    pos.dialog.add({
      title: _t("Closing Register"),
      body: [
        h("p", {}, `${info.orders_details.quantity} ${_t("orders")}`),
        h("p", {}, `${_t("Cash")}: ${formatCurrency(info.default_cash_details.amount, pos.currency)}`),
        h("label", {}, _t("Counted"), counted),
        h("label", {}, _t("Closing note"), notes)
      ],
      buttons: [
        {
          label: _t("Close Register"),
          class: "btn-primary",
          run: (close) => confirmDifference(pos, info, counted.value, () => {
            close();
            return closeSession(pos, info, counted.value, notes.value);
          })
        },
        { label: _t("Discard"), class: "btn-secondary" }
      ]
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
          }
        },
        { label: _t("Discard"), class: "btn-secondary" }
      ]
    });
  }
  async function closeSession(pos, info, counted, notes) {
    const { id } = pos.session;
    const call = (method, args, kwargs = {}) => pos.data.call("pos.session", method, args, kwargs);
    if (!await pos.pushOrdersWithClosingPopup()) {
      return;
    }
    const refused = (answer2) => {
      if (!answer2.successful) {
        pos.dialog.alert(answer2.title ?? _t("Error"), answer2.message);
      }
      return !answer2.successful;
    };
    if (refused(await call("post_closing_cash_details", [id], { counted_cash: parseFloat(counted) }))) {
      return;
    }
    await call("update_closing_control_state_session", [id, notes]);
    const banks = info.non_cash_payment_methods.filter((method) => method.type === "bank");
    const answer = await call("close_session_from_ui", [id, banks.map((method) => [method.id, 0])], {
      context: { device_identifier: pos.device.identifier }
    });
    if (refused(answer)) {
      return;
    }
    pos.session.state = "closed";
    pos.router.close();
  }

  // web/src/screens/opening_control_popup.js
  function openOpeningControl(pos) {
    const cash = h("input.form-control", { value: pos.session.raw.cash_register_balance_start || 0 });
    const notes = h("textarea.opening-notes.form-control", { placeholder: _t("Add an opening note...") });
    pos.dialog.add({
      title: _t("Opening Control"),
      body: [
        h("div.opening-cash-section", {}, h("label", {}, _t("Opening cash")), cash),
        h("div.opening-notes-container", {}, h("label", {}, _t("Opening note")), notes)
      ],
      buttons: [
        {
          label: _t("Open Register"),
          class: "btn-primary",
          run: async (close) => {
            const args = [pos.session.id, parseFloat(cash.value) || 0, notes.value];
            await pos.data.call("pos.session", "set_opening_control", args, {}, true);
            pos.session.state = "opened";
            close();
          }
        },
        { label: _t("Discard"), class: "btn-secondary backend-button", run: () => pos.showLoginScreen() }
      ]
    });
  }

  // web/src/screens/floor_screen.js
  var FloorScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.map = h("div.floor-map");
      this.element = h("div.floor-screen.screen", {}, this.map);
      pos.unsetTable();
      if (pos.session.state === "opening_control") {
        openOpeningControl(pos);
      }
    }
    render() {
      this.map.replaceChildren(...this.pos.models["restaurant.table"].map((table) => this.table(table)));
    }
    table(table) {
      const occupied = this.pos.getTableOrders(table).length ? " occupied" : "";
      return h(
        "div",
        { class: `floor-table table tableId-${table.id}${occupied}`, onclick: () => this.pos.setTable(table) },
        h("div.info", {}, h("div.label", {}, String(table.raw.table_number)))
      );
    }
  };

  // web/src/screens/login_screen.js
  var LoginScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h(
        "div.login-overlay",
        {},
        h(
          "div.screen-login-header",
          {},
          h("img", { src: `/web/image?model=res.company&id=${pos.company.id}&field=logo`, alt: "Logo" })
        ),
        h("h1", {}, pos.config.name),
        // Where cashiers change (pos_hr), Odoo shows this one before there is a cashier.
        h("img.avatar", { src: "", width: 40, height: 40 }),
        h("button.open-register-btn.btn", { onclick: () => this.selectUser() }, _t("Open Register")),
        h("img.o_logo", { src: "/web/static/img/odoo_logo.svg", alt: "" }),
        h("button.select-logout.btn", { onclick: () => pos.closePos() }, _t("Backend"))
      );
    }
    selectUser() {
      this.pos.setCashier(this.pos.user);
      this.pos.showDefault();
    }
    render() {
    }
  };

  // web/src/pos/order_payment_validation.js
  var OrderPaymentValidation = class {
    constructor(pos, order) {
      this.pos = pos;
      this.order = order;
    }
    async validateOrder() {
      if (!this.order.isPaid()) {
        return false;
      }
      this.pos.ui.block();
      try {
        if (await this.finalizeValidation() instanceof RPCError) {
          return false;
        }
      } finally {
        this.pos.ui.unblock();
      }
      this.pos.navigate("ReceiptScreen", { orderUuid: this.order.uuid });
      return true;
    }
    async finalizeValidation() {
      this.order.update({ date_order: sqlNow(), state: "paid" });
      this.pos.addPendingOrder([this.order.id]);
      try {
        await this.pos.syncAllOrders({ throw: true });
        this.afterOrderValidation();
      } catch (error) {
        return this.handleValidationError(error);
      }
    }
    handleValidationError(error) {
      if (error instanceof ConnectionLostError) {
        this.afterOrderValidation();
        Promise.reject(error);
      } else if (error instanceof RPCError) {
        this.order.update({ state: "draft" });
        showRPCError(this.pos.dialog, error);
      } else {
        throw error;
      }
      return error;
    }
    /** Asks the kitchen's view of the order; this also makes an order dirty again. */
    async afterOrderValidation() {
      this.order.updateLastOrderChange();
      if (this.order.isSynced) {
        await this.pos.data.call("pos.order", "get_preparation_change", [this.order.id]).catch(() => {
        });
        this.order._dirty = false;
      }
    }
  };

  // web/src/screens/payment_screen.js
  var ICONS = { cash: "money", bank: "card-bank", pay_later: "pay-later" };
  var PaymentScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h("div.payment-screen.screen");
    }
    render() {
      const order = this.pos.getOrder();
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      this.element.replaceChildren(
        h(
          "div.left-content",
          {},
          h(
            "div.paymentmethods",
            {},
            ...this.pos.models["pos.payment.method"].map((method) => this.method(method, order))
          ),
          h("button.back.btn", { onclick: () => this.back(order) }, _t("Back"))
        ),
        h(
          "div.center-content",
          {},
          h("div.total", {}, money(order?.priceIncl ?? 0)),
          h(
            "div.paymentlines",
            {},
            ...(order?.payment_ids ?? []).map(
              (payment) => h("div.paymentline", {}, payment.payment_method_id.name, " ", money(payment.raw.amount))
            )
          ),
          h(
            "button.validation-button.next.btn",
            {
              class: `button validation-button next validation btn ${order?.isPaid() ? "highlight" : "disabled"}`,
              onclick: () => new OrderPaymentValidation(this.pos, order).validateOrder()
            },
            _t("Validate")
          )
        )
      );
    }
    method(method, order) {
      return h(
        "div.button.paymentmethod.btn",
        { onclick: () => order.paid !== order.priceIncl && this.pos.addPaymentline(method) },
        h("img.payment-method-icon", { src: `/point_of_sale/static/src/img/${ICONS[method.raw.type]}.png` }),
        h("span.payment-name", {}, method.raw.name)
      );
    }
    back(order) {
      this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
  };

  // web/src/screens/configurator.js
  function openConfigurator(pos, template) {
    const variants = template.product_variant_ids;
    const name = (variant) => variant.product_template_attribute_value_ids.map((value) => value.raw.name).join(", ");
    let chosen = variants[0];
    const choice = h(
      "select",
      { onchange: ({ target }) => chosen = variants[target.selectedIndex] },
      ...variants.map((variant) => h("option", {}, name(variant)))
    );
    pos.dialog.add({
      title: template.raw.name,
      body: [choice],
      buttons: [
        {
          label: _t("Add"),
          class: "btn-primary",
          run: (close) => {
            pos.addLineToCurrentOrder(chosen, { name: `${template.raw.name} (${name(chosen)})` });
            close();
          }
        },
        { label: _t("Discard"), class: "btn-secondary" }
      ]
    });
  }

  // web/src/screens/product_screen.js
  var SHOWN = 100;
  var ProductScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.left = h("div.leftpane");
      this.list = h("div.product-list");
      this.categories = h("div.category-list");
      this.element = h("div.product-screen", {}, this.left, h("div.rightpane", {}, this.categories, this.list));
      this.searchBox = h("input.o_input", {
        placeholder: _t("Search products..."),
        value: pos.search.word,
        oninput: ({ target }) => pos.search.word = target.value,
        onkeydown: ({ key }) => key === "Enter" && this.searchServer()
      });
      pos.barcodeReader?.register({ product: (code) => this.scanned(code) });
      if (pos.session.state === "opening_control") {
        openOpeningControl(pos);
      }
    }
    async scanned(code) {
      const find = () => this.pos.models["product.template"].find((t) => t.raw.barcode === code);
      if (!find()) {
        await this.pos.loadNewProducts([["product_variant_ids.barcode", "in", [code]]]);
      }
      if (find()) {
        this.add(find());
      } else {
        this.pos.dialog.alert(_t("Unknown Barcode"), code);
      }
    }
    /** Looks on the server for products that were too many to load. */
    async searchServer() {
      const { word } = this.pos.search;
      if (!word) {
        return;
      }
      const either = ["name", "default_code", "barcode"].map((field) => [field, "ilike", word]);
      await this.pos.loadNewProducts(["|", "|", ...either, ["available_in_pos", "=", true]], 0, 30);
      this.drawn = null;
      this.render();
    }
    add(template) {
      if (!this.pos.getOrder()) {
        this.pos.addNewOrder();
      }
      if (template.attribute_line_ids.length) {
        openConfigurator(this.pos, template);
      } else {
        this.pos.addLineToCurrentOrder(template.product_variant_ids[0], template);
      }
    }
    render() {
      const order = this.pos.getOrder();
      if (order && order.state !== "draft") {
        this.pos.navigate("ProductScreen", { orderUuid: this.pos.addNewOrder().uuid });
        return;
      }
      this.renderOrder();
      const drawn = JSON.stringify([this.pos.search.word, this.pos.search.category]);
      if (drawn !== this.drawn) {
        this.drawn = drawn;
        this.renderCategories();
        this.list.replaceChildren(...this.visible().map((template) => this.tile(template)));
      }
    }
    visible() {
      const word = this.pos.search.word.toLowerCase();
      const { category } = this.pos.search;
      const found = [];
      for (const template of this.pos.models["product.template"].records.values()) {
        const { raw } = template;
        const fits = raw.available_in_pos && raw.name.toLowerCase().includes(word) && (!category || raw.pos_categ_ids.includes(category));
        if (fits && found.push(template) === SHOWN) {
          break;
        }
      }
      return found;
    }
    tile(template) {
      const image = this.pos.config.show_product_images && template.getImageUrl();
      return h(
        "article.product",
        { tabindex: 0, "data-product-id": template.id, onclick: () => this.add(template) },
        h(
          "div.product-img",
          {},
          image && h("img", { src: image, alt: template.raw.name, draggable: "false" })
        ),
        h("div.product-content", {}, h("div.product-name", {}, template.raw.name))
      );
    }
    renderCategories() {
      const choose = (id) => () => this.pos.search.category = this.pos.search.category === id ? null : id;
      this.categories.replaceChildren(
        ...this.pos.models["pos.category"].map(
          (category) => h(
            "button.category-button.btn",
            { onclick: choose(category.id) },
            category.raw.has_image && h("img", { src: `/web/image?model=pos.category&field=image_128&id=${category.id}` }),
            h("span", {}, category.raw.name)
          )
        )
      );
    }
    renderOrder() {
      const order = this.pos.getOrder();
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      const lines = order?.lines ?? [];
      const parts = [
        h("i.oi", { "aria-hidden": true }, "⋮"),
        h("ul.order-container", {}, ...lines.map((line) => this.line(line, money))),
        lines.length > 0 && h("div.order-summary", {}, _t("Total"), h("span.total", {}, money(order.priceIncl))),
        lines.length > 0 && h(
          "button.pay-order-button.button.btn",
          { onclick: () => this.pos.navigate("PaymentScreen", { orderUuid: order.uuid }) },
          _t("Payment")
        )
      ];
      this.left.replaceChildren(...parts.filter(Boolean));
    }
    line(line, money) {
      return h(
        "li.orderline",
        {},
        h("span.qty", {}, String(line.raw.qty)),
        h("span.product-name", {}, line.raw.full_product_name),
        h("span.price", {}, money(line.raw.price_subtotal_incl))
      );
    }
  };

  // web/src/screens/receipt_screen.js
  var ReceiptScreen = class {
    constructor(pos) {
      this.pos = pos;
      this.element = h("div.receipt-screen.screen");
    }
    render() {
      const order = this.pos.getOrder();
      if (!order) {
        return;
      }
      const money = (amount) => formatCurrency(amount, this.pos.currency);
      this.element.replaceChildren(
        h(
          "div.actions",
          {},
          h("h1", {}, `${_t("Payment Successful")}: ${money(order.priceIncl)}`),
          h("button.button.next.validation.btn", { name: "done", onclick: () => this.next() }, _t("New Order"))
        ),
        h(
          "div.pos-receipt",
          {},
          h("img.pos-receipt-logo", { src: this.pos.receiptLogo, alt: "Logo" }),
          h("div", {}, `${_t("Ticket")} ${order.raw.pos_reference}`),
          ...order.lines.map(
            (line) => h(
              "div.orderline",
              {},
              `${line.raw.qty} ${line.raw.full_product_name} `,
              h("span.price", {}, money(line.raw.price_subtotal_incl))
            )
          ),
          h("div.receipt-total", {}, `${_t("Total")} ${money(order.priceIncl)}`),
          ...order.payment_ids.map(
            (payment) => h("div.paymentlines", {}, `${payment.payment_method_id.name} ${money(payment.raw.amount)}`)
          )
        )
      );
    }
    next() {
      if (this.pos.config.module_pos_restaurant) {
        this.pos.showDefault();
        return;
      }
      const order = this.pos.addNewOrder();
      this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
    }
  };

  // web/src/screens/chrome.js
  var SCREENS = { LoginScreen, ProductScreen, PaymentScreen, ReceiptScreen, FloorScreen };
  var Chrome = class {
    constructor(pos) {
      this.pos = pos;
      this.display = new CustomerDisplayPosAdapter();
      this.header = h("div.pos-topheader");
      this.content = h("div.pos-content");
      this.element = h("div.pos", {}, this.header, this.content);
      this.menuOpen = false;
    }
    mount() {
      document.body.append(this.element);
      this.pos.dialog.attach(document.body);
      this.pos.addEventListener("change", () => this.render());
      this.watchOrders();
      listenToScanner((code) => this.scanned(code));
      this.render();
      this.pos.askForProductAccess();
    }
    scanned(code) {
      if (this.pos.barcodeReader) {
        this.pos.barcodeReader.scan(code);
      } else {
        this.pos.dialog.alert(
          _t("Unable to parse barcode"),
          _t("The barcode nomenclature was not loaded. Reload the page when the server is back.")
        );
      }
    }
    watchOrders() {
      const send = () => {
        const order = this.pos.getOrder();
        if (order) {
          this.display.dispatch(order, this.pos);
        }
      };
      let pending = false;
      const later = () => {
        if (!pending) {
          pending = true;
          setTimeout(() => {
            pending = false;
            send();
          });
        }
      };
      for (const model of ["pos.order", "pos.order.line", "pos.payment"]) {
        this.pos.models[model].addEventListener("update", later);
      }
      if (this.pos.getOrder()) {
        later();
      }
    }
    render() {
      const name = this.pos.router.state.current;
      const uuid = this.pos.router.state.params.orderUuid;
      if (uuid && this.pos.selectedOrderUuid !== uuid && this.pos.models["pos.order"].getBy("uuid", uuid)) {
        this.pos.selectedOrderUuid = uuid;
      }
      if (this.screenName !== name) {
        this.screenName = name;
        this.screen = new SCREENS[name](this.pos);
        this.content.replaceChildren(this.screen.element);
      }
      this.screen.render();
      const focused = document.activeElement;
      this.header.replaceChildren(this.left(), this.right());
      if (focused?.isConnected) {
        focused.focus();
      }
    }
    left() {
      const orders = this.pos.getOpenOrders().filter((order) => !order.raw.table_id);
      const show = (order) => () => {
        this.pos.setOrder(order);
        this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
      };
      return h(
        "div.pos-leftheader",
        {},
        h("button.register-label.btn", { onclick: () => this.toProducts() }, _t("Register")),
        h("button.list-plus-btn.btn", { onclick: () => show(this.pos.addNewOrder())() }, h("i.fa", {}, "+")),
        ...orders.map(
          (order) => h(
            "button.btn",
            {
              class: `btn floating-order ${order.uuid === this.pos.selectedOrderUuid ? "active" : ""}`,
              onclick: show(order)
            },
            order.raw.tracking_number
          )
        )
      );
    }
    toProducts() {
      this.pos.showDefault();
    }
    right() {
      const { offline, loading } = this.pos.data.network;
      return h(
        "div.pos-rightheader",
        {},
        this.screenName === "ProductScreen" && this.screen.searchBox,
        (offline || loading) && h("div.oe_status.btn", {}, offline ? h("div.fa.fa-chain-broken", { title: _t("Offline") }, "⚡") : "…"),
        h("button.cashier-name.btn", {}, h("img.avatar", { src: `/web/image/res.users/${this.pos.user.id}/avatar_128` })),
        h("button.btn.o-dropdown", { onclick: () => this.toggleMenu() }, h("i.fa.fa-bars", {}, "☰")),
        this.menuOpen && this.menu()
      );
    }
    toggleMenu() {
      this.menuOpen = !this.menuOpen;
      this.render();
    }
    menu() {
      const item = (label, run) => h(
        "span.dropdown-item",
        {
          onclick: () => {
            this.toggleMenu();
            run();
          }
        },
        _t(label)
      );
      return h(
        "div.o-dropdown--menu",
        {},
        item("Lock", () => this.pos.showLoginScreen()),
        item("Cash In/Out", () => openCashMovePopup(this.pos)),
        item("Reload Data", () => this.pos.reloadData(true)),
        item("Backend", () => this.pos.closePos()),
        item("Close Register", () => openClosingPopup(this.pos))
      );
    }
  };

  // web/src/main.js
  var FONT_DEADLINE = 5e3;
  odoo.info = {
    db: session.db,
    server_version: session.server_version,
    server_version_info: session.server_version_info,
    isEnterprise: session.server_version_info.at(-1) === "e"
  };
  function documentReady() {
    return document.readyState === "loading" ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve)) : Promise.resolve();
  }
  function fontsLoaded() {
    return Promise.race([
      Promise.allSettled(["Lato", "Inconsolata"].map((name) => document.fonts.load(`16px ${name}`))),
      new Promise((resolve) => setTimeout(resolve, FONT_DEADLINE))
    ]);
  }
  function registerServiceWorker() {
    const urlsToCache = JSON.parse(odoo.urls_to_cache);
    urlsToCache.push("/web/static/lib/zxing-library/zxing-library.js");
    navigator.serviceWorker?.register("/pos/service-worker.js").then(({ installing, waiting, active }) => {
      (installing || waiting || active).postMessage({ urlsToCache });
    });
  }
  function askBeforeLeaving(pos) {
    window.addEventListener("beforeunload", (event) => {
      if (!pos.data.network.offline) {
        leaving(pos);
      } else {
        event.preventDefault();
        event.returnValue = _t(
          "You are currently offline. Reloading the page may cause you to lose unsaved data."
        );
      }
    });
  }
  async function startServices(env, loader) {
    const services = { orm: new ORM(), bus_service: new Bus(), dialog: new DialogService(), ui: new BlockService() };
    Object.assign(env.services, services);
    watchErrors(env);
    const barcodes = startBarcodeReader(services.orm);
    try {
      await startLocalization();
    } catch (error) {
      loader.vanish();
      throw error;
    }
    services.barcode_reader = await barcodes;
    services.pos_router = new PosRouter();
    services.pos_data = await PosData.start(env, services);
    const pos = new PosStore();
    await pos.setup(env, services);
    Object.assign(env.services, services, { pos });
    return pos;
  }
  async function start() {
    await documentReady();
    const loader = new Loader();
    const env = { services: {} };
    try {
      const pos = await startServices(env, loader);
      const chrome = new Chrome(pos);
      window.posmodel = pos;
      await fontsLoaded();
      chrome.mount();
      loader.hide();
      askBeforeLeaving(pos);
      registerServiceWorker();
    } catch (error) {
      loader.fail(error);
      throw error;
    }
  }
  start();
})();
