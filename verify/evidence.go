package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/warm"
)

// evidenceWithin bounds what is asked of a browser that may be hanging.
const evidenceWithin = 10 * time.Second

// keepEvidence writes what explains a verdict that is no pass: a screenshot,
// what the page logged, what the worker says it holds, what the gate let
// through. Nothing here contains a cookie, a password or a customer.
func (r *run) keepEvidence(ctx context.Context, out *result.Scenario) {
	if r.options.Evidence == "" {
		return
	}
	// The scenario's own time may be over.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), evidenceWithin)
	defer cancel()
	folder := filepath.Join(r.options.Evidence, fmt.Sprintf("%s-%d", r.scenario.Name, r.bench.Config))
	if err := r.writeEvidence(ctx, folder, out); err != nil {
		r.options.Logger.Error("evidence is incomplete", "scenario", r.scenario.Name, "error", err)
		out.Detail += fmt.Sprintf(" (evidence is incomplete: %v)", err)
		return
	}
	out.Evidence = folder
}

func (r *run) writeEvidence(ctx context.Context, folder string, out *result.Scenario) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if shot, err := r.lab.page.Screenshot(ctx); err == nil {
		if err := os.WriteFile(filepath.Join(folder, "screenshot.jpg"), shot, 0o600); err != nil {
			return err
		}
	}
	if state, err := posui.Look(ctx, r.lab.page); err == nil {
		r.last = state
	}
	status, _ := warm.Status(ctx, r.lab.page) // no worker, no status
	for name, content := range map[string]any{
		"verdict.json": out, "page.json": r.last, "browser.json": r.lab.page.Observed(),
		"worker.json": status, "gate.json": r.lab.gate.Log(),
	} {
		text, err := json.MarshalIndent(content, "", "  ")
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}
