package verify

import (
	"strings"

	"poswarm/internal/outage"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// writing are the calls that change a shop's books. The POS makes others on
// every boot (a device number, the customer display), which change nothing
// that anybody counts.
var writing = []string{"create", "write", "unlink", "web_save", "sync_from_ui", "set_opening_control",
	"close_session_from_ui", "post_closing_cash_details", "update_closing_control_state_session",
	"delete_opening_control_session", "try_cash_in_out", "action_pos_order_cancel", "action_pos_order_invoice"}

// forbidden is the verdict on a scenario that is marked safe and wrote.
func (r *run) forbidden() error {
	if !r.scenario.Safe {
		return nil
	}
	for _, entry := range r.lab.gate.Log() {
		if entry.Action != outage.Forwarded || !strings.Contains(entry.Path, "/call_kw/") {
			continue
		}
		for _, method := range writing {
			if strings.HasSuffix(entry.Path, "/"+method) {
				return posui.Failf(result.WriteDuringSafeScenario, "%s reached the server", entry.Path)
			}
		}
	}
	return nil
}
