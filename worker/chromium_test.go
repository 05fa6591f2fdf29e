package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/pace/pacetest"
)

// One browser serves all tests: every test has a server, and so an origin and
// a worker, of its own.
var browser *chrome.Browser

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	profile, err := os.MkdirTemp("", "poswarm-worker-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(profile)
	browser, err = chrome.Launch(context.Background(), chrome.Options{Binary: chrometest.Scratch(), Profile: profile, Headless: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	pacetest.OneTurn()
	code := m.Run()
	if err := browser.Close(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	return pacetest.Within(t, d)
}

func newTab(t *testing.T) *chrome.Page {
	t.Helper()
	pacetest.Turn(t)
	p, err := browser.NewPage(within(t, 20*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close(within(t, 10*time.Second)) })
	return p
}

func visit(t *testing.T, p *chrome.Page, url string) {
	t.Helper()
	if err := p.Navigate(within(t, 45*time.Second), url); err != nil {
		t.Fatalf("opening %s: %v", url, err)
	}
}

func eval[T any](t *testing.T, p *chrome.Page, js string) T {
	t.Helper()
	var v T
	if err := p.Eval(within(t, 40*time.Second), js, &v); err != nil {
		t.Fatalf("eval %.80s: %v", js, err)
	}
	return v
}

// waitFor waits in the page until the expression holds.
func waitFor(t *testing.T, p *chrome.Page, what, expression string) {
	t.Helper()
	const poll = `async (text) => {
		while (!eval(text)) await new Promise(done => setTimeout(done, 20));
	}`
	ctx := within(t, 30*time.Second)
	err := p.Call(ctx, poll, []any{expression}, nil)
	for errors.Is(err, chrome.ErrNavigated) {
		err = p.Call(ctx, poll, []any{expression}, nil)
	}
	if err != nil {
		o := p.Observed()
		t.Fatalf("waiting for %s: %v; the page is\n%s\nconsole %+v\nexceptions %q", what, err,
			eval[string](t, p, `document.documentElement.outerHTML.slice(0, 1500)`), o.Console, o.Exceptions)
	}
}

type status struct {
	Worker struct {
		Version string
		Schema  int
	}
	Snapshots []struct {
		ID, State, Completed string
		Config, User         int
		POSSession           int `json:"pos_session"`
		Entries, Replies     int
		Bytes                int
		Pinned               bool
		Images               struct{ Wanted, Stored int }
		Languages            []string
		Refused              []struct{ URL, Reason string }
	}
	Away *struct {
		Since, Reason string
	}
	Intercepted []struct {
		Method, Path, Call string
		Count              int
	}
	Events []json.RawMessage
}

var statusJS = pageScript("status.js")

func readStatus(t *testing.T, p *chrome.Page) status {
	t.Helper()
	return eval[status](t, p, statusJS)
}

// waitCommitted waits until the snapshot that this tab started is current.
func waitCommitted(t *testing.T, p *chrome.Page, limit time.Duration) status {
	t.Helper()
	wait := pacetest.For(t, limit, "a commit")
	for {
		s := readStatus(t, p)
		staged := false
		current := false
		for _, snapshot := range s.Snapshots {
			staged = staged || snapshot.State == "staged"
			current = current || snapshot.State == "current"
		}
		if current && !staged {
			return s
		}
		if err := wait.Err(); err != nil {
			t.Fatalf("%v: %+v\nevents %s", err, s, s.Events)
		}
		nextNews(t, p)
	}
}

// nextNews waits until the worker broadcasts something, or a moment.
func nextNews(t *testing.T, p *chrome.Page) {
	t.Helper()
	eval[bool](t, p, pageScript("next-broadcast.js"))
}
