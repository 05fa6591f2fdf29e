package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/outage"
	"poswarm/internal/result"
)

// effects judges what a scenario that is marked safe asked of the server: a
// known write is its failure, and what nobody knows a warning each.
func (r *run) effects(ctx context.Context) error {
	if !r.scenario.Safe {
		return nil
	}
	unknown := map[string]int{}
	for _, entry := range r.testbed.gate.Log() {
		if entry.Action != outage.Forwarded {
			continue
		}
		request := odoo.Request{Method: entry.Method, Path: entry.Path, Call: entry.Call}
		switch request.Effect(r.options.ReadOnlyCalls) {
		case odoo.Writes:
			return odooui.Failf(result.WriteDuringSafeScenario, "%s reached the server", request.Name())
		case odoo.Unknown:
			unknown[request.Name()]++
		}
	}
	r.findings.warnings = append(r.findings.warnings, r.doubts(ctx, unknown)...)
	return nil
}

// doubts are the warnings about calls that no list knows, sorted. What Odoo
// itself marks as a question is none; it is asked where we have a log-in.
func (r *run) doubts(ctx context.Context, unknown map[string]int) []result.Warning {
	var out []result.Warning
	for call, times := range unknown {
		if r.server != nil && !strings.HasPrefix(call, "/") {
			if reads, err := r.server.MarkedReadOnly(ctx, call); err == nil && reads {
				continue
			}
		}
		out = append(out, result.Warning{Reason: result.UnknownCall,
			Detail: fmt.Sprintf("%s reached the server (%d times); it is not known whether it changes anything there", call, times),
			Hint:   "if it changes nothing, say so: --read-only-call " + call})
	}
	slices.SortFunc(out, func(a, b result.Warning) int { return strings.Compare(a.Detail, b.Detail) })
	return out
}
