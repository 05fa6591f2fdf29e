/**
 * Records with links: a small model layer. A record holds what the server sent
 * in `raw`; reading a relation gives the linked records, writing a field marks
 * the record as not sent ("dirty") and tells who listens.
 */
const X2MANY = ["one2many", "many2many"];

function isLocal({ compute, related }) {
    return Boolean(compute || related);
}

export class Base {
    constructor(model, raw) {
        this.model = model;
        this.models = model.models;
        this.raw = raw;
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
        Object.assign(this.raw, values);
        this._markDirty();
        this.model.trigger("update", { id: this.raw.id });
    }

    delete() {
        this.model.delete(this);
    }

    serializeForIndexedDB() {
        return { ...this.raw };
    }

    /**
     * The record as commands for the server. From here on it counts as sent:
     * whether the server gets it is known only later.
     */
    serializeForORM() {
        const result = {};
        for (const field of this.model.fields) {
            if (isLocal(field) || field.name === "id" || (field.relation && !this.models[field.relation])) {
                continue;
            }
            result[field.name] = this.serializeField(field);
        }
        this._dirty = false;
        return result;
    }

    serializeField({ name, type, relation }) {
        if (X2MANY.includes(type)) {
            if (!this.models[relation].dynamic) {
                return this.raw[name] ?? [];
            }
            return this[name].map((child) =>
                child.isSynced ? [1, child.id, child.serializeForORM()] : [0, 0, child.serializeForORM()]
            );
        }
        if (type === "many2one" && this.model.parents.includes(name)) {
            return undefined; // the parent's command says it
        }
        return this.raw[name] ?? false;
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
    constructor(models, name, relations, { key = "id", dynamic = false, ExtraClass }) {
        super();
        this.models = models;
        this.name = name;
        this.key = key;
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
            return target.get(value);
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
        return this.byId.get(id) ?? this.records.get(id);
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
        const key = raw[this.key];
        const known = this.records.get(key);
        if (known) {
            this.byId.delete(known.raw.id);
            Object.assign(known.raw, raw);
            this.byId.set(raw.id, known);
            this.trigger("update", { id: raw.id });
            return known;
        }
        const record = new this.Record(this, raw);
        this.records.set(key, record);
        this.byId.set(raw.id, record);
        this.trigger("update", { id: raw.id });
        return record;
    }

    delete(record) {
        const key = record.raw[this.key];
        this.records.delete(key);
        this.byId.delete(record.raw.id);
        this.trigger("delete", { key });
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
    for (const [name, fields] of Object.entries(relations)) {
        models[name] = new Model(models, name, fields, {
            key: opts.databaseTable[name]?.key,
            dynamic: opts.dynamicModels.includes(name),
            ExtraClass: classes[name],
        });
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
