/*
 * What the page's copy of an order lacks of its entry.
 *
 * Odoo keeps of an order what its own tables have a place for, drops what it cannot find
 * (a number whose record is not loaded is nobody's), and loads older copies over lines. What it
 * lacks is then sent as nothing: a sale without its customer, in no session, without its lots.
 *
 * Relies on what treeOf() relies on, and on `serializeForORM()` sending `false` for a record that
 * is not loaded.
 */
import { hasPiecesOf, isSaleOf } from "./entries";
import { treeOf } from "./records";
import { lacksSale } from "./refunds";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** Of these it is known already, and most sales have no others. */
const COMPARED = new Set([ORDER, LINE, "pos.payment"]);

/** Whether there are as many records of each other kind; by their numbers, which change, nobody can tell. */
function hasRecords(order, entry, opts) {
    const models = Object.keys(entry.records).filter((model) => opts.dynamicModels.includes(model) && !COMPARED.has(model));
    const tree = models.length ? treeOf(order, opts) : [];
    const count = (model) => tree.filter((record) => record.model.name === model).length;
    return models.every((model) => count(model) >= entry.records[model].length);
}

export function isWhole(order, entry, opts) {
    if (entry.kind === "draft") {
        return true; // it goes on in the page: what was taken off it since must not come back
    }
    const sold = entry.records[LINE]?.length ?? 0;
    if (isSaleOf(entry, order)) {
        // An older copy of a line may have been loaded over it.
        return order.lines.length === sold && hasPiecesOf(entry, order.lines) && hasRecords(order, entry, opts);
    }
    const has = new Set(order.payment_ids.map(({ uuid }) => uuid));
    return order.lines.length >= sold && entry.payments.every(({ uuid }) => has.has(uuid));
}

function fieldsThatName(entry, models) {
    const fields = Object.values(models[ORDER].fields).filter(({ type, dummy }) => type === "many2one" && !dummy);
    return fields.filter(({ name }) => entry.payload?.[name] > 0);
}

/** The fields of an order by which its entry names a record of the server: its customer, its session. */
export function namedIn(entry, models) {
    return fieldsThatName(entry, models).map(({ name }) => name);
}

/**
 * What records of an order name that neither they nor the page hold.
 *
 * @returns {{model: string, id: number}[]}
 */
export function unloadedOf(entry, records, models) {
    const [order] = records[ORDER];
    const named = fieldsThatName(entry, models).map(({ name, relation }) => ({ model: relation, id: order[name] }));
    const isLoaded = ({ model, id }) => models[model]?.get(id) || records[model]?.some((record) => record.id === id);
    return named.filter((one) => one.id > 0 && models[one.model] && !isLoaded(one));
}

/** What the server does not give when it is asked is gone there as well. */
const asked = new Set();

/** @param {object} entry of which all was asked for that the page lacks */
export function noteAsked({ uuid }) {
    asked.add(uuid);
}

/** Whether the page does not know a customer, say, that the server can be asked for. */
function lacksNamed(data, order, entry) {
    const mayAsk = !data.network.offline && !asked.has(entry.uuid) && isSaleOf(entry, order);
    return mayAsk && namedIn(entry, data.models).some((name) => !order[name]);
}

/** Whether nothing of an entry has to be put back. */
export function isComplete(data, order, entry) {
    return (
        Boolean(order) &&
        (entry.kind === "draft" || order.finalized) &&
        isWhole(order, entry, data.opts) &&
        !lacksSale(data, order, entry) &&
        !lacksNamed(data, order, entry)
    );
}
