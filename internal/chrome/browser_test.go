package chrome

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/chromedp/cdproto/page"
)

func TestNavigateReloadAndObserve(t *testing.T) {
	s := newSite(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)

	visit(t, p, s.URL+"/plain")
	eval[bool](t, p, loaded)
	if got := eval[string](t, p, `document.querySelector("h1").textContent`); got != "plain" {
		t.Errorf("h1 is %q", got)
	}
	o := p.Observed()
	if len(o.Console) == 0 || o.Console[0].Text != "hello 7" || o.Console[0].Level != "warning" {
		t.Errorf("console: %+v", o.Console)
	}
	if len(o.Exceptions) != 1 || !strings.Contains(o.Exceptions[0], "boom") {
		t.Errorf("exceptions: %q", o.Exceptions)
	}
	if len(o.Responses) == 0 || o.Responses[0].Type != "Document" || o.Responses[0].Status != 200 {
		t.Errorf("responses: %+v", o.Responses)
	}
	if err := p.Reload(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if n := s.count("/plain"); n != 2 {
		t.Errorf("the server saw %d loads, want 2", n)
	}

	var sum int
	if err := p.Call(within(t, 5*time.Second), `(a, b) => Promise.resolve(a.x + b)`, []any{map[string]int{"x": 2}, 40}, &sum); err != nil || sum != 42 {
		t.Errorf("call gave %d, %v", sum, err)
	}
	var kinds string
	empty := []any{"", nil, []int{}, map[string]int{}, 0, false}
	if err := p.Call(within(t, 5*time.Second), `(...all) => all.map((one) => JSON.stringify(one)).join(" ")`, empty, &kinds); err != nil || kinds != `"" null [] {} 0 false` {
		t.Errorf("empty arguments arrive as %s, %v", kinds, err)
	}
	var script *ScriptError
	if err := p.Eval(within(t, 5*time.Second), `Promise.reject(new TypeError("no"))`, nil); !errors.As(err, &script) || !strings.Contains(err.Error(), "TypeError: no") {
		t.Errorf("rejected promise: %v", err)
	}
	if err := p.Eval(within(t, 5*time.Second), `undefined`, &sum); err == nil {
		t.Error("undefined gave no error")
	}
	if shot, err := p.Screenshot(context.Background()); err != nil || len(shot) < 500 || string(shot[6:10]) != "JFIF" {
		t.Errorf("screenshot of %d bytes: %v", len(shot), err)
	}
	err := p.Eval(within(t, 100*time.Millisecond), `new Promise(() => {})`, nil)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "evaluating in the page") {
		t.Errorf("a hung promise: %v", err)
	}
}

func TestBrowserErrorPages(t *testing.T) {
	s := newSite(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	url := s.URL + "/plain"
	visit(t, p, url)
	if err := p.Navigate(within(t, 10*time.Second), s.URL+"/download"); !errors.Is(err, ErrAborted) {
		t.Errorf("a download: %v", err)
	}
	if d := p.Observed().Downloads; len(d) != 1 || d[0] != s.URL+"/download" {
		t.Errorf("downloads: %q", d)
	}
	s.CloseClientConnections()
	s.Close()
	err := p.Reload(within(t, 10*time.Second))
	if e, ok := IsBrowserPage(err); !ok || e.Code != "net::ERR_CONNECTION_REFUSED" || e.URL != url {
		t.Errorf("reload of a dead server: %v", err)
	}
	// Once more, now from the error page itself.
	err = p.Reload(within(t, 10*time.Second))
	if e, ok := IsBrowserPage(err); !ok || e.Code != "net::ERR_CONNECTION_REFUSED" {
		t.Errorf("reload of the error page: %v", err)
	}
	err = p.Navigate(within(t, 10*time.Second), url)
	if e, ok := IsBrowserPage(err); !ok || e.Code != "net::ERR_CONNECTION_REFUSED" {
		t.Errorf("navigate to a dead server: %v", err)
	}
}

func TestCrashIsNamedAtOnce(t *testing.T) {
	s := newSite(t)
	p := firstPage(t, open(t, t.TempDir()))
	visit(t, p, s.URL+"/plain")
	eval[bool](t, p, loaded)
	pending := make(chan error, 1)
	go func() { pending <- p.Eval(context.Background(), `new Promise(() => {})`, nil) }()
	start := pacetest.Start()
	// Chrome never answers this command: the renderer is gone.
	err := p.step(within(t, 10*time.Second), StepLimit, "crashing", func(ctx context.Context) error {
		return p.session.Call(ctx, page.CommandCrash, nil, nil)
	})
	if !errors.Is(err, ErrCrashed) {
		t.Errorf("the call that crashed: %v", err)
	}
	select {
	case err := <-pending:
		if !errors.Is(err, ErrCrashed) {
			t.Errorf("pending call: %v", err)
		}
	case <-pacetest.Within(t, 5*time.Second).Done():
		t.Fatal("the pending call still waits for the crashed page")
	}
	if start.Longer(3 * time.Second) {
		t.Errorf("the crash was noticed after %v", start)
	}
	if err := p.Eval(context.Background(), `1`, nil); !errors.Is(err, ErrCrashed) {
		t.Errorf("eval in a crashed page: %v", err)
	}
	if !p.Observed().Crashed {
		t.Error("the crash was not recorded")
	}
	visit(t, p, s.URL+"/plain")
	if eval[int](t, p, `1+1`) != 2 {
		t.Error("the page did not come back")
	}
}

func TestSetOffline(t *testing.T) {
	s := newSite(t)
	p := firstPage(t, open(t, t.TempDir()))
	visit(t, p, s.URL+"/pos/")
	eval[bool](t, p, controlled)
	for _, offline := range []bool{true, false} {
		if err := p.SetOffline(within(t, 5*time.Second), offline); err != nil {
			t.Fatal(err)
		}
		if got := eval[bool](t, p, `navigator.onLine`); got == offline {
			t.Errorf("onLine is %v with offline %v", got, offline)
		}
	}
	if got := eval[string](t, p, `events.join()`); got != "offline,online" {
		t.Errorf("events: %s", got)
	}
}

func TestNewPage(t *testing.T) {
	s := newSite(t)
	b := open(t, t.TempDir())
	p, err := b.NewPage(within(t, 10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	visit(t, p, s.URL+"/plain")
	if vis := eval[string](t, p, `document.visibilityState`); vis != "visible" {
		t.Errorf("the tab is %s", vis)
	}
	if err := p.Close(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := p.Eval(context.Background(), "1", nil); err == nil {
		t.Error("eval in a closed tab gave no error")
	}
	if err := firstPage(t, b).Close(context.Background()); err == nil {
		t.Error("the first tab was closed")
	}
	visit(t, firstPage(t, b), s.URL+"/plain")
}
