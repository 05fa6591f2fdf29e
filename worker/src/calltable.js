/**
 * The read-only calls that may be answered from storage, one row each. Whatever is not here is
 * never intercepted: Odoo's own offline logic lives on honest connection errors, so a made-up
 * success (an order number, a gift card balance, a payment status) is worse than a failure.
 *
 * A row returns the part of the question that makes it the same question, or null when this
 * question must not be stored or answered. `session` says that the reply belongs to one POS
 * session.
 */

/** @typedef {{session?: (params: import("./types").Params) => number, same: (params: import("./types").Params) => any}} Row */

/** @type {Record<string, Row>} */
const TABLE = {
    // Without these two, scanning is dead until the next online start; they change with the
    // settings of the company only.
    "barcode.nomenclature.read": { same: ({ args = [], kwargs = {} }) => fieldsSorted(args, kwargs, 1) },
    "barcode.rule.search_read": { same: ({ args = [], kwargs = {} }) => fieldsSorted(args, kwargs, 1) },

    // Fields and relations of the models, the same for every session of a config. The POS keeps
    // a copy in localStorage; ours counts when that is gone.
    "pos.session.load_data_params": { same: () => [] },

    // A full load is an answer for its own session. A delta answers only the moment it was asked:
    // replayed on an empty database it makes a shop of six products, for good.
    "pos.session.load_data": {
        session: ({ args = [] }) => args[0],
        same: ({ args = [], kwargs = {} }) =>
            isFullLoad(kwargs) ? [args[1], !!kwargs.context?.pos_limited_loading] : null,
    },

    // Names records to forget. Stored only beside the full load of the same boot (calls.js).
    "pos.session.filter_local_data": { session: ({ args = [] }) => args[0], same: () => [] },

    // A product scanned or searched that the limited load left out.
    "product.template.load_product_from_pos": {
        same: ({ args = [], kwargs = {} }) => [args, !!kwargs.context?.load_archived],
    },

    // Only the look-up of a customer's card; other questions about partners are live.
    "res.partner.search_read": {
        same: ({ args = [], kwargs = {} }) =>
            isBarcodeLookup(args[0] ?? kwargs.domain) ? fieldsSorted(args, kwargs, 1) : null,
    },
};

/** @param {string} call "model.method" */
export function isListed(call) {
    return Object.hasOwn(TABLE, call);
}

/**
 * @param {string} call
 * @param {import("./types").Params} params
 * @returns {{session: number, same: any, context: Record<string, any>} | null}
 */
export function question(call, params) {
    const row = TABLE[call];
    const same = row && row.same(params);
    if (!same) {
        return null;
    }
    return { session: Number(row.session?.(params)) || 0, same, context: params.kwargs?.context || {} };
}

/** @param {Record<string, any>} kwargs */
function isFullLoad(kwargs) {
    return !kwargs.context?.pos_last_server_date;
}

/** @param {any} domain */
function isBarcodeLookup(domain) {
    return Array.isArray(domain) && domain.length === 1 && domain[0]?.[0] === "barcode" && domain[0][1] === "=";
}

/**
 * Odoo sorts its field lists in place now and then, so the same read comes in two orders.
 *
 * @param {any[]} args
 * @param {Record<string, any>} kwargs
 * @param {number} at position of the field list
 */
function fieldsSorted(args, kwargs, at) {
    /** @type {Record<string, any>} */
    const named = { ...kwargs, context: undefined };
    const sorted = args.map((value, i) => (i === at && Array.isArray(value) ? [...value].sort() : value));
    if (Array.isArray(named.fields)) {
        named.fields = [...named.fields].sort();
    }
    return [sorted, named];
}
