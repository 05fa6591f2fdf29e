/*
 * Keeps what has changed on orders that the server knows through a reload.
 *
 * Odoo marks what is not sent yet in memory: after F5 a line that was taken off
 * a table comes back, and a changed quantity keeps its old value on the server
 * (https://github.com/odoo/odoo/issues/223918). Here the marks, the removals and
 * what lost sends held are in the ledger, written with Odoo's own write of the
 * orders, and set again when the orders have been loaded.
 *
 * Relies on records: `_dirty`; on `models.commands`, `{delete, unlink}` by model,
 * each a map of field to `{id, parentId}`.
 */
import { definePatch } from "../patches";
import { treeOf } from "./records";
import { heldByLostSends, noteDoubt, restoreHeld } from "./sends";
import { write } from "./owed";
import { readAll } from "./storage";
import { isSettled } from "./settled";

const ORDER = "pos.order";

/** What is on the disk, by the order's uuid. @type {Map<string, string>} */
const written = new Map();
let loading = null;

async function load() {
    const stored = (await readAll("drafts")) ?? [];
    const ours = stored.filter(({ database, config }) => database === odoo.info?.db && config === odoo.pos_config_id);
    ours.forEach((mark) => written.set(mark.uuid, JSON.stringify(mark)));
    return ours;
}

function removalsOf(tree, commands) {
    return tree.flatMap((record) =>
        Object.entries(commands?.[record.model.name] ?? {}).flatMap(([kind, map]) =>
            [...map].flatMap(([field, list]) =>
                list
                    .filter(({ parentId }) => parentId === record.id)
                    .map(({ id }) => ({ model: record.model.name, parent: record.id, kind, field, id }))
            )
        )
    );
}

function markOf(order, opts) {
    const tree = treeOf(order, opts);
    return {
        uuid: order.uuid,
        database: odoo.info?.db,
        config: odoo.pos_config_id,
        dirty: tree.filter(({ _dirty }) => _dirty).map(({ model, id }) => [model.name, id]),
        removals: removalsOf(tree, order.models.commands),
        held: [...heldByLostSends(order.uuid)],
    };
}

/** An order whose marks are more than that it is not sent at all. */
function isMarked(order) {
    return !isSettled(order) && order.isDirty() && (order.isSynced || heldByLostSends(order.uuid).size > 0);
}

async function keepMarks(data) {
    const marks = data.models[ORDER].filter(isMarked).map((order) => markOf(order, data.opts));
    const now = new Set(marks.map(({ uuid }) => uuid));
    const changed = marks.filter((mark) => written.get(mark.uuid) !== JSON.stringify(mark));
    const gone = [...written.keys()].filter((uuid) => !now.has(uuid));
    if (!changed.length && !gone.length) {
        return;
    }
    if (await write({ drafts: changed }, { drafts: gone })) {
        changed.forEach((mark) => written.set(mark.uuid, JSON.stringify(mark)));
        gone.forEach((uuid) => written.delete(uuid));
    }
}

function setRemoval(models, { model, parent, kind, field, id }) {
    const map = models.commands?.[model]?.[kind];
    const list = map?.get(field) ?? [];
    if (map && !list.some((one) => one.id === id && one.parentId === parent)) {
        map.set(field, [...list, { id, parentId: parent }]);
    }
}

/** Sets the marks of the orders that are in the models; again does no harm. */
export async function setMarks(data) {
    loading ??= load();
    for (const mark of await loading) {
        if (!data.models[ORDER].getBy("uuid", mark.uuid)) {
            continue;
        }
        for (const [model, id] of mark.dirty) {
            const record = data.models[model]?.get(id);
            if (record) {
                record._dirty = true;
            }
        }
        mark.removals.forEach((removal) => setRemoval(data.models, removal));
        restoreHeld(mark.uuid, mark.held);
        noteDoubt(mark.uuid);
    }
}

definePatch("ledger_drafts", ({ PosData, PosStore }, { around, safely }) => {
    let set = false;
    around(PosData.prototype, {
        async getLocalDataFromIndexedDB(stock, ...args) {
            const loaded = await stock(...args);
            await safely(setMarks)(this);
            set = true;
            return loaded;
        },

        async synchronizeLocalDataInIndexedDB(stock, ...args) {
            const done = await stock(...args);
            if (set) {
                await safely(keepMarks)(this);
            }
            return done;
        },
    });

    around(PosStore.prototype, {
        async afterProcessServerData(stock, ...args) {
            // Once more, for the orders that were put back meanwhile.
            await safely(setMarks)(this.data);
            const marked = this.models[ORDER].filter((order) => !order.finalized && isMarked(order));
            this.addPendingOrder(marked.map(({ id }) => id));
            return stock(...args);
        },
    });
});
