package chrome

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

func TestDialogsAreAcceptedAndRecorded(t *testing.T) {
	s := newSite(t)
	p := firstPage(t, open(t, t.TempDir()))
	visit(t, p, s.URL+"/plain")
	start := time.Now()
	if got := eval[bool](t, p, `alert("one"), confirm("two")`); !got {
		t.Error("confirm was not accepted")
	}
	o := p.Observed()
	if len(o.Dialogs) != 2 || o.Dialogs[0].Type != "alert" || o.Dialogs[1].Message != "two" || o.Dialogs[0].When.Before(start) {
		t.Errorf("dialogs: %+v", o.Dialogs)
	}
	// A page asks before it goes only after a gesture of the user.
	if err := p.gesture(within(t, 5*time.Second), `addEventListener("beforeunload", e => e.preventDefault())`); err != nil {
		t.Fatal(err)
	}
	if err := p.Reload(within(t, 10*time.Second)); err != nil {
		t.Fatalf("reload past beforeunload: %v", err)
	}
	if d := p.Observed().Dialogs; len(d) != 1 || d[0].Type != "beforeunload" {
		t.Errorf("dialogs of the reload: %+v", d)
	}
}

// lateAlert is a site whose document alerts when the next one has been decided
// on: it hears of the request for that one, stands still in one of its own until
// it is freed, and the next document comes meanwhile.
type lateAlert struct {
	*httptest.Server
	left, still, free chan struct{}
}

func newLateAlert(t *testing.T) *lateAlert {
	l := &lateAlert{left: make(chan struct{}), still: make(chan struct{}), free: make(chan struct{})}
	var loads atomic.Int32
	wait := func(r *http.Request, until <-chan struct{}) {
		select {
		case <-until:
		case <-r.Context().Done():
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if loads.Add(1) == 2 {
			close(l.left)
			wait(r, l.still)
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<link rel="icon" href="data:,">`)
	})
	mux.HandleFunc("GET /left", func(_ http.ResponseWriter, r *http.Request) { wait(r, l.left) })
	mux.HandleFunc("GET /free", func(_ http.ResponseWriter, r *http.Request) {
		close(l.still)
		wait(r, l.free)
	})
	l.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		l.CloseClientConnections()
		l.Close()
	})
	return l
}

const alertsAsItGoes = `fetch("/left").then(() => {
	const free = new XMLHttpRequest();
	free.open("GET", "/free", false);
	free.send();
	alert("late");
}), true`

// freeWhenDecided lets the alert come once Chrome has the head of the next document.
func (l *lateAlert) freeWhenDecided(ctx context.Context, p *Page) {
	select {
	case <-l.still:
	case <-ctx.Done():
	}
	observe(ctx, p, func(o Observed) bool {
		return slices.ContainsFunc(o.Responses, func(r Response) bool { return r.Type == "Document" })
	})
	close(l.free)
}

// observe waits until the tab has seen something; it tells whether it has.
func observe(ctx context.Context, p *Page, seen func(Observed) bool) bool {
	for !seen(p.Observed()) {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Millisecond):
		}
	}
	return true
}

func TestTheDocumentThatIsLeftAsksNothing(t *testing.T) {
	b := open(t, t.TempDir())
	for name, leave := range map[string]func(*Page, context.Context, string) error{
		"navigation": (*Page).Navigate,
		"reload":     func(p *Page, ctx context.Context, _ string) error { return p.Reload(ctx) },
	} {
		s := newLateAlert(t)
		p, err := b.NewPage(within(t, 10*time.Second))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		visit(t, p, s.URL)
		eval[bool](t, p, alertsAsItGoes)
		ctx := within(t, 10*time.Second)
		go s.freeWhenDecided(ctx, p)
		if err := leave(p, ctx, s.URL+"/?next"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := p.Observed().Dialogs; len(d) > 0 {
			t.Errorf("%s: the next document is said to have asked %+v", name, d)
		}
		if eval[bool](t, p, `alert("next"), true`); len(p.Observed().Dialogs) != 1 {
			t.Errorf("%s: an alert of the next document is not recorded", name)
		}
		if err := p.Close(within(t, 10*time.Second)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	shut(t, b) // an abort would be its error
}

func TestADocumentThatStaysAsksAgain(t *testing.T) {
	s := newSite(t)
	p := firstPage(t, open(t, t.TempDir()))
	asks := func(when string) {
		t.Helper()
		before := len(p.Observed().Dialogs)
		if eval[bool](t, p, `alert("still here"), true`); len(p.Observed().Dialogs) != before+1 {
			t.Errorf("no alert %s", when)
		}
	}
	visit(t, p, s.URL+"/login")
	if err := p.Navigate(within(t, 10*time.Second), s.URL+"/download"); !errors.Is(err, ErrAborted) {
		t.Errorf("a download: %v", err)
	}
	asks("after a download")
	if err := p.Navigate(within(t, 10*time.Second), "http://[bad"); err == nil {
		t.Error("an address that is none was opened")
	}
	asks("after an address that is none")
	if err := p.Navigate(within(t, 10*time.Second), s.URL+"/login#part"); err != nil {
		t.Errorf("a fragment: %v", err)
	}
	asks("after a fragment")
	visit(t, p, s.URL+"/plain")
	// The answer need not come: the document goes away under the question.
	_ = p.Eval(within(t, 5*time.Second), `history.back()`, nil)
	back := observe(within(t, 10*time.Second), p, func(o Observed) bool { return o.FromHistory })
	if !back || eval[string](t, p, `location.pathname`) != "/login" {
		t.Fatal("the document was loaded anew")
	}
	asks("after coming back out of the history")
}

// TestDialogThatNobodyCanClose: a document is not muted when somebody else has the
// tab leave it.
func TestDialogThatNobodyCanClose(t *testing.T) {
	s := newLateAlert(t)
	b := open(t, t.TempDir())
	ctx := within(t, 20*time.Second)
	p, err := b.NewPage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	visit(t, p, s.URL)
	eval[bool](t, p, alertsAsItGoes)
	// its answer comes when the next document has been decided on
	if _, err := cdp.Call(ctx, p.session, page.Navigate, page.NavigateParams{URL: s.URL + "/?next"}); err != nil {
		t.Fatal(err)
	}
	close(s.free)
	err = p.Eval(ctx, `new Promise(() => {})`, nil)
	if errors.Is(err, ErrNavigated) {
		t.Skip("this Chrome lets such a dialog be answered: mute is not needed any more")
	}
	if !errors.Is(err, ErrUnresponsive) || !strings.Contains(err.Error(), "a dialog came up while the next document was on its way") {
		t.Errorf("it ended with %v", err)
	}
	if err := p.Close(ctx); err != nil {
		t.Errorf("closing the tab: %v", err)
	}
	select {
	case <-b.Done():
		var exit *ExitError
		if !errors.As(b.Err(), &exit) || exit.Said == "" {
			t.Errorf("closing the tab ended the browser with %v", b.Err())
		}
	case <-pacetest.Within(t, 3*time.Second).Done():
		t.Log("this Chrome survives the end of such a tab")
	}
}
