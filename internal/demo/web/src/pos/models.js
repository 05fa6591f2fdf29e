/**
 * Records with links: a small model layer. A record holds what the server sent
 * in `raw`; reading a relation gives the linked records, writing a field marks
 * the record as not sent ("dirty") and tells who listens. What was removed from
 * a record that the server knows waits in `models.commands`. Marks and commands
 * live in memory only, as in Odoo (`models/related_models`).
 */
const X2MANY = ["one2many", "many2many"];

const UI_STATE = "JSONuiState";

/** Where removals wait, and the command of Odoo's ORM that each becomes. */
const REMOVALS = [
    ["unlink", 3],
    ["delete", 2],
];

function isLocal({ compute, related }) {
    return Boolean(compute || related);
}

export class Base {
    constructor(model, raw) {
        this.model = model;
        this.models = model.models;
        this.raw = raw;
    }

    /** Once in the life of a record. */
    initState() {}

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
            if (isLocal(field) || (field.relation && !this.models[field.relation])) {
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
            return this.models[relation].dynamic
                ? [...this.serializeChildren(field, options), ...this.takeRemovals(field, options)]
                : this.raw[name] ?? [];
        }
        if (type === "many2one" && this.model.parents.includes(name)) {
            return undefined; // the parent's command says it
        }
        if (type === "many2one" && this.models[relation]) {
            // What is not loaded is not linked, and of what has no number nothing is said.
            const linked = this[name];
            return linked ? (linked.isSynced ? linked.id : undefined) : false;
        }
        return this.raw[name] ?? false;
    }

    serializeChildren({ name }, options) {
        return this[name]
            .filter((child) => !child.isSynced || child.isDirty())
            .map((child) =>
                child.isSynced
                    ? [1, child.id, child.serializeForORM(options)]
                    : [0, 0, child.serializeForORM(options)]
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
}

/** A class whose records read and write the fields of one model. */
function recordClass(fields, ExtraClass) {
    const Record = class extends (ExtraClass ?? Base) {};
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
            },
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

export class Model extends EventTarget {
    constructor(models, name, relations, { key = "id", stored = false, dynamic = false, ExtraClass }) {
        super();
        this.models = models;
        this.name = name;
        this.key = key;
        this.stored = stored; // in the page's own database, with what the server does not have
        this.dynamic = dynamic;
        this.fields = Object.values(relations);
        this.parents = this.fields.filter((f) => f.ondelete === "cascade" && dynamic).map((f) => f.name);
        this.records = new Map();
        this.byId = new Map();
        this.Record = recordClass(this.fields, ExtraClass);
    }

    follow(record, { name, type, relation }) {
        const value = record.raw[name];
        const target = relation && this.models[relation];
        if (!target) {
            return value;
        }
        if (type === "many2one") {
            return target.get(value) ?? (typeof value === "string" ? target.getBy("uuid", value) : undefined);
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
                result[name] = [...new Set([...local, ...raw[name]])];
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
}

/**
 * Makes all models.
 *
 * @param {Record<string, Record<string, object>>} relations fields by model
 * @param {DataServiceOptions} opts
 * @param {Record<string, typeof Base>} classes record classes with more than fields
 */
export function createRelatedModels(relations, opts, classes) {
    const models = {};
    Object.defineProperty(models, "loading", { value: false, writable: true });
    Object.defineProperty(models, "commands", { value: {} });
    Object.defineProperty(models, "loadConnectedData", { value: (data) => loadRecords(models, data) });
    for (const [name, fields] of Object.entries(relations)) {
        models[name] = new Model(models, name, fields, {
            key: opts.databaseTable[name]?.key,
            stored: name in opts.databaseTable,
            dynamic: opts.dynamicModels.includes(name),
            ExtraClass: classes[name],
        });
        models.commands[name] = { unlink: new Map(), delete: new Map() };
    }
    return models;
}

/** Puts records of the server or of the database into their models. */
export function loadRecords(models, data) {
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
