package warm

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"

	"poswarm/internal/chrome"
	"poswarm/internal/result"
	"poswarm/internal/workerapi"
)

//go:embed worker.js
var workerJS string

// message is one answer of the worker (worker/src/messages.js).
type message struct {
	Progress *struct {
		Done  int   `json:"done"`
		Total int   `json:"total"`
		Bytes int64 `json:"bytes"`
	} `json:"progress"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// Status asks the worker what it holds (`poswarm/status`).
func Status(ctx context.Context, page *chrome.Page) (workerapi.Status, error) {
	var status workerapi.Status
	request := map[string]any{"type": workerapi.AskStatus, "schema": workerapi.Schema}
	if err := page.Call(ctx, workerJS, []any{"ask", request}, &status); err != nil {
		return status, fmt.Errorf("asking the worker for its status: %w", err)
	}
	return status, nil
}

// PrimeHere has the worker of an open page bring a POS config up to date, all
// pictures included.
func PrimeHere(ctx context.Context, page *chrome.Page, config int) error {
	_, err := primeWorker(ctx, page, config, "all", func(Progress) {})
	return err
}

// ready waits until the worker of an open page is there to be asked.
func ready(ctx context.Context, page *chrome.Page) error {
	if err := page.Call(ctx, workerJS, []any{"ready", nil}, nil); err != nil {
		return fmt.Errorf("asking the worker to prime: %w", err)
	}
	return nil
}

// primeWorker sends `poswarm/prime` and follows its progress to the end.
func primeWorker(ctx context.Context, page *chrome.Page, config int, images any, progress func(Progress)) (primed, error) {
	request := map[string]any{"type": workerapi.Prime, "schema": workerapi.Schema, "config": config, "images": images}
	if err := page.Call(ctx, workerJS, []any{"start", request}, nil); err != nil {
		return primed{}, fmt.Errorf("asking the worker to prime: %w", err)
	}
	for {
		var messages []message
		if err := page.Call(ctx, workerJS, []any{"next", nil}, &messages); err != nil {
			return primed{}, fmt.Errorf("waiting for the worker's progress: %w", err)
		}
		for _, m := range messages {
			switch {
			case m.Error != nil:
				return primed{}, refusal(m.Error.Code, fmt.Sprintf("the worker could not prime config %d: %s (%s)", config, m.Error.Message, m.Error.Code))
			case m.Result != nil:
				return decodeSnapshot(m.Result)
			case m.Progress != nil:
				progress(Progress{Config: config, Done: m.Progress.Done, Total: m.Progress.Total, Bytes: m.Progress.Bytes})
			}
		}
	}
}

// errNoSnapshot means that the worker has no page that it could bring up to date.
var errNoSnapshot = errors.New("no snapshot")

// refusal tells what the worker found about the terminal from what kept it from
// finding anything.
func refusal(code, text string) error {
	switch code {
	case "away", "internal":
		return errors.New(text)
	case "no-snapshot":
		return fmt.Errorf("%w: %s", errNoSnapshot, text)
	}
	return fmt.Errorf("%w: %s", ErrNotStored, text)
}

// primed is the worker's answer at the end of priming: the snapshot, and what
// this run had to download for it.
type primed struct {
	result.Snapshot
	Downloaded result.Downloaded `json:"downloaded"`
}

// decodeSnapshot reads the worker's snapshot object.
func decodeSnapshot(raw json.RawMessage) (primed, error) {
	var snapshot primed
	if err := json.Unmarshal(raw, &snapshot); err != nil {
		return primed{}, fmt.Errorf("the worker's snapshot has an unexpected shape: %w", err)
	}
	return snapshot, nil
}
