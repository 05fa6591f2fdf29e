/*
 * An order with all that belongs to it, as Odoo's own models hold it.
 *
 * The records are read and put back in the form in which Odoo keeps them in its
 * own database, so nothing here knows a field's meaning, and what an addon has
 * added to an order comes along.
 *
 * Relies on records: `model.name`, `model.fields` (`type`, `relation`, `dummy`,
 * `name`), `models`, `id`, `uuid`, `serializeForIndexedDB()`, `serializeForORM()`,
 * `_dirty`; on `models.loadConnectedData(records)`; on the data service's options
 * `dynamicModels` and `databaseTable`.
 */

const X2MANY = new Set(["one2many", "many2many"]);
const ORDER = "pos.order";

function isOwnChild(record, field, dynamic) {
    const { type, relation, dummy } = field;
    return (
        X2MANY.has(type) &&
        !dummy &&
        dynamic.has(relation) &&
        relation !== ORDER &&
        relation !== record.model.name &&
        Boolean(record.models[relation])
    );
}

/** A record that an order points to and that only this till knows, such as a new loyalty card. */
function isLocalTarget(record, field, opts) {
    const target = field.type === "many2one" && !field.dummy && record.models[field.relation] && record[field.name];
    const stored = target && field.relation in opts.databaseTable && !opts.dynamicModels.includes(field.relation);
    return Boolean(stored && !(target.id > 0));
}

/** The order's records, children first. */
export function treeOf(order, opts) {
    const dynamic = new Set(opts.dynamicModels);
    const seen = new Set();
    const found = [];
    const gather = (record) => {
        const key = `${record.model.name} ${record.id}`;
        if (seen.has(key)) {
            return;
        }
        seen.add(key);
        for (const field of Object.values(record.model.fields)) {
            if (isOwnChild(record, field, dynamic)) {
                (record[field.name] ?? []).forEach(gather);
            } else if (isLocalTarget(record, field, opts)) {
                gather(record[field.name]);
            }
        }
        found.push(record);
    };
    gather(order);
    return found;
}

function plain(value) {
    return JSON.parse(JSON.stringify(value));
}

/** The order's records by model, as Odoo's own database has them, children first. */
export function recordsOf(order, opts) {
    const records = {};
    for (const record of treeOf(order, opts)) {
        (records[record.model.name] ??= []).push(plain(record.serializeForIndexedDB()));
    }
    return records;
}

function copyCommands(models) {
    return Object.values(models.commands ?? {}).flatMap((kinds) =>
        Object.values(kinds).map((map) => [map, [...map]])
    );
}

/** What Odoo would send, without the marks that sending takes off. */
export function payloadOf(order, opts) {
    const dirty = treeOf(order, opts).map((record) => [record, record._dirty]);
    const commands = copyCommands(order.models);
    try {
        return plain(order.serializeForORM({ keepCommands: true }));
    } finally {
        dirty.forEach(([record, mark]) => (record._dirty = mark));
        for (const [map, entries] of commands) {
            map.clear();
            entries.forEach(([key, value]) => map.set(key, value));
        }
    }
}

/** Marks an order and all that belongs to it as not sent. */
export function markAll(order, opts) {
    for (const record of treeOf(order, opts)) {
        record._dirty = true;
    }
}

/**
 * Gives records other ids, and all that points from one to another as well.
 *
 * @param {Record<string, object[]>} records as of recordsOf()
 * @param {Record<string, Map<any, any>>} ids new ids by model and present id
 * @param {any} models Odoo's models, for what a field points to
 */
export function renumber(records, ids, models) {
    const mapped = {};
    for (const [model, list] of Object.entries(records)) {
        const fields = Object.values(models[model].fields).filter(({ relation }) => relation in ids);
        mapped[model] = list.map((record) => {
            const changed = { ...record, id: ids[model]?.get(record.id) ?? record.id };
            for (const { name, relation } of fields.filter((field) => field.name in record)) {
                const value = record[name];
                const to = (id) => ids[relation].get(id) ?? id;
                changed[name] = Array.isArray(value) ? value.map(to) : to(value);
            }
            return changed;
        });
    }
    return mapped;
}
