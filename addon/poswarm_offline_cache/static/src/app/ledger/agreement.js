/*
 * Takes over the server's numbers of an order before it is sent again.
 *
 * An order whose send was not answered may be on the server, all of it or an
 * earlier part. Sent again as new, its lines are refused ("An order line with
 * this uuid already exists") or doubled. So it is asked for by uuid first: what
 * is here as well gets the server's numbers, what was removed here since is
 * removed there, what another terminal added to a draft is taken over, and then
 * all of it counts as changed and is sent. What is here stays as it is.
 *
 * Relies on `models.commands` (`{delete, unlink}` by model, each a map of field
 * to `{id, parentId}`), `models.loadConnectedData()`, `pendingOrder.create` and
 * `.write`, `addPendingOrder()`.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { idOf } from "./entries";
import { newName } from "./named";
import { markAll, recordsOf, renumber, treeOf } from "./records";
import { heldByLostSends, removalsOfLostSends } from "./sends";

const ORDER = "pos.order";
const LINE = "pos.order.line";
const PAYMENT = "pos.payment";
/** What differs between two copies of one record although it is the same. */
const OWN = new Set(["id", "uuid", "create_date", "write_date", "create_uid", "write_uid", "display_name"]);

function fieldsOf(models, model) {
    return Object.values(models[model].fields);
}

function fieldOf(models, model, name) {
    return fieldsOf(models, model).find((field) => field.name === name);
}

const isScalar = (value) => ["string", "number", "boolean"].includes(typeof value);

/** Whether a record without a uuid is one that the server has. */
function hasSameContent(mine, theirs, fields, ids) {
    return fields.every(({ name, relation }) => {
        if (OWN.has(name) || !isScalar(mine[name]) || !isScalar(theirs[name])) {
            return true;
        }
        return (ids[relation]?.get(mine[name]) ?? mine[name]) === theirs[name];
    });
}

function counterpart(mine, rows, fields, ids, taken) {
    const free = rows.filter(({ id }) => !taken.has(id));
    if (mine.uuid) {
        const same = free.find(({ uuid }) => uuid === mine.uuid);
        if (same || free.some(({ uuid }) => uuid)) {
            return same;
        }
    }
    return free.find((theirs) => theirs.id === mine.id) ?? free.find((theirs) => hasSameContent(mine, theirs, fields, ids));
}

/** Children come first in `records`, and what they point to is told apart by their parents. */
function match(records, answer, models) {
    const ids = {};
    const pairs = new Map();
    for (const [model, list] of Object.entries(records).reverse()) {
        const fields = fieldsOf(models, model);
        const taken = new Set();
        ids[model] = new Map();
        for (const mine of list) {
            const theirs = counterpart(mine, answer[model] ?? [], fields, ids, taken);
            if (theirs) {
                taken.add(theirs.id);
                ids[model].set(mine.id, theirs.id);
                pairs.set(mine, theirs);
            }
        }
    }
    return { ids, pairs };
}

/**
 * What has a number here that the server has no record of: it was removed there
 * meanwhile. It is part of this order, so it is a new one there.
 */
function renew(records, { ids, pairs }, { dynamicModels }) {
    for (const [model, list] of Object.entries(records)) {
        for (const mine of list) {
            if (model !== ORDER && dynamicModels.includes(model) && typeof mine.id === "number" && !pairs.has(mine)) {
                ids[model].set(mine.id, mine.uuid ?? newName());
            }
        }
    }
}

/** Mine, with the server's date and with the plain values that only the server has. */
function joined(mine, theirs, related) {
    const known = Object.entries(theirs).filter(([name]) => mine[name] === undefined && !related.has(name));
    return { ...Object.fromEntries(known), ...mine, write_date: theirs.write_date };
}

function joinAll(records, pairs, models) {
    const full = {};
    for (const [model, list] of Object.entries(records)) {
        const related = new Set(fieldsOf(models, model).filter(({ relation }) => relation).map(({ name }) => name));
        full[model] = list.map((mine) => (pairs.has(mine) ? joined(mine, pairs.get(mine), related) : mine));
    }
    return full;
}

/** The commands that remove something from a record of the order. */
function commandMaps(order, opts) {
    const { commands } = order.models;
    const found = [];
    for (const record of treeOf(order, opts)) {
        for (const map of Object.values(commands?.[record.model.name] ?? {})) {
            found.push({ record, map });
        }
    }
    return found;
}

/** What the server no longer has needs no removal, and is refused with a MissingError. */
function dropRemovals(order, opts, answer, ids) {
    for (const { record, map } of commandMaps(order, opts)) {
        const { name: model } = record.model;
        const parent = ids[model]?.get(record.id) ?? record.id;
        for (const [field, list] of [...map]) {
            const rows = answer[fieldOf(order.models, model, field)?.relation];
            const there = ({ id }) => (rows ? rows.some((row) => row.id === id) : Boolean(answer[ORDER]));
            const kept = list
                .filter((one) => (one.parentId !== record.id && one.parentId !== parent) || there(one))
                .map((one) => (one.parentId === record.id ? { ...one, parentId: parent } : one));
            if (kept.length) {
                map.set(field, kept);
            } else {
                map.delete(field);
            }
        }
    }
}

function queueRemoval(models, field, id, parentId, kind = "delete") {
    const map = models.commands?.[ORDER]?.[kind];
    const list = map?.get(field) ?? [];
    if (map && !list.some((one) => one.id === id && one.parentId === parentId)) {
        map.set(field, [...list, { id, parentId }]);
    }
}

function isRemovedHere(models, field, id, orderId) {
    return Object.values(models.commands?.[ORDER] ?? {}).some((map) =>
        map.get(field)?.some((one) => one.id === id && one.parentId === orderId)
    );
}

const inWords = {
    [LINE]: ({ qty, full_product_name: name, price_subtotal_incl: price }) => `${qty} × ${name}, ${price}`,
    [PAYMENT]: ({ amount, payment_method_id: method }, models) =>
        `${models["pos.payment.method"].get(idOf(method))?.name ?? _t("Payment")}, ${amount}`,
};
const whatToDo = {
    [LINE]: () => _t("It is not part of the sale. Ring it up anew if it was served."),
    [PAYMENT]: () => _t("It was taken off the order. If the money was taken, give it back."),
};

/** The guest has paid what was on the bill: what came onto the table since is not of this sale. */
function tellForeign(order, model, rows) {
    ask({
        title: model === LINE ? _t("Ordered after the bill was paid") : _t("Paid twice"),
        lines: [
            _t("Another terminal added this to the order %s, which was paid here before:", order.pos_reference ?? ""),
            ...rows.map((row) => inWords[model](row, order.models)),
            whatToDo[model](),
        ],
        choices: [["close", _t("Close")]],
    });
}

/** The server's lines and payments that are not here: removed here, or another terminal's. */
function settleExtra(order, records, answer, theirs, ids) {
    const { models, uuid } = order;
    const mine = heldByLostSends(uuid);
    const paid = order.state !== "draft";
    const lostRemovals = removalsOfLostSends(uuid);
    const isTakenOff = (field, { id }) =>
        isRemovedHere(models, field, id, theirs.id) || lostRemovals.some((one) => one.field === field && one.id === id);
    const foreign = { [LINE]: [], [PAYMENT]: [] };
    const children = fieldsOf(models, ORDER).filter(
        ({ type, relation, dummy }) => type === "one2many" && !dummy && relation !== ORDER && relation in answer
    );
    const [record] = records[ORDER];
    for (const { name: field, relation } of children) {
        const matched = new Set(ids[relation]?.values());
        const extra = (answer[relation] ?? []).filter(
            (row) => (theirs[field] ?? []).includes(row.id) && !matched.has(row.id)
        );
        for (const row of extra) {
            if (mine.has(row.uuid)) {
                queueRemoval(models, field, row.id, theirs.id);
            } else if (isTakenOff(field, row)) {
                continue;
            } else if (!paid) {
                (records[relation] ??= []).push(row);
                record[field] = [...(record[field] ?? []), row.id];
            } else if (relation in foreign) {
                queueRemoval(models, field, row.id, theirs.id);
                foreign[relation].push(row);
            }
        }
    }
    for (const [model, rows] of Object.entries(foreign).filter(([, found]) => found.length)) {
        tellForeign(order, model, rows);
    }
    for (const { kind, field, id } of lostRemovals) {
        if ((theirs[field] ?? []).includes(id)) {
            queueRemoval(models, field, id, theirs.id, kind);
        }
    }
}

/** Records that Odoo finds by their id alone would be there twice. */
function dropRenumbered(models, ids, opts) {
    for (const [model, map] of Object.entries(ids)) {
        const key = opts.databaseTable[model]?.key ?? "id";
        for (const [from, to] of map) {
            if (key === "id" && from !== to) {
                models[model].get(from)?.delete();
            }
        }
    }
}

function load(pos, order, records, ids) {
    const before = order.id;
    const { models } = pos;
    dropRenumbered(models, ids, pos.data.opts);
    models.loadConnectedData(records);
    const now = models[ORDER].getBy("uuid", order.uuid);
    if (now.id !== before) {
        pos.pendingOrder.create.delete(before);
        pos.pendingOrder.write.delete(before);
    }
    markAll(now, pos.data.opts);
    pos.addPendingOrder([now.id]);
}

function adopt(pos, order, theirs, answer) {
    const { models } = pos;
    const { opts } = pos.data;
    const records = recordsOf(order, opts);
    const { ids, pairs } = match(records, answer, models);
    dropRemovals(order, opts, answer, ids);
    renew(records, { ids, pairs }, opts);
    const numbered = renumber(joinAll(records, pairs, models), ids, models);
    settleExtra(order, numbered, answer, theirs, ids);
    load(pos, order, numbered, ids);
}

/** The server has no such order, any more or yet: everything of it is new there. */
function disown(pos, order) {
    const { models } = pos;
    const { opts } = pos.data;
    const records = recordsOf(order, opts);
    const ids = {};
    for (const [model, list] of Object.entries(records)) {
        const numbered = list.filter(({ id }) => opts.dynamicModels.includes(model) && typeof id === "number");
        ids[model] = new Map(numbered.map(({ id, uuid }) => [id, uuid ?? newName()]));
    }
    dropRemovals(order, opts, {}, {});
    load(pos, order, renumber(records, ids, models), ids);
}

/**
 * Brings an order in line with what the server has of it.
 *
 * @param {any} pos the PosStore
 * @param {any} order
 * @param {Record<string, object[]>} answer of `read_pos_orders`
 */
export function agree(pos, order, answer) {
    const theirs = answer[ORDER].find(({ uuid }) => uuid === order.uuid);
    if (theirs?.state === "draft") {
        adopt(pos, order, theirs, answer);
    } else if (!theirs && order.isSynced) {
        disown(pos, order);
    }
    // One that the server has as paid it no longer changes: sent again, it answers with what it has.
}
