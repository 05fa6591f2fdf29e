package verify

import (
	"regexp"
	"strings"

	"poswarm/internal/outage"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// reading are the model methods that change nothing, by the names Odoo gives
// them, and three that the POS calls on every boot and every order: a device
// number on a browser that has none, the customer display, the word to other
// terminals. Whatever else reaches the server is a write, known or not.
var reading = regexp.MustCompile(`^(read|search|web_read|web_search|load_|filter_local_data|name_search|has_group|fields_get|` +
	`get_(product_info_pos|new_partner|pos_qr_order_data|existing_lots|preparation_change|available_slots)$|` +
	`register_new_device_identifier$|update_customer_display$|notify_synchronisation$)`)

// harmless are the other addresses the POS and its log-in post to.
var harmless = []string{"/pos/ping", "/web/action/load", "/web/session/", "/web/login", "/mail/", "/bus/"}

// forbidden is the verdict on a scenario that is marked safe and wrote.
func (r *run) forbidden() error {
	if !r.scenario.Safe {
		return nil
	}
	for _, entry := range r.lab.gate.Log() {
		if entry.Action == outage.Forwarded && entry.Method == "POST" && !harmlessPost(entry.Path) {
			return posui.Failf(result.WriteDuringSafeScenario, "%s reached the server", entry.Path)
		}
	}
	return nil
}

func harmlessPost(path string) bool {
	if _, call, found := strings.Cut(path, "/web/dataset/call_kw/"); found {
		_, method, _ := strings.Cut(call, "/")
		return reading.MatchString(method)
	}
	for _, prefix := range harmless {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
