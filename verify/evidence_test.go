package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/report"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// tellTale is a shop whose page says its secrets aloud: the log-in's password
// and the session cookie, without a name beside them.
type tellTale struct {
	password string
	mu       sync.Mutex
	sessions map[string]bool // every one that the browser ever held
}

// serve starts a demo behind it.
func (s *tellTale) serve(t *testing.T) *verify.Bench {
	t.Helper()
	_, inner := demoAt(t, demo.Options{})
	front := unstarted(t, &httputil.ReverseProxy{
		ErrorLog: log.New(t.Output(), "", 0),
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(inner)
			p.Out.Host = p.In.Host
			s.logIn(p.Out)
		},
		ModifyResponse: func(r *http.Response) error { s.tell(r); return nil },
	})
	front.Start()
	at := benchOf(t, front)
	at.Password = s.password
	return at
}

// logIn gives the demo, whose passwords are its log-ins, the one it wants.
func (s *tellTale) logIn(r *http.Request) {
	if r.Method != http.MethodPost || r.ContentLength <= 0 {
		return
	}
	body, _ := io.ReadAll(r.Body) // a short body fails at the server
	body = bytes.ReplaceAll(body, []byte(s.password), []byte("admin"))
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

func (s *tellTale) tell(r *http.Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cookie := range append(r.Cookies(), r.Request.Cookies()...) {
		if cookie.Name == "session_id" && cookie.Value != "" {
			s.sessions[cookie.Value] = true
		}
	}
	held, err := r.Request.Cookie("session_id")
	if err != nil || !strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
		return
	}
	rewrite(r, func(page []byte) []byte {
		loud := fmt.Sprintf(`<script>console.warn("between us: %s and %s")</script></head>`, held.Value, s.password)
		return bytes.Replace(page, []byte("</head>"), []byte(loud), 1)
	})
}

// TestEvidence lets a scenario fail and looks at everything that was kept.
func TestEvidence(t *testing.T) {
	t.Parallel()
	shop := &tellTale{password: "Xk9-the-shops-own-word", sessions: map[string]bool{}}
	wrong := parsed(t, "evidence")
	verdict := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: wrong, Benches: bench.NewOne(shop.serve(t))})[wrong[0].Name]
	if verdict.Result != result.Failed || verdict.Reason != result.NoEmergencyPage {
		t.Fatalf("%s (%s): %s", verdict.Result, verdict.Reason, verdict.Words())
	}
	folder := filepath.Join(t.ArtifactDir(), "wrong-hope-1")
	if verdict.Evidence != folder || strings.Contains(verdict.Words(), "incomplete") {
		t.Fatalf("evidence in %q, not %q: %s", verdict.Evidence, folder, verdict.Words())
	}
	page := writeReport(t, verdict)
	noSecrets(t, shop)
	checkFiles(t, folder)
	opensFromDisk(t, page)
}

// writeReport writes the page of the run beside the evidence.
func writeReport(t *testing.T, verdict result.Scenario) string {
	t.Helper()
	document := result.NewVerify("fresh", result.Target{URL: "http://shop.example", Configs: []int{1}})
	document.Scenarios = append(document.Scenarios, verdict)
	html, _ := report.Lookup("html")
	var text bytes.Buffer
	if err := html.Write(&text, document, report.Options{Folder: t.ArtifactDir()}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.ArtifactDir(), "report.html")
	if err := os.WriteFile(name, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// noSecrets reads every byte that was kept.
func noSecrets(t *testing.T, shop *tellTale) {
	t.Helper()
	if len(shop.sessions) == 0 {
		t.Fatal("the till had no session, so none could have been told")
	}
	said := false
	err := filepath.WalkDir(t.ArtifactDir(), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for secret := range shop.sessions {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds a session cookie", path)
			}
		}
		if bytes.Contains(text, []byte(shop.password)) {
			t.Errorf("%s holds the password", path)
		}
		said = said || bytes.Contains(text, []byte("between us: [redacted] and [redacted]"))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if !said {
		t.Error("what the page told is nowhere, so nothing shows that it was redacted")
	}
}

// checkFiles reads each file of the folder as its readers would.
func checkFiles(t *testing.T, folder string) {
	t.Helper()
	read := func(name string, into any) {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var har struct {
		Log struct {
			Version string
			Entries []struct {
				Request  struct{ URL string }
				Response struct{ Content struct{ Text *string } }
				Source   string `json:"_source"`
			}
		}
	}
	read("network.har", &har)
	sources := map[string]int{}
	for _, entry := range har.Log.Entries {
		sources[entry.Source]++
		if entry.Response.Content.Text != nil {
			t.Errorf("the HAR holds the body of %s", entry.Request.URL)
		}
	}
	if har.Log.Version != "1.2" || sources["network"] == 0 || sources["service-worker"] == 0 {
		t.Errorf("HAR %s with %v", har.Log.Version, sources)
	}
	var verdict result.Scenario
	read("verdict.json", &verdict)
	if verdict.Reason != result.NoEmergencyPage || verdict.FirstBad() == nil || verdict.FirstBad().Line == 0 || len(verdict.Cuts) != 1 || verdict.Cuts[0].Fault != "status-502" {
		t.Errorf("verdict.json: %+v", verdict)
	}
	var held struct {
		Caches []struct {
			Name    string
			Entries int
		}
		Databases []struct {
			Name   string
			Stores []struct {
				Name  string
				Count int
			}
		}
	}
	read("inventory.json", &held)
	if len(held.Caches) == 0 || held.Caches[0].Entries == 0 || len(held.Databases) == 0 || len(held.Databases[0].Stores) == 0 {
		t.Errorf("inventory.json: %+v", held)
	}
	var gate struct {
		Changes  []struct{ Fault string }
		Requests []struct{ Action, Path string }
	}
	read("gate.json", &gate)
	if len(gate.Changes) == 0 || gate.Changes[0].Fault != "status-502" || len(gate.Requests) == 0 {
		t.Errorf("gate.json: %+v", gate)
	}
	var worker struct {
		Registered []struct{ Scope, Status string }
		Status     struct{ Snapshots []struct{ State string } }
	}
	read("worker.json", &worker)
	if len(worker.Registered) != 1 || worker.Registered[0].Status != "activated" || len(worker.Status.Snapshots) == 0 {
		t.Errorf("worker.json: %+v", worker)
	}
	var state struct{ URL string }
	read("page.json", &state)
	if !strings.Contains(state.URL, "/pos/ui/1") {
		t.Errorf("page.json: %+v", state)
	}
	checkLines(t, filepath.Join(folder, "events.jsonl"), "request", "navigation", "version", "console", "started")
	checkLines(t, filepath.Join(folder, "console.jsonl"), "console")
	if shot, err := os.ReadFile(filepath.Join(folder, "screenshot.jpg")); err != nil || !bytes.Contains(shot[:min(20, len(shot))], []byte("JFIF")) {
		t.Errorf("screenshot.jpg: %d bytes, %v", len(shot), err)
	}
}

// checkLines wants one JSON object a line, and every kind at least once.
func checkLines(t *testing.T, name string, kinds ...string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	found := map[string]int{}
	for line := range bytes.Lines(text) {
		var event struct {
			Kind string
			Time time.Time
		}
		if err := json.Unmarshal(line, &event); err != nil || event.Time.IsZero() {
			t.Errorf("%s: %s: %v", name, line, err)
		}
		found[event.Kind]++
	}
	for _, kind := range kinds {
		if found[kind] == 0 {
			t.Errorf("%s has no %s: %v", name, kind, found)
		}
	}
}

// opensFromDisk looks at the report as its readers do.
func opensFromDisk(t *testing.T, page string) {
	t.Helper()
	pacetest.Turn(t)
	ctx := pacetest.Within(t, time.Minute)
	browser, err := chrome.Launch(ctx, chrome.Options{Binary: chrometest.Scratch(), Profile: t.TempDir(), Headless: true})
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close(context.WithoutCancel(ctx))
	tab, err := browser.FirstPage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := tab.Navigate(ctx, "file://"+page); err != nil {
		t.Fatal(err)
	}
	var shown struct {
		Text    string
		Scripts int
		Picture int
		Bands   int
		Worker  int
	}
	err = tab.Eval(ctx, `new Promise((done) => document.readyState === "complete" ? done() : addEventListener("load", done)).then(() => ({
		text: document.body.innerText, scripts: document.scripts.length, picture: document.images[0]?.naturalWidth ?? 0,
		bands: document.querySelectorAll("svg .band").length, worker: document.querySelectorAll("svg rect.worker").length }))`, &shown)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"wrong-hope", "no-emergency-page", "evidence.yaml:12", "status-502"} {
		if !strings.Contains(shown.Text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if shown.Scripts != 0 || shown.Picture == 0 || shown.Bands == 0 || shown.Worker == 0 {
		t.Errorf("%d scripts, a picture %d wide, %d cuts, %d marks of the worker", shown.Scripts, shown.Picture, shown.Bands, shown.Worker)
	}
	if seen := tab.Observed(); len(seen.Console)+len(seen.Exceptions)+len(seen.Failed)+len(seen.Dialogs) > 0 || len(seen.Responses) > 2 {
		t.Errorf("the report does more than show itself: %+v", seen)
	}
}
