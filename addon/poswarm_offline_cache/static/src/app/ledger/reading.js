/*
 * Reads orders of the server, with all that belongs to them.
 *
 * Where it finds none Odoo names no other kind of record at all
 * (`read_pos_orders()` in models/pos_order.py): `{"pos.order": []}`.
 */

/** What there is of the kinds that the ledger looks at and an answer may not name. */
const nothing = () => ({ "pos.order.line": [], "pos.payment": [] });

/**
 * @param {any} data the PosData
 * @param {any[]} domain
 * @returns {Promise<Record<string, object[]>>} the records by model
 */
export async function readOrders(data, domain) {
    return { ...nothing(), ...(await data.orm.call("pos.order", "read_pos_orders", [domain])) };
}

export function readByUuid(data, uuids) {
    return readOrders(data, [["uuid", "in", uuids]]);
}

/** Odoo's `RPCError` of `@web/core/network/rpc`: the server was asked, and answered that it cannot. */
export const isRefusal = (error) => error?.name === "RPC_ERROR";

/** Several answers as one. */
export function joined(answers) {
    const all = {};
    for (const [model, records] of answers.flatMap(Object.entries)) {
        all[model] = [...(all[model] ?? []), ...records];
    }
    return all;
}

/** As many refusals, and no answer, say that it is not one order's fault: the rest is not asked for. */
const ENOUGH = 3;

async function readOneByOne(data, uuids) {
    const answers = [];
    const refused = new Map();
    let hopeless = null;
    for (const uuid of uuids) {
        try {
            if (hopeless) {
                throw hopeless;
            }
            answers.push(await readByUuid(data, [uuid]));
        } catch (error) {
            if (!isRefusal(error)) {
                throw error;
            }
            refused.set(uuid, error);
            hopeless = answers.length || refused.size < ENOUGH ? null : error;
        }
    }
    return { answer: joined([{ "pos.order": [], ...nothing() }, ...answers]), refused };
}

/**
 * Reads several orders: one that the server cannot read hides no other one.
 *
 * @param {any} data the PosData
 * @param {string[]} uuids
 * @returns {Promise<{answer: Record<string, object[]>, refused: Map<string, Error>}>} what was
 *     read, and of which orders it was not
 * @throws that the server does not answer
 */
export async function readEach(data, uuids) {
    try {
        return { answer: await readByUuid(data, uuids), refused: new Map() };
    } catch (error) {
        if (!isRefusal(error)) {
            throw error;
        }
        return uuids.length > 1 ? readOneByOne(data, uuids) : { answer: {}, refused: new Map([[uuids[0], error]]) };
    }
}
