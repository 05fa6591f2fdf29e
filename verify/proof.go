package verify

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
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
	control      bool   // canaries reached the server while it was not cut
	served       int    // requests forwarded during all cuts so far
	source       string // of the last document shown during a cut
	fromCache    int    // answers of Chrome's HTTP cache during cuts
}

// cut proves that the network works, cuts it and proves that it is gone.
func (r *run) cut(ctx context.Context, fault outage.Fault) error {
	if err := r.endOfCut(ctx); err != nil {
		return err
	}
	if r.lab.gate.Fault() == "" {
		if err := r.control(ctx); err != nil {
			return err
		}
	}
	if err := r.lab.cut(ctx, fault); err != nil {
		return err
	}
	return r.canaries(ctx)
}

func (r *run) restore(ctx context.Context) error {
	if err := r.endOfCut(ctx); err != nil {
		return err
	}
	return r.lab.restore(ctx)
}

// endOfCut proves at its end that the cut lasted.
func (r *run) endOfCut(ctx context.Context) error {
	if r.lab.gate.Fault() == "" {
		return nil
	}
	err := r.canaries(ctx)
	r.proof.served += r.lab.gate.Served()
	return err
}

// control is the positive control: without it a failing canary proves nothing.
func (r *run) control(ctx context.Context) error {
	page, worker, err := r.send(ctx)
	if err != nil {
		return err
	}
	if page != canaryReached || (worker != canaryReached && worker != canaryNone) {
		return r.unreached(fmt.Sprintf("before the cut the page's canary %s and the worker's canary %s", page, worker))
	}
	r.proof.control = true
	return nil
}

// unreached adds why the gate found no server, if it knows.
func (r *run) unreached(what string) error {
	trouble := r.lab.gate.Trouble()
	if trouble == nil {
		return &notProven{what}
	}
	err := &notProven{fmt.Sprintf("%s: %v", what, trouble)}
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
	want := canaryRejected
	if answers(r.lab.gate.Fault()) {
		want = canaryGate
	}
	if page == canaryNone && worker == canaryNone {
		return &notProven{fmt.Sprintf("during %s no canary could be sent", r.lab.gate.Fault())}
	}
	for from, got := range map[string]string{"page": page, "worker": worker} {
		if got != want && got != canaryNone {
			return &notProven{fmt.Sprintf("during %s the canary of the %s %s", r.lab.gate.Fault(), from, got)}
		}
	}
	return nil
}

// answers says whether the gate itself answers requests under the fault.
func answers(fault outage.Fault) bool {
	return !fault.Transport()
}

// send sends one canary from the page and one from the worker.
func (r *run) send(ctx context.Context) (page, worker string, err error) {
	wait := patience
	if r.lab.gate.Fault() == outage.Blackhole {
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
	case got.Opaque && fate.Action == outage.Answered, strings.Contains(got.Body, r.lab.gate.Nonce()):
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
		return &notProven{"no canary reached the server while it was not cut"}
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
