package verify

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/hint"
	"poswarm/internal/odooui"
	"poswarm/internal/outage"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

//go:embed canary.js
var canaryJS string

//go:embed opaque.js
var opaqueJS string

// What became of a canary, as it stands in the result document.
const (
	canaryRejected = "rejected"             // the request failed
	canaryGate     = "answered by the gate" // with this run's nonce
	canaryReached  = "reached the server"
	canaryNoServer = "found no server" // though the gate let it through
	canaryLost     = "answered by something else"
	canaryNone     = "not sent"
)

// canaryPrefix begins the path of every canary.
const canaryPrefix = "/poswarm-canary-"

// patience is how long a canary waits for an answer; where a fault
// hangs and none comes, long enough for one that the gate let through.
const (
	patience     = 8 * time.Second
	holePatience = 2 * time.Second
)

// workerScope is where the POS registers its service worker.
const workerScope = "/pos/"

// notProven means that the network may not have been cut as the scenario says.
type notProven struct{ what string }

func (e *notProven) Error() string { return "not proven: " + e.what }

// proof is how it is known that the server was away.
type proof struct {
	testbed *testbed
	tab     *tab
	asFound bool          // the gate is shut from the start, and answers canaries at the end
	cut     *scenario.Cut // in force, nil for none
	since   time.Time     // when it began
	swept   bool          // the HTTP cache was cleared since a cut that came by itself
	reached bool          // canaries got through while nothing was cut
	// found is what the document tells: canaries of the last cut, the last document
	// shown during one, and counts over all of them.
	found result.Proof
}

// begin proves that the network works, cuts it and proves that it is gone.
func (p *proof) begin(ctx context.Context, do *scenario.Cut) error {
	if err := p.endOfCut(ctx); err != nil {
		return err
	}
	if p.testbed.gate.Fault() == "" {
		if err := p.control(ctx); err != nil {
			return err
		}
	}
	began := time.Now()
	if err := p.enforce(ctx, do); err != nil {
		return err
	}
	p.cut, p.since, p.swept = do, began, false
	return nil
}

// enforce puts the fault in force. Canaries prove what lets nothing through; they
// would count, and not always be lost, where requests get through, so there the
// gate's log is the proof, at the end.
func (p *proof) enforce(ctx context.Context, do *scenario.Cut) error {
	if do.Isolates() {
		if err := p.testbed.cut(ctx, do.Plan); err != nil {
			return err
		}
		return p.canaries(ctx)
	}
	if do.Fault == fault.Flapping && do.Every == 0 {
		// What it is when it is down, for as long as the canaries take.
		if err := p.testbed.cut(ctx, fault.Plan{Fault: do.Off()}); err != nil {
			return err
		}
		if err := p.canaries(ctx); err != nil {
			return err
		}
	}
	if err := p.testbed.cut(ctx, do.Plan); err != nil || do.Fault != fault.Slow {
		return err
	}
	return p.control(ctx) // once more, over the slow line
}

// isolated says whether nothing reaches the server now and from now on.
func (p *proof) isolated() bool {
	switch {
	case p.cut == nil:
		return p.testbed.gate.Fault() != "" // as found the gate is shut from the start
	case p.cut.Fault == fault.CutAfter:
		return p.cutHappened()
	}
	return p.cut.Isolates()
}

func (p *proof) cutHappened() bool {
	select {
	case <-p.testbed.gate.Happened():
		return true
	default:
		return false
	}
}

// sweep clears the HTTP cache again after a cut that came by itself: what was
// loaded before it would answer in the worker's place.
func (p *proof) sweep(ctx context.Context) error {
	if p.cut == nil || p.cut.Fault != fault.CutAfter || p.swept || !p.cutHappened() {
		return nil
	}
	p.swept = true
	if err := p.testbed.browser.ClearHTTPCache(ctx); err != nil {
		return fmt.Errorf("clearing the HTTP cache: %w", err)
	}
	return nil
}

// endOfCut proves at its end that the cut lasted, and that it was met where only
// the gate's log can tell.
func (p *proof) endOfCut(ctx context.Context) error {
	if p.testbed.gate.Fault() == "" {
		return nil
	}
	if p.cut != nil {
		if err := p.met(); err != nil {
			return err
		}
	}
	if !p.isolated() {
		return nil
	}
	err := p.canaries(ctx)
	p.found.RequestsServedWhileCut += p.testbed.gate.Served()
	return err
}

// met looks into the gate's log for requests of the terminal that met the fault.
func (p *proof) met() error {
	if p.cut.Fault == fault.CutAfter && !p.cutHappened() {
		return &notProven{fmt.Sprintf("%s never came: too little was asked for", p.cut.Fault)}
	}
	row, _ := fault.Lookup(p.cut.Fault)
	if !row.Logged {
		return nil
	}
	meets := func(e outage.Entry) bool { return e.Action == outage.Answered && e.Fault == row.Name }
	switch row.Name {
	case fault.Slow:
		meets = func(e outage.Entry) bool { return e.Action == outage.Forwarded && e.Fault == row.Name }
	case fault.Flapping:
		meets = func(e outage.Entry) bool { return e.Action != outage.Forwarded && e.Fault == p.cut.Off() }
	}
	for _, e := range p.testbed.gate.Log() {
		if !e.Time.Before(p.since) && meets(e) && !strings.HasPrefix(e.Path, canaryPrefix) {
			return nil
		}
	}
	return &notProven{fmt.Sprintf("the gate's log has no request that met %s", p.cut.Fault)}
}

// control is the positive control: without it a failing canary proves nothing.
func (p *proof) control(ctx context.Context) error {
	page, worker, err := p.send(ctx)
	if err != nil {
		return err
	}
	when, want := "before the cut", canaryReached
	if p.asFound {
		when, want = "after the cut", canaryGate // with this run's nonce
	}
	if page != want || (worker != want && worker != canaryNone) {
		return p.unreached(fmt.Sprintf("%s the page's canary %s and the worker's canary %s", when, p.explained(page), worker))
	}
	p.reached = true
	if p.testbed.gate.Fault() == fault.Slow {
		p.found.CanaryPage, p.found.CanaryWorker = page, worker
	}
	return nil
}

// explained adds to a rejected canary of the page what Chrome says of it. Those
// of earlier cuts may stand before it.
func (p *proof) explained(fate string) string {
	if fate == canaryRejected {
		for _, failure := range slices.Backward(p.testbed.page.Observed().Failed) {
			if strings.Contains(failure.URL, canaryPrefix) {
				return fate + " (" + failure.Error + ")"
			}
		}
	}
	return fate
}

// unreached adds why the gate found no server, if it knows.
func (p *proof) unreached(what string) error {
	trouble := p.testbed.gate.Trouble()
	if trouble == nil {
		return &notProven{what}
	}
	err := error(&notProven{fmt.Sprintf("%s: %v", what, trouble)})
	if errors.Is(trouble, outage.ErrUntrusted) {
		// A kiosk that trusts no more than we do has no worker of this server.
		err = odooui.Failf(result.Certificate, "%v", trouble)
	}
	if text := hint.Of(trouble); text != "" {
		return hint.Add(err, text)
	}
	return err
}

// canaries proves that the cut holds now.
func (p *proof) canaries(ctx context.Context) error {
	page, worker, err := p.send(ctx)
	if err != nil {
		return err
	}
	p.found.CanaryPage, p.found.CanaryWorker = page, worker
	met := p.testbed.gate.InForce()
	want := canaryRejected
	if met.Answers() {
		want = canaryGate
	}
	if page == canaryNone && worker == canaryNone {
		return &notProven{fmt.Sprintf("during %s no canary could be sent", met)}
	}
	for from, got := range map[string]string{"page": page, "worker": worker} {
		if got != want && got != canaryNone {
			return &notProven{fmt.Sprintf("during %s the canary of the %s %s", met, from, got)}
		}
	}
	return nil
}

// send sends one canary from the page and one from the worker.
func (p *proof) send(ctx context.Context) (page, worker string, err error) {
	wait := patience
	if p.testbed.gate.InForce().Hangs() {
		wait = holePatience
	}
	page = canaryNone
	if script := p.pageScript(ctx); script != "" {
		page, err = p.canary(func(url string, out any) error {
			return p.testbed.page.Call(ctx, script, []any{url, wait.Milliseconds()}, out)
		})
		if err != nil {
			return "", "", err
		}
	}
	worker, err = p.canary(func(url string, out any) error {
		arg, _ := json.Marshal(url) // a string always encodes
		script := fmt.Sprintf("(%s)(%s, %d)", canaryJS, arg, wait.Milliseconds())
		return p.testbed.askWorker(ctx, script, wait, out)
	})
	if errors.Is(err, chrome.ErrNoWorker) {
		return page, canaryNone, nil
	}
	return page, worker, err
}

// pageScript is the canary the page shown can send: a readable one from the
// POS's own origin, a blind one from a blank page, none from Chrome's own
// error page.
func (p *proof) pageScript(ctx context.Context) string {
	var url string
	if p.tab.landing != nil || p.testbed.page.Eval(ctx, "location.href", &url) != nil {
		return ""
	}
	switch {
	case strings.HasPrefix(url, p.testbed.origin()+"/"):
		return canaryJS
	case url == "about:blank":
		return opaqueJS
	}
	return ""
}

// canary sends one request by the way given and says what became of it. The
// judge is the gate's log: it knows what it let through.
func (p *proof) canary(send func(url string, out any) error) (string, error) {
	path := canaryPrefix + strings.ToLower(rand.Text())
	var got struct {
		Answered bool   `json:"answered"`
		Opaque   bool   `json:"opaque"` // answered, but not readable from where it was sent
		Body     string `json:"body"`
	}
	if err := send(p.testbed.origin()+path, &got); err != nil {
		return "", fmt.Errorf("sending a canary: %w", err)
	}
	fate := p.testbed.fate(path)
	switch {
	case fate.Action == outage.Forwarded && fate.Status == 0:
		return canaryNoServer, nil
	case fate.Action == outage.Forwarded:
		return canaryReached, nil
	case !got.Answered:
		return canaryRejected, nil
	// Both must agree: a worker could repeat an answer that it kept.
	case fate.Action == outage.Answered && (got.Opaque || strings.Contains(got.Body, p.testbed.gate.Nonce())):
		return canaryGate, nil
	}
	return canaryLost, nil
}

// shown notes where a page that came up during a cut came from. Only the
// service worker can have made it.
func (p *proof) shown(seen chrome.Observed) error {
	for _, response := range seen.Responses {
		if response.Type == "Document" {
			p.found.DocumentSource = "network"
			if response.FromServiceWorker {
				p.found.DocumentSource = "service-worker"
			}
		}
		// Chrome also calls an answer of Cache Storage "from disk cache".
		if response.Source == "http-cache" || response.FromDiskCache && !response.FromServiceWorker {
			p.found.AssetsFromHTTPCache++
		}
	}
	if seen.FromHistory {
		return &notProven{"the page shown during the cut came back out of the browser's history, where it was kept whole"}
	}
	if p.found.DocumentSource != "service-worker" {
		return &notProven{"the page shown during the cut did not come from the service worker"}
	}
	return nil
}

// missing says what a pass still lacks.
func (p *proof) missing(s *scenario.Scenario) error {
	cuts := 0
	for _, step := range s.Steps {
		if step.Kind == scenario.KindCut {
			cuts++
		}
	}
	switch {
	case cuts == 0:
		return nil
	case !p.reached:
		return &notProven{"no canary got through while nothing was cut"}
	case p.found.RequestsServedWhileCut > 0:
		return &notProven{fmt.Sprintf("the gate let %d requests through while it was cut", p.found.RequestsServedWhileCut)}
	case p.found.AssetsFromHTTPCache > 0:
		return &notProven{fmt.Sprintf("%d files came from the browser's own HTTP cache", p.found.AssetsFromHTTPCache)}
	}
	return nil
}

// document is the proof as it stands in the result.
func (p *proof) document() result.Proof {
	out := p.found
	out.Method, out.Hosts = p.testbed.gate.Method(), p.testbed.hosts()
	if out.CanaryPage == "" {
		out.CanaryPage, out.CanaryWorker = canaryNone, canaryNone
	}
	return out
}
