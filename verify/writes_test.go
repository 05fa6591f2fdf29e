package verify

import "testing"

func TestWhatIsNotAReadIsAWrite(t *testing.T) {
	for path, harmless := range map[string]bool{
		"/web/dataset/call_kw/pos.session/load_data":                     true,
		"/web/dataset/call_kw/barcode.rule/search_read":                  true,
		"/web/dataset/call_kw/pos.order/read_pos_orders":                 true,
		"/web/dataset/call_kw/pos.config/register_new_device_identifier": true,
		"/pos/ping": true,
		"/web/dataset/call_kw/pos.order/sync_from_ui":                      false,
		"/web/dataset/call_kw/pos.order/get_and_set_online_payments_data":  false,
		"/web/dataset/call_kw/pos.session/close_session_from_ui":           false,
		"/web/dataset/call_kw/pos.session/set_opening_control":             false,
		"/web/dataset/call_kw/pos.session/try_cash_in_out":                 false,
		"/web/dataset/call_kw/pos.payment.method/stripe_payment_intent":    false,
		"/web/dataset/call_kw/pos.order/unlink":                            false,
		"/web/dataset/call_button/pos.order/action_pos_order_cancel":       false,
		"/web/dataset/call_kw/res.partner/a_method_nobody_has_written_yet": false,
		"/pos/some/controller":                                             false,
	} {
		if got := harmlessPost(path); got != harmless {
			t.Errorf("%s: harmless %v, want %v", path, got, harmless)
		}
	}
}
