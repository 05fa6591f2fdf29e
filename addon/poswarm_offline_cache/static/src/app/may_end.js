/*
 * The calls that are given up when the server no longer answers pings.
 *
 * Each may be made twice without harm: a question, the customer's display, orders,
 * which the server knows by their uuid, and what is written to one or taken off it. Any other call the server may
 * have carried out although its answer is lost, and who made it must be able to
 * wait for that answer: a cash move, a payment at a terminal, and also the
 * question what became of that payment, which ends the payment here when it is
 * lost. A pattern of names cannot tell them apart, so this is a list; a call that
 * is not in it goes on until the browser gives it up.
 */
export const MAY_END = new Set([
    "barcode.nomenclature.read",
    "barcode.rule.search_read",
    "event.event.get_slot_tickets_availability_pos",
    "event.event.read",
    "event.slot.read",
    "loyalty.card.get_gift_card_status",
    "loyalty.card.get_loyalty_card_partner_by_code",
    "loyalty.card.read",
    "loyalty.card.search_read",
    "pos.config.notify_synchronisation",
    "pos.config.read_config_open_orders",
    "pos.config.update_customer_display",
    "pos.config.use_coupon_code",
    "pos.order.get_and_set_online_payments_data",
    "pos.order.get_preparation_change",
    "pos.order.line.get_existing_lots",
    "pos.order.line.unlink",
    "pos.order.read",
    "pos.order.read_pos_orders",
    "pos.order.search_paid_order_ids",
    "pos.order.sync_from_ui",
    "pos.order.validate_coupon_programs",
    "pos.order.write",
    "pos.preset.get_available_slots",
    "pos.product.template.snooze.search_read",
    "pos.session.filter_local_data",
    "pos.session.get_cash_in_out_list",
    "pos.session.get_closing_control_data",
    "pos.session.load_data",
    "pos.session.load_data_params",
    "pos.session.read",
    "pos.session.search_count",
    "product.attribute.custom.value.read",
    "product.product.read",
    "product.product.search_read",
    "product.template.get_product_info_pos",
    "product.template.load_product_from_pos",
    "product.template.read",
    "res.partner.get_new_partner",
    "res.partner.read",
    "res.partner.search_read",
    "restaurant.floor.read",
    "restaurant.table.are_orders_still_in_draft",
    "sale.order.line.read",
    "sale.order.line.read_converted",
    "sale.order.load_sale_order_from_pos",
    "sale.order.read",
]);

/** While a sale waits, whatever only reads; what a field means Odoo asks of any model. */
export const READS = new Set(["read", "search_count", "search_read"]);

/** Questions whose answer is long in coming where there is much of what they ask for. */
export const LONG = new Set([
    "pos.config.read_config_open_orders",
    "pos.order.search_paid_order_ids",
    "pos.session.filter_local_data",
    "pos.session.get_cash_in_out_list",
    "pos.session.get_closing_control_data",
]);
