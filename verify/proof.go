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
	"poswarm/internal/outage"
	"poswarm/internal/posui"
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

// patience is how long a canary waits for an answer; in a black hole, where
// none comes, long enough for one that the gate let through.
const (
	patience     = 8 * time.Second
	holePatience = 2 * time.Second
)

// workerScope is where the POS registers its service worker.
const workerScope = "/pos/"

// notProven means that the network may not have been cut as the scenario says.
type notProven struct{ what string }

func (e *notProven) Error() string { return "not proven: " + e.what }

// proof collects how it is known that the server was away.
type proof struct {
	method       string
	page, worker string // canaries during the last cut
	control      bool   // canaries got through while nothing was cut
	served       int    // requests forwarded during all cuts so far
	source       string // of the last document shown during a cut
	fromCache    int    // answers of Chrome's HTTP cache during cuts
}

// isolated says whether nothing reaches the server now and from now on.
func (r *run) isolated() bool {
	switch {
	case r.outage == nil:
		return r.lab.gate.Fault() != "" // as found the gate is shut from the start
	case r.outage.Fault == fault.CutAfter:
		return r.cutHappened()
	}
	return r.outage.Isolates()
}

func (r *run) cutHappened() bool {
	select {
	case <-r.lab.gate.Happened():
		return true
	default:
		return false
	}
}

// sweep clears the HTTP cache again after a cut that came by itself: what was
// loaded before it would answer in the worker's place.
func (r *run) sweep(ctx context.Context) error {
	if r.outage == nil || r.outage.Fault != fault.CutAfter || r.swept || !r.cutHappened() {
		return nil
	}
	r.swept = true
	if err := r.lab.browser.ClearHTTPCache(ctx); err != nil {
		return fmt.Errorf("clearing the HTTP cache: %w", err)
	}
	return nil
}

// endOfCut proves at its end that the cut lasted, and that it was met where only
// the gate's log can tell.
func (r *run) endOfCut(ctx context.Context) error {
	if r.lab.gate.Fault() == "" {
		return nil
	}
	if r.outage != nil {
		if err := r.met(); err != nil {
			return err
		}
	}
	if !r.isolated() {
		return nil
	}
	err := r.canaries(ctx)
	r.proof.served += r.lab.gate.Served()
	return err
}

// met looks into the gate's log for requests of the terminal that met the fault.
func (r *run) met() error {
	if r.outage.Fault == fault.CutAfter && !r.cutHappened() {
		return &notProven{fmt.Sprintf("%s never came: too little was asked for", r.outage.Fault)}
	}
	row, _ := fault.Lookup(r.outage.Fault)
	if !row.Logged {
		return nil
	}
	meets := func(e outage.Entry) bool { return e.Action == outage.Answered && e.Fault == row.Name }
	switch row.Name {
	case fault.Slow:
		meets = func(e outage.Entry) bool { return e.Action == outage.Forwarded && e.Fault == row.Name }
	case fault.Flapping:
		meets = func(e outage.Entry) bool { return e.Action != outage.Forwarded && e.Fault == r.outage.Off() }
	}
	for _, e := range r.lab.gate.Log() {
		if !e.Time.Before(r.outageBegan) && meets(e) && !strings.HasPrefix(e.Path, canaryPrefix) {
			return nil
		}
	}
	return &notProven{fmt.Sprintf("the gate's log has no request that met %s", r.outage.Fault)}
}

// control is the positive control: without it a failing canary proves nothing.
func (r *run) control(ctx context.Context) error {
	page, worker, err := r.send(ctx)
	if err != nil {
		return err
	}
	when, want := "before the cut", canaryReached
	if r.options.Subject == scenario.AsFound {
		when, want = "after the cut", canaryGate // with this run's nonce
	}
	if page != want || (worker != want && worker != canaryNone) {
		return r.unreached(fmt.Sprintf("%s the page's canary %s and the worker's canary %s", when, r.explained(page), worker))
	}
	r.proof.control = true
	if r.lab.gate.Fault() == fault.Slow {
		r.proof.page, r.proof.worker = page, worker
	}
	return nil
}

// explained adds to a rejected canary of the page what Chrome says of it. Those
// of earlier cuts may stand before it.
func (r *run) explained(fate string) string {
	if fate == canaryRejected {
		for _, failure := range slices.Backward(r.lab.page.Observed().Failed) {
			if strings.Contains(failure.URL, canaryPrefix) {
				return fate + " (" + failure.Error + ")"
			}
		}
	}
	return fate
}

// unreached adds why the gate found no server, if it knows.
func (r *run) unreached(what string) error {
	trouble := r.lab.gate.Trouble()
	if trouble == nil {
		return &notProven{what}
	}
	err := error(&notProven{fmt.Sprintf("%s: %v", what, trouble)})
	if errors.Is(trouble, outage.ErrUntrusted) {
		// A kiosk that trusts no more than we do has no worker of this server.
		err = posui.Failf(result.Certificate, "%v", trouble)
	}
	if text := hint.Of(trouble); text != "" {
		return hint.Add(err, text)
	}
	return err
}

// canaries proves that the cut holds now.
func (r *run) canaries(ctx context.Context) error {
	page, worker, err := r.send(ctx)
	if err != nil {
		return err
	}
	r.proof.page, r.proof.worker = page, worker
	met := r.lab.gate.InForce()
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
func (r *run) send(ctx context.Context) (page, worker string, err error) {
	wait := patience
	if r.lab.gate.InForce() == fault.Blackhole {
		wait = holePatience
	}
	page = canaryNone
	if script := r.pageScript(ctx); script != "" {
		page, err = r.canary(func(url string, out any) error {
			return r.lab.page.Call(ctx, script, []any{url, wait.Milliseconds()}, out)
		})
		if err != nil {
			return "", "", err
		}
	}
	worker, err = r.canary(func(url string, out any) error {
		arg, _ := json.Marshal(url) // a string always encodes
		script := fmt.Sprintf("(%s)(%s, %d)", canaryJS, arg, wait.Milliseconds())
		return r.lab.askWorker(ctx, script, wait, out)
	})
	if errors.Is(err, chrome.ErrNoWorker) {
		return page, canaryNone, nil
	}
	return page, worker, err
}

// pageScript is the canary the page shown can send: a readable one from the
// POS's own origin, a blind one from a blank page, none from Chrome's own
// error page.
func (r *run) pageScript(ctx context.Context) string {
	var url string
	if r.landing != nil || r.lab.page.Eval(ctx, "location.href", &url) != nil {
		return ""
	}
	switch {
	case strings.HasPrefix(url, r.lab.origin()+"/"):
		return canaryJS
	case url == "about:blank":
		return opaqueJS
	}
	return ""
}

// canary sends one request by the way given and says what became of it. The
// judge is the gate's log: it knows what it let through.
func (r *run) canary(send func(url string, out any) error) (string, error) {
	path := canaryPrefix + strings.ToLower(rand.Text())
	var got struct {
		Answered bool   `json:"answered"`
		Opaque   bool   `json:"opaque"` // answered, but not readable from where it was sent
		Body     string `json:"body"`
	}
	if err := send(r.lab.origin()+path, &got); err != nil {
		return "", fmt.Errorf("sending a canary: %w", err)
	}
	fate := r.lab.fate(path)
	switch {
	case fate.Action == outage.Forwarded && fate.Status == 0:
		return canaryNoServer, nil
	case fate.Action == outage.Forwarded:
		return canaryReached, nil
	case !got.Answered:
		return canaryRejected, nil
	// Both must agree: a worker could repeat an answer that it kept.
	case fate.Action == outage.Answered && (got.Opaque || strings.Contains(got.Body, r.lab.gate.Nonce())):
		return canaryGate, nil
	}
	return canaryLost, nil
}

// shown notes where a page that came up during a cut came from. Only the
// service worker can have made it.
func (p *proof) shown(seen chrome.Observed) error {
	for _, response := range seen.Responses {
		if response.Type == "Document" {
			p.source = "network"
			if response.FromServiceWorker {
				p.source = "service-worker"
			}
		}
		// Chrome also calls an answer of Cache Storage "from disk cache".
		if response.Source == "http-cache" || response.FromDiskCache && !response.FromServiceWorker {
			p.fromCache++
		}
	}
	if seen.FromHistory {
		return &notProven{"the page shown during the cut came back out of the browser's history, where it was kept whole"}
	}
	if p.source != "service-worker" {
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
	case !p.control:
		return &notProven{"no canary got through while nothing was cut"}
	case p.served > 0:
		return &notProven{fmt.Sprintf("the gate let %d requests through while it was cut", p.served)}
	case p.fromCache > 0:
		return &notProven{fmt.Sprintf("%d files came from the browser's own HTTP cache", p.fromCache)}
	}
	return nil
}

// document is the proof as it stands in the result.
func (p *proof) document() result.Proof {
	page, worker := p.page, p.worker
	if page == "" {
		page, worker = canaryNone, canaryNone
	}
	return result.Proof{Method: p.method, CanaryPage: page, CanaryWorker: worker,
		RequestsServedWhileCut: p.served, DocumentSource: p.source, AssetsFromHTTPCache: p.fromCache}
}
