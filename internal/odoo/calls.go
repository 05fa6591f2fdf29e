package odoo

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Effect is what a request does to the server's data.
type Effect int

// The effects. Nobody knows what a method of an addon does that was written
// yesterday, so that is an answer of its own.
const (
	Unknown Effect = iota
	Reads
	Writes
)

// writes are the methods that are known to change data, whatever their model:
// those of every model (odoo/orm/models.py, addons/web/models/models.py), and
// those that the point of sale and its addons call from the page. Some have the
// name of a question.
var writes = set(
	"create", "write", "unlink", "copy", "copy_multi", "load", "name_create", "web_save", "web_save_multi",
	"web_resequence", "web_override_translations", "update_field_translations", "toggle_active", "action_archive", "action_unarchive",
	"message_post", "message_subscribe", "message_unsubscribe", "button_immediate_install", "button_immediate_upgrade",
	"button_immediate_uninstall",
	// point_of_sale
	"sync_from_ui", "create_from_ui", "open_ui", "set_opening_control", "delete_opening_control_session",
	"update_closing_control_state_session", "post_closing_cash_details", "close_session_from_ui", "try_cash_in_out",
	"delete_cash_in_out", "log_partner_message", "action_pos_order_paid", "action_pos_order_invoice",
	"action_pos_order_cancel", "cancel_order_from_pos", "action_invoice_download_pdf", "remove_from_ui",
	"create_product_variant_from_pos", "set_pos_sequence", "load_demo_data", "load_onboarding_furniture_scenario",
	"load_onboarding_clothes_scenario", "load_onboarding_bakery_scenario", "install_pos_restaurant",
	// restaurants, loyalty, payment terminals, online payment
	"set_parent_id", "deactivate_floor", "rename_floor", "add_floor_plan_image", "save_floor_plan",
	"confirm_coupon_programs", "get_and_set_online_payments_data", "proxy_adyen_request", "get_latest_adyen_status",
	"stripe_payment_intent", "stripe_capture_payment", "stripe_refund", "mp_payment_intent_create", "mp_payment_intent_cancel",
	"mollie_create_payment", "mollie_create_refund", "mollie_cancel_payment", "send_dpopay_request", "viva_com_send_payment_request",
	"viva_com_send_refund_request", "viva_com_send_payment_cancel", "razorpay_make_payment_request", "razorpay_make_refund_request",
	"razorpay_cancel_payment_request", "pine_labs_make_payment_request", "pine_labs_cancel_payment_request", "qfpay_sign_request",
)

// question are the names that Odoo gives to methods that change nothing: those
// that it marks as such (api.readonly: search, read, web_read and their kin),
// the rights (has_access, check_access, has_group), and by convention get_.
var question = regexp.MustCompile(`^(read|search|web_read|web_search|web_name_search|formatted_read|load_|filter_local_data$|name_search$|` +
	`has_group$|has_groups$|has_access$|check_access|fields_get$|fields_view_get$|get_|default_get$|onchange$|exists$|` +
	`activity_format$|message_get_)`)

// twofold are names that begin with a question and go on with something else.
var twofold = regexp.MustCompile(`_(and|or)_|_(set|create|update|delete|write|post|sync)(_|$)`)

// atEveryBoot are the calls that change something and that the POS makes
// whatever its cashier does: a device number on a browser that has none, the
// customer's display, the word to other terminals (pos.config in
// point_of_sale/models/pos_config.py), and the company's address, asked for once
// in a new database (res.company in partner_autocomplete).
var atEveryBoot = set("register_new_device_identifier", "update_customer_display", "notify_synchronisation", "iap_enrich_auto")

// readRoutes are the addresses that the POS and its log-in post to and that are
// no model methods. Odoo marks most of them readonly=True in their route.
var readRoutes = []string{"/pos/ping", "/web/action/load", "/web/action/load_breadcrumbs", "/web/login",
	"/mail/data", "/mail/inbox/messages", "/mail/history/messages", "/mail/starred/messages",
	"/bus/has_missed_notifications", "/websocket/peek_notifications", "/websocket/update_bus_presence", "/report/check_wkhtmltopdf"}

// readPrefixes are such addresses with something behind them. A web session
// that begins or ends belongs to nobody's data.
var readPrefixes = []string{"/web/session/", "/poswarm/"}

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

// Request is what a browser asked of the server.
type Request struct {
	Method string // of HTTP
	Path   string // without the query
	// Call is MODEL.METHOD as the body of the request has it, "" for a request
	// that calls no model method. Odoo executes what the body says, whatever the
	// path is; a beacon has no method in its path at all.
	Call string
}

// jsonAPI is followed by a model and a method, and the path is what counts.
const jsonAPI = "/json/2/"

// Effect says what a request does to the server's data, as far as its name
// tells. allowed are MODEL.METHOD, or paths, that somebody knows to read only.
func (r Request) Effect(allowed []string) Effect {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodConnect: // of a websocket, which Odoo's bus listens on
		return Reads
	}
	path := r.Name()
	if !strings.HasPrefix(path, "/") {
		return effectOf(path, allowed)
	}
	if slices.Contains(readRoutes, path) || slices.Contains(allowed, path) ||
		slices.ContainsFunc(readPrefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) }) {
		return Reads
	}
	return Unknown // a call whose body could not be read among them
}

// Name is MODEL.METHOD of a request that runs one, else the path.
func (r Request) Name() string {
	path, _, _ := strings.Cut(r.Path, "?")
	if model, method, found := strings.Cut(strings.TrimPrefix(path, jsonAPI), "/"); found && strings.HasPrefix(path, jsonAPI) {
		return model + "." + method
	}
	return cmp.Or(r.Call, path)
}

// KnownWrite says whether MODEL.METHOD is one of the methods that are known to
// change data: no list may call it a question.
func KnownWrite(call string) bool { return writes[methodOf(call)] }

func methodOf(call string) string { return call[strings.LastIndex(call, ".")+1:] }

func effectOf(call string, allowed []string) Effect {
	method := methodOf(call)
	switch {
	case writes[method]:
		return Writes
	case slices.Contains(allowed, call), atEveryBoot[method], question.MatchString(method) && !twofold.MatchString(method):
		return Reads
	}
	return Unknown
}

// MarkedReadOnly asks the server whether Odoo itself marks MODEL.METHOD as one
// that only reads (api.readonly). It is told by the addon api_doc, to users with
// the right to read it; without it nothing is known.
func (c *Client) MarkedReadOnly(ctx context.Context, call string) (bool, error) {
	method := methodOf(call)
	model := strings.TrimSuffix(call, "."+method)
	body, status, _, err := c.get(ctx, "/doc/"+model+".json")
	if err != nil {
		return false, err
	}
	var document struct {
		Methods map[string]struct {
			API []string `json:"api"`
		} `json:"methods"`
	}
	if status != http.StatusOK || json.Unmarshal(body, &document) != nil {
		return false, fmt.Errorf("%s does not describe the model %s (status %d)", c.base, model, status)
	}
	return slices.Contains(document.Methods[method].API, "readonly"), nil
}
