package verify

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/outage"
	"poswarm/internal/redact"
	"poswarm/internal/result"
	"poswarm/warm"
)

//go:embed inventory.js
var inventoryJS string

// partWithin bounds each thing that is asked of a browser that may be hanging:
// one that never answers must not take the time of the others.
const partWithin = 3 * time.Second

// The files of a scenario's folder of evidence. docs/evidence.md says what is in
// them.
const (
	verdictFile    = "verdict.json"
	screenshotFile = "screenshot.jpg"
	eventsFile     = "events.jsonl"
	consoleFile    = "console.jsonl"
	harFile        = "network.har"
	pageFile       = "page.json"
	workerFile     = "worker.json"
	inventoryFile  = "inventory.json"
	gateFile       = "gate.json"
	// noScreenshotFile says why there is no screenshot.
	noScreenshotFile = "screenshot.txt"
)

// evidenceFiles are all of them.
var evidenceFiles = []string{verdictFile, screenshotFile, noScreenshotFile, eventsFile, consoleFile, harFile,
	pageFile, workerFile, inventoryFile, gateFile}

// evidence is what explains a verdict that is no pass, without its secrets.
// Nothing here contains a cookie, a password, a customer or a body.
type evidence map[string][]byte

// keepEvidence gathers and writes it. The verdict stands whether or not that
// works; what could not be kept is said in its words.
func (r *run) keepEvidence(ctx context.Context, out *result.Scenario) {
	shot, noShot := r.testbed.page.Screenshot(ctx)
	out.Recording.Screenshot = shot
	if r.options.Evidence == "" {
		return
	}
	kept := r.gather(ctx)
	if noShot == nil {
		kept[screenshotFile] = shot
	} else {
		kept[noScreenshotFile] = []byte(r.secrets.redactor().Text(result.Words(noShot)) + "\n")
	}
	err := kept.write(evidenceFolder(r.options.Evidence, out), out, r.secrets.redactor())
	if err != nil {
		r.options.Logger.Error("evidence is incomplete", "scenario", r.scenario.Name, "error", err)
	}
}

// keepVerdict is keepEvidence where nothing else is there to keep: the browser
// did not start.
func keepVerdict(o Options, bench *Bench, out *result.Scenario) {
	if o.Evidence == "" || out.Result != result.Failed && out.Result != result.Error {
		return
	}
	secrets := redact.New(passwords(bench)...)
	hide(secrets, out)
	if err := (evidence{}).write(evidenceFolder(o.Evidence, out), out, secrets); err != nil {
		o.Logger.Error("evidence is incomplete", "scenario", out.Name, "error", err)
	}
}

// evidenceFolder names the folder of one scenario on one POS config.
func evidenceFolder(root string, out *result.Scenario) string {
	return filepath.Join(root, fmt.Sprintf("%s-%d", out.Name, out.Config))
}

// gather asks the browser and the gate, for redacted text alone.
func (r *run) gather(ctx context.Context) evidence {
	kept := evidence{}
	looking, cancel := context.WithTimeout(ctx, partWithin)
	defer cancel()
	if state, err := odooui.Look(looking, r.testbed.page); err == nil {
		r.tab.last = state
	}
	record := r.testbed.options.Record
	for name, content := range map[string]any{
		pageFile: r.tab.last, workerFile: r.tab.workerStatus(ctx), inventoryFile: r.tab.inventory(ctx),
		harFile: record.HAR("poswarm", version()),
		gateFile: gateLog{Method: r.testbed.gate.Method(), Reason: r.testbed.gate.Reason(), Changes: r.testbed.gate.Changes(),
			Hosts: r.testbed.gate.Hosts(), Requests: r.testbed.gate.Log()},
	} {
		kept.put(name, content, r.secrets.redactor())
	}
	everything := eventLines(record)
	kept.putLines(eventsFile, everything, r.secrets.redactor())
	kept.putLines(consoleFile, consoleLines(everything), r.secrets.redactor())
	return kept
}

// gateLog is the outage log: what was cut when, and what the gate did with
// every request that came to it, of the page, the worker and Chrome itself.
type gateLog struct {
	Method   string                  `json:"method"`
	Reason   string                  `json:"reason,omitempty"` // why there is no namespace
	Changes  []outage.Change         `json:"changes"`
	Hosts    map[string]outage.Count `json:"hosts"`
	Requests []outage.Entry          `json:"requests"`
}

// unknown stands for what could not be asked: a missing file would look as if
// nobody had tried.
type unknown struct {
	Error string `json:"error"`
}

// workerStatus is what our worker says it holds, and which workers Chrome has.
func (t *tab) workerStatus(ctx context.Context) any {
	ctx, cancel := context.WithTimeout(ctx, partWithin)
	defer cancel()
	var status any
	answer, err := warm.Status(ctx, t.testbed.page) // Odoo's own worker has none
	if status = answer.Raw; err != nil {
		status = unknown{result.Words(err)}
	}
	return struct {
		Registered []chrome.Worker `json:"registered"`
		Status     any             `json:"status"`
	}{append([]chrome.Worker{}, t.testbed.browser.Workers()...), status}
}

// inventory asks in the page, or where that shows something else, in the worker.
func (t *tab) inventory(ctx context.Context) any {
	asked, cancel := context.WithTimeout(ctx, partWithin)
	defer cancel()
	patience := (partWithin / 2).Milliseconds()
	var held json.RawMessage
	if t.landing == nil && strings.HasPrefix(t.last.URL, t.testbed.origin()+"/") {
		if t.testbed.page.Call(asked, inventoryJS, []any{patience}, &held) == nil {
			return held
		}
	}
	again, cancelAgain := context.WithTimeout(ctx, partWithin)
	defer cancelAgain()
	script := fmt.Sprintf("(%s)(%d)", inventoryJS, patience)
	if err := t.testbed.browser.EvalWorker(again, t.testbed.origin()+workerScope, script, &held); err != nil {
		return unknown{result.Words(err)}
	}
	return held
}

// put adds a JSON file.
func (e evidence) put(name string, content any, secrets *redact.Redactor) {
	var text bytes.Buffer
	line, err := jsonWithout(secrets, content)
	if err == nil {
		err = json.Indent(&text, line, "", "  ")
	}
	if err != nil {
		line, _ = json.Marshal(unknown{result.Words(err)}) // a string always encodes
		text = *bytes.NewBuffer(line)
	}
	e[name] = append(text.Bytes(), '\n')
}

// putLines adds a file with one JSON object a line.
func (e evidence) putLines(name string, lines []eventLine, secrets *redact.Redactor) {
	text := []byte{}
	for _, line := range lines {
		one, err := jsonWithout(secrets, line)
		if err != nil {
			one, _ = json.Marshal(unknown{result.Words(err)}) // a string always encodes
		}
		text = append(append(text, one...), '\n')
	}
	e[name] = text
}

func jsonWithout(secrets *redact.Redactor, content any) ([]byte, error) {
	raw, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return secrets.JSON(raw)
}

// write writes the folder. One file that cannot be written does not keep the
// others away, and the verdict comes last, so that it can say so.
func (e evidence) write(folder string, out *result.Scenario, secrets *redact.Redactor) error {
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		out.Evidence = folder
		err = e.fill(folder)
	}
	incomplete(out, err)
	if out.Evidence == "" {
		return err
	}
	e.put(verdictFile, out, secrets)
	last := os.WriteFile(filepath.Join(folder, verdictFile), e[verdictFile], 0o600)
	if err == nil {
		incomplete(out, last)
	}
	return errors.Join(err, last)
}

// incomplete says in the words of a verdict why not all of its evidence is there.
func incomplete(out *result.Scenario, err error) {
	if err != nil {
		out.Detail = fmt.Sprintf("%s (evidence is incomplete: %s)", out.Words(), result.Words(err))
	}
}

// fill takes the evidence of an earlier run away, since a screenshot of then
// beside a verdict of now would lie, and writes everything but the verdict.
func (e evidence) fill(folder string) error {
	var failed []error
	for _, name := range evidenceFiles {
		path := filepath.Join(folder, name)
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, err)
		}
		if content, ok := e[name]; ok {
			failed = append(failed, os.WriteFile(path, content, 0o600))
		}
	}
	return errors.Join(failed...)
}
