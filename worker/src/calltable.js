/**
 * The read-only calls that may be answered from storage, one row each. Whatever is not here is
 * never intercepted: Odoo's own offline logic lives on honest connection errors, so a made-up
 * success (an order number, a gift card balance, a payment status) is worse than a failure.
 *
 * A row returns what makes it the same question, or null when this question must not be stored
 * or answered. Its first member is the POS session that the reply belongs to, or 0.
 */

/** @type {Record<string, (args: any[], kwargs: Record<string, any>) => any[] | null>} */
const TABLE = {
    // Without these two, scanning is dead until the next online start; they change with the
    // settings of the company only.
    "barcode.nomenclature.read": readQuestion,
    "barcode.rule.search_read": readQuestion,

    // Fields and relations of the models, the same for every session of a config. The POS keeps
    // a copy in localStorage; ours counts when that is gone.
    "pos.session.load_data_params": () => [0],

    // A full load is an answer for its own session. A delta answers only the moment it was asked:
    // replayed on an empty database it makes a shop of six products, for good.
    "pos.session.load_data": ([session, models], { context }) =>
        context?.pos_last_server_date ? null : [session, models, !!context?.pos_limited_loading],

    // Names records to forget. Goes only with the full load of the same boot (calls.js).
    "pos.session.filter_local_data": ([session]) => [session],

    // The receipts' templates, which change with Odoo's code and its addons only. From saas-19.4 on
    // the POS waits for them at its start and ends in the critical box without
    // (`APP/services/data_service.js`).
    "pos.order.get_receipt_template_for_pos_frontend": (args) => [0, args],

    // A product scanned or searched that the limited load left out.
    "product.template.load_product_from_pos": (args, { context }) => [0, args, !!context?.load_archived],

    // Only the look-up of a customer's card; other questions about partners are live.
    "res.partner.search_read": (args, kwargs) => {
        const [term, ...more] = args[0] || kwargs.domain || [];
        return !more.length && term?.[0] === "barcode" && term[1] === "=" ? readQuestion(args, kwargs) : null;
    },
};

/** What is asked for one thing at a time, while people sell; every other row is of the boot. */
const LOOK_UPS = new Set(["product.template.load_product_from_pos", "res.partner.search_read"]);

/** @param {string} call "model.method" */
export function isLookUp(call) {
    return LOOK_UPS.has(call);
}

/** @returns {string[]} each "model.method" */
export function calls() {
    return Object.keys(TABLE);
}

/** @param {string} call "model.method" */
export function isListed(call) {
    return Object.hasOwn(TABLE, call);
}

/**
 * @param {string} call
 * @param {import("./types").Params} params
 * @returns {any[] | null}
 */
export function question(call, { args = [], kwargs = {} }) {
    return TABLE[call](args, kwargs);
}

/**
 * A read of fields. Odoo sorts its field lists in place now and then, so the same read comes in
 * two orders.
 *
 * @param {any[]} args
 * @param {Record<string, any>} kwargs
 */
function readQuestion([about, fields, ...rest], kwargs) {
    return [0, about, sorted(fields), rest, { ...kwargs, fields: sorted(kwargs.fields), context: null }];
}

/** @param {any} list */
function sorted(list) {
    return Array.isArray(list) ? [...list].sort() : list;
}
