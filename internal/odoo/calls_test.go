package odoo

import "testing"

func TestEffect(t *testing.T) {
	allowed := []string{"pos.config.weigh_in", "/my_addon/status"}
	for name, want := range map[string]Effect{
		// what Odoo marks as a read, its rights, its conventions
		"call pos.session.load_data":                                    Reads,
		"call barcode.rule.search_read":                                 Reads,
		"call pos.order.read_pos_orders":                                Reads,
		"call product.product.has_access":                               Reads,
		"call product.product.check_access":                             Reads,
		"call res.partner.web_read":                                     Reads,
		"call pos.order.get_receipt_template_for_pos_frontend":          Reads,
		"call report.point_of_sale.report_saledetails.get_sale_details": Reads,
		"call pos.config.register_new_device_identifier":                Reads,
		"call pos.config.weigh_in":                                      Reads, // by the user's word
		"POST /pos/ping":                                                Reads,
		"POST /web/session/get_session_info":                            Reads,
		"POST /my_addon/status":                                         Reads, // by the user's word
		"POST /json/2/pos.order/search_read":                            Reads,
		"GET /pos/some/controller":                                      Reads,
		"CONNECT ":                                                      Reads,
		// known writes, some of them in the clothes of a question
		"call pos.order.sync_from_ui":                     Writes,
		"call pos.session.close_session_from_ui":          Writes,
		"call pos.session.set_opening_control":            Writes,
		"call pos.session.delete_opening_control_session": Writes,
		"call pos.session.try_cash_in_out":                Writes,
		"call pos.order.unlink":                           Writes,
		"call res.partner.web_save":                       Writes,
		"call pos.config.load_demo_data":                  Writes,
		"call pos.payment.method.stripe_payment_intent":   Writes,
		"call pos.payment.method.get_latest_adyen_status": Writes,
		"call pos.order.get_and_set_online_payments_data": Writes,
		"POST /json/2/pos.order/create":                   Writes,
		// nobody knows
		"call res.partner.a_method_nobody_has_written_yet": Unknown,
		"call pos.config.get_or_create_something":          Unknown,
		"call pos.config.read_and_forget":                  Unknown,
		"call pos.config.get_set_of_lies_and_write":        Unknown,
		"call ":                     Unknown, // its body could not be read
		"POST /pos/some/controller": Unknown,
		"POST /mail/message/post":   Unknown,
		"PUT /my_addon/other":       Unknown,
	} {
		method, rest := cut(name)
		request := Request{Method: method, Path: rest}
		if method == "call" {
			// The path says what everybody would let through.
			request = Request{Method: "POST", Path: "/web/dataset/call_kw/pos.config/read", Call: rest}
		}
		if got := request.Effect(allowed); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func cut(name string) (method, rest string) {
	for i, r := range name {
		if r == ' ' {
			return name[:i], name[i+1:]
		}
	}
	return name, ""
}
