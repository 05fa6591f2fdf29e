// The tests of this package prove in real Chromium that a browser is started,
// driven, joined and ended as the callers rely on: no process, profile or setting of
// a terminal is left changed, copies hold no log-in and reach nothing, and whatever
// breaks is named at once.
package chrome

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"go.uber.org/goleak"
)

// TestMain also plays the process that dies with a browser open, see
// TestKilledLauncherLeavesNoChrome.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CHROME_TEST_LAUNCHER"); dir != "" {
		launchAndWait(dir)
		return
	}
	pacetest.OneTurn()
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"))
}

// launchAndWait starts Chrome on dir, sets a cookie, prints the pid and waits
// to be killed.
func launchAndWait(dir string) {
	b, err := Launch(context.Background(), Options{Profile: dir, Headless: true})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	if url := os.Getenv("CHROME_TEST_URL"); url != "" {
		if err := b.first.Navigate(context.Background(), url); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	fmt.Println("pid", b.PID())
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
}

// site is a small web application with a service worker. It counts requests.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{hits: make(map[string]int)}
	mux := http.NewServeMux()
	file := func(pattern, name, typ string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			data, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				panic(err)
			}
			w.Header().Set("Content-Type", typ)
			w.Header().Set("Cache-Control", "no-store")
			w.Write(data)
		})
	}
	file("GET /pos/", "pos.html", "text/html; charset=utf-8")
	file("GET /pos/service-worker.js", "service-worker.js", "text/javascript")
	file("GET /plain", "plain.html", "text/html")
	mux.HandleFunc("GET /scripted", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<title>without scripts</title><script>document.title = "with scripts"</script>`)
	})
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session_id", Value: "very-secret", MaxAge: 3600, HttpOnly: true, Path: "/"})
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<title>in</title>")
	})
	mux.HandleFunc("GET /download", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", "attachment; filename=x.bin")
		w.Header().Set("Content-Type", "application/octet-stream")
		fmt.Fprint(w, "data")
	})
	mux.HandleFunc("GET /cached.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, "window.cached=1")
	})
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.URL.Path]++
		s.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[path]
}

// within returns a context for one wait of a test.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	return pacetest.Within(t, d)
}

// open starts Chrome on a profile and closes it at the end of the test.
func open(t *testing.T, profile string, change ...func(*Options)) *Browser {
	t.Helper()
	pacetest.Turn(t)
	o := Options{Profile: profile, Headless: true}
	for _, c := range change {
		c(&o)
	}
	b, err := Launch(within(t, 30*time.Second), o)
	if err != nil {
		t.Fatalf("launch: %v", err)
	}
	t.Cleanup(func() { b.Close(within(t, 20*time.Second)) })
	return b
}

func shut(t *testing.T, b *Browser) {
	t.Helper()
	if err := b.Close(within(t, 20*time.Second)); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func firstPage(t *testing.T, b *Browser) *Page {
	t.Helper()
	p, err := b.FirstPage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func visit(t *testing.T, p *Page, url string) {
	t.Helper()
	if err := p.Navigate(within(t, 20*time.Second), url); err != nil {
		t.Fatalf("navigate: %v", err)
	}
}

func eval[T any](t *testing.T, p *Page, js string) T {
	t.Helper()
	var v T
	if err := p.Eval(within(t, 15*time.Second), js, &v); err != nil {
		t.Fatalf("eval %s: %v", js, err)
	}
	return v
}

// controlled waits until the worker controls the page.
const controlled = `new Promise(done => {
  const c = navigator.serviceWorker;
  if (c.controller) return done(true);
  c.oncontrollerchange = () => done(true);
})`

// loaded waits for the end of the load and a little work after it.
const loaded = `new Promise(done => {
  const later = () => setTimeout(() => done(true), 20);
  document.readyState === "complete" ? later() : addEventListener("load", later);
})`

// gesture evaluates js as if the user had just clicked.
func (p *Page) gesture(ctx context.Context, js string) error {
	_, err := cdp.Call(ctx, p.session, runtime.Evaluate, runtime.EvaluateParams{Expression: js, UserGesture: new(true)})
	return err
}
