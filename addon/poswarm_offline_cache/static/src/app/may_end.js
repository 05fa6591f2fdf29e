/*
 * The calls that are given up when the server no longer answers pings.
 *
 * Each may be made twice without harm: a question, the customer's display, or
 * orders, which the server knows by their uuid. Any other call the server may
 * have carried out although its answer is lost, and who made it must be able to
 * wait for that answer: a cash move, a payment at a terminal, and also the
 * question what became of that payment, which ends the payment here when it is
 * lost. A pattern of names cannot tell them apart, so this is a list; a call that
 * is not in it goes on until the browser gives it up.
 */
export const MAY_END = new Set([
    "barcode.nomenclature.read",
    "barcode.rule.search_read",
    "loyalty.card.search_read",
    "pos.config.read_config_open_orders",
    "pos.config.update_customer_display",
    "pos.order.get_preparation_change",
    "pos.order.line.get_existing_lots",
    "pos.order.read_pos_orders",
    "pos.order.search_paid_order_ids",
    "pos.order.sync_from_ui",
    "pos.preset.get_available_slots",
    "pos.session.filter_local_data",
    "pos.session.get_cash_in_out_list",
    "pos.session.get_closing_control_data",
    "pos.session.load_data",
    "pos.session.load_data_params",
    "pos.session.search_count",
    "product.product.search_read",
    "product.template.get_product_info_pos",
    "product.template.load_product_from_pos",
    "res.partner.get_new_partner",
    "res.partner.search_read",
]);
