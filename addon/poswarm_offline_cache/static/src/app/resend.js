/*
 * Keeps a sale in the point of sale's own queue until the server has it.
 *
 * Odoo takes an order for sent when it starts to send it: one failed try marks
 * it clean, and every later sync of that page, closing the register included,
 * passes it by (https://github.com/odoo/odoo/pull/261096). The same goes for
 * the lines of a draft: those that were changed or removed are not sent again.
 * Nothing here sends or changes an order; the next sync of the queue finds what
 * the failed one took, that is all.
 *
 * Relies on records: `uuid`, `id`, `_markDirty()`, `isUnsyncedPaid` of orders, and
 * `model.name` and `models.commands` (`{delete, unlink}`, by model and then by
 * field) of orders with removed lines.
 */
import { isUnsent } from "./paid_drafts";
import { definePatch } from "./patches";

/** Commands of Odoo's ORM in what is sent, and where the record keeps them. */
const UPDATE = 1;
const REMOVALS = { 2: "delete", 3: "unlink" };

/** Marks again what serialising for a try that failed has unmarked. */
function markSent(record, serialized) {
    record._markDirty();
    for (const [field, values] of Object.entries(serialized)) {
        for (const value of Array.isArray(values) ? values : []) {
            if (Array.isArray(value)) {
                markCommand(record, field, value);
            }
        }
    }
}

function markCommand(record, field, [command, id, values]) {
    if (command === UPDATE) {
        const child = record[field].find((one) => one.id === id);
        if (child) {
            markSent(child, values);
        }
    } else if (command in REMOVALS) {
        const commands = record.models.commands[record.model.name][REMOVALS[command]];
        commands.set(field, [...(commands.get(field) ?? []), { id, parentId: record.id }]);
    }
}

function keepInQueue(data, serializedOrders, unanswered) {
    for (const serialized of serializedOrders) {
        const order = data.models["pos.order"].find(({ uuid }) => uuid === serialized.uuid);
        if (order && (unanswered || isUnsent(order))) {
            markSent(order, serialized);
        }
    }
}

definePatch("resend", ({ ConnectionLostError, PosData, PosStore }, { around }) => {
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            try {
                return await stock(options, ...rest);
            } catch (error) {
                // Also when the server refused, as after a log-in that ran out
                // meanwhile: what it has not taken is not sent.
                if (options.method === "sync_from_ui") {
                    keepInQueue(this, options.args[0], error instanceof ConnectionLostError);
                }
                throw error;
            }
        },
    });

    around(PosStore.prototype, {
        async setup(stock, ...args) {
            const done = await stock(...args);
            // The server may have come back while nobody listened for it yet.
            if (this.models["pos.order"].some(isUnsent)) {
                this.syncAllOrdersDebounced();
            }
            return done;
        },
    });
});
