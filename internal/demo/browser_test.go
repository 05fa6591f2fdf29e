// The tests of this package prove in real pages what the addon does for a shop on
// each build of Odoo that the demo behaves as: no sale, table or command is lost or
// doubled, whatever happens to the line, the server, the disk or the terminal in the
// middle of it. Where Odoo alone loses one, a test shows that as well.
package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/relay"
)

// one browser serves all tests, from the first one that needs it: every test
// has a demo on a port and a host, and so an origin and cookies, of its own
var (
	hosts   atomic.Int32
	beside  sync.Map // names of the tests that run beside others
	profile string
	launch  = sync.OnceValues(func() (*chrome.Browser, error) {
		var err error
		if profile, err = os.MkdirTemp("", "demo-test-"); err != nil {
			return nil, err
		}
		return chrome.Launch(context.Background(), chrome.Options{Binary: chrometest.Scratch(), Profile: profile, Headless: true,
			// A process for each page costs a twentieth more; one for all would have them wait for each other.
			Flags: []string{"--js-flags=--expose-gc", "--renderer-process-limit=2"}})
	})
)

func TestMain(m *testing.M) {
	code := m.Run()
	if profile != "" {
		if browser, err := launch(); err == nil {
			if err := browser.Close(context.Background()); err != nil {
				fmt.Fprintln(os.Stderr, err)
				code = 1
			}
		}
		if err := os.RemoveAll(profile); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// front stands before a demo and plays the network.
type front struct {
	*httptest.Server
	mu    sync.Mutex
	fault string // "" passes, "dead" resets, "hung" says nothing, "502", "json" and "portal" answer, "portal-bus" only for the bus
	held  string // calls of this method wait until hold is closed
	hold  chan struct{}
	over  chan struct{} // closed when the fault is another one
	gone  chan struct{} // closed with the front
	// sockets are the websocket connections, which httptest.Server forgets
	sockets relay.Sockets
}

func newFront(t *testing.T, s *Server) *front {
	target, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	f := &front{over: make(chan struct{}), gone: make(chan struct{})}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }
	transport := &http.Transport{}
	proxy.Transport = transport
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		fault, hold, held, over := f.fault, f.hold, f.held, f.over
		f.mu.Unlock()
		if held != "" && strings.HasSuffix(r.URL.Path, "/"+held) {
			select {
			case <-hold:
			case <-r.Context().Done():
			case <-f.gone:
			}
		}
		if fault == "portal-bus" && strings.HasPrefix(r.URL.Path, "/bus/") {
			fault = "portal"
		}
		switch fault {
		case "dead":
			panic(http.ErrAbortHandler)
		case "hung":
			<-over
			panic(http.ErrAbortHandler)
		case "502":
			http.Error(w, "502 Bad Gateway", http.StatusBadGateway)
		case "json":
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(gateway.Status)
			_, _ = w.Write([]byte(gateway.Body))
		case "portal":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!DOCTYPE html><title>WiFi login please</title>")
		default:
			relay.Handler(proxy).ServeHTTP(w, r)
		}
	}))
	f.Config.ConnState = f.sockets.Note
	f.Start()
	// Cookies know no ports. Chrome takes whatever ends so for this machine (W3C
	// Secure Contexts, 5.2), and a page of it may have a worker.
	f.URL = strings.Replace(f.URL, "127.0.0.1", fmt.Sprintf("till-%d.localhost", hosts.Add(1)), 1)
	t.Cleanup(func() {
		close(f.gone)
		f.cut("dead")
		f.Close()
		transport.CloseIdleConnections()
	})
	return f
}

func (f *front) cut(fault string) {
	f.mu.Lock()
	f.fault = fault
	close(f.over) // a request whose body nobody read does not hear that its connection is closed
	f.over = make(chan struct{})
	f.mu.Unlock()
	if fault == "dead" {
		f.hangUp()
	}
}

// holdBack has the calls of a method wait from now on, "" none more, until they are released.
func (f *front) holdBack(method string) (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	hold := make(chan struct{})
	f.held, f.hold = method, hold
	return func() { close(hold) }
}

func (f *front) hangUp() {
	f.CloseClientConnections()
	f.sockets.Close()
}

// till is a browser tab at a demo.
type till struct {
	t    *testing.T
	s    *Server
	net  *front
	page *chrome.Page
	ctx  context.Context
}

func newTill(t *testing.T, worker string) *till {
	t.Helper()
	return newTillAt(t, Options{Worker: worker})
}

// fewProducts are as many as the tests sell: each picture more is a request of the
// page, one of its worker and a copy in the cache, and all of the default's are a
// quarter of a test's work.
const fewProducts = 12

// newTillAt is a till at a demo of its own with these options. Tests with tills run
// beside each other.
func newTillAt(t *testing.T, o Options) *till {
	t.Helper()
	if _, is := beside.LoadOrStore(t.Name(), true); !is {
		t.Parallel()
		t.Cleanup(func() { beside.Delete(t.Name()) })
	}
	pacetest.Turn(t)
	if _, err := launch(); errors.Is(err, chrome.ErrNotFound) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	o.Products = cmp.Or(o.Products, fewProducts)
	s := start(t, o)
	p := &till{t: t, s: s, net: newFront(t, s), ctx: pacetest.Within(t, 45*time.Second)}
	p.page = p.newPage()
	p.logIn()
	return p
}

func (p *till) logIn() {
	p.t.Helper()
	p.navigate("/web/login")
	p.call(`async () => { const response = await fetch("/web/session/authenticate", { method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ id: 1, params: { login: "admin", password: "admin" } }) });
		if (!(await response.json()).result) throw new Error("no log-in"); }`, nil)
}

func (p *till) newPage() *chrome.Page {
	p.t.Helper()
	browser, err := launch()
	if err != nil {
		p.t.Fatal(err)
	}
	page, err := browser.NewPage(p.ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = page.Close(context.Background()) }) // a tab may be gone already
	return page
}

func (p *till) navigate(path string) {
	p.t.Helper()
	if err := p.page.Navigate(p.ctx, p.net.URL+path); err != nil {
		p.t.Fatal(err)
	}
}

func (p *till) reload() {
	p.t.Helper()
	if err := p.page.Reload(p.ctx); err != nil {
		p.t.Fatal(err)
	}
}

func (p *till) call(f string, out any, args ...any) {
	p.t.Helper()
	if err := p.page.Call(p.ctx, f, args, out); err != nil {
		p.t.Fatal(err)
	}
}

func (p *till) eval(js string) string {
	p.t.Helper()
	var out any
	if err := p.page.Eval(p.ctx, js, &out); err != nil {
		p.t.Fatal(err)
	}
	if text, ok := out.(string); ok {
		return text
	}
	b, _ := json.Marshal(out)
	return string(b)
}

// waitFor waits until an expression, or what it promises, is true in the page,
// across navigations.
func (p *till) waitFor(what, js string) {
	p.t.Helper()
	p.waitWithin(10*time.Second, what, js)
}

func (p *till) waitWithin(patience time.Duration, what, js string) {
	p.t.Helper()
	const watch = `(js, ms) => new Promise((resolve) => {
		const end = Date.now() + ms;
		const look = async () => {
			let ok = false;
			try { ok = Boolean(await (0, eval)(js)); } catch {}
			if (ok || Date.now() > end) { resolve(ok); } else { setTimeout(look, 15); }
		};
		look();
	})`
	wait := pacetest.For(p.t, patience, what)
	for wait.Err() == nil {
		var ok bool
		if err := p.page.Call(p.ctx, watch, []any{js, 1000}, &ok); err == nil && ok {
			return
		} else if errors.Is(err, chrome.ErrCrashed) || p.ctx.Err() != nil {
			p.t.Fatal(err)
		}
	}
	p.t.Fatalf("%v; the page is %s with %q; it said %+v", wait.Err(), p.eval("location.href"),
		p.eval("document.body?.innerText.slice(0, 400)"), p.page.Observed().Console)
}

const isUp = `window.posmodel && !document.querySelector(".pos-loader")`

func (p *till) waitUp() {
	p.t.Helper()
	p.waitFor("the POS", isUp)
}

// prime loads the page until the worker holds it; a stock-like worker needs
// two loads and the end of its own fetches.
func (p *till) prime() {
	p.t.Helper()
	for loads, held := 0, 0; held < 2; loads++ {
		if loads == 5 {
			p.t.Fatal("after 5 loads the stock-like worker and the page's database do not hold the POS")
		}
		p.navigate("/pos/ui/1")
		p.waitUp()
		if p.holdsStock() {
			held++
		}
	}
}

// holdsStock waits until the stock-like worker has stored the page, and the page its
// data. Odoo's worker tries once, so what was lost on a busy machine comes with the
// next load only.
func (p *till) holdsStock() (held bool) {
	p.t.Helper()
	p.call(`async (ms) => {
		const all = async () => {
			await navigator.serviceWorker.ready;
			const has = async (url) => Boolean(await (await caches.open("odoo-pos-cache")).match(url));
			// The page waits for neither: not for its worker, not for what it writes to its database.
			const written = async () => Object.entries(await posmodel.data.indexedDB.readAll()).every(
				([model, records]) => records.length >= posmodel.models[model].length);
			while (!((await has("/pos/ui/1")) && (await has("/pos/ui/1?from_backend=True")) && (await written()))) {
				await new Promise((resolve) => setTimeout(resolve, 15));
			}
			return true;
		};
		return Promise.race([all(), new Promise((resolve) => setTimeout(() => resolve(false), ms))]);
	}`, &held, 15000)
	return held
}

func (p *till) click(what string) {
	p.t.Helper()
	p.waitFor(what, fmt.Sprintf("document.querySelector(%q)", what))
	p.call(`(what) => document.querySelector(what).click()`, nil, what)
}

// sell makes a cash sale of one product, from the log-in or product screen.
func (p *till) sell() (uuid string) {
	p.t.Helper()
	p.waitFor("a first screen", `document.querySelector(".open-register-btn, article.product, .receipt-screen .next")`)
	p.call(`() => document.querySelector(".open-register-btn, .receipt-screen .next")?.click()`, nil)
	p.waitFor("products", `document.querySelector("article.product")`)
	p.call(`() => [...document.querySelectorAll("article.product")].find((tile) =>
		tile.querySelector(".product-name").innerText === "Desk Lamp").click()`, nil)
	p.click(".pay-order-button")
	p.click(".paymentmethod")
	uuid = p.eval("posmodel.getOrder().uuid")
	p.click(".validation-button.next.highlight")
	p.waitFor("the receipt", `document.querySelector(".receipt-screen .pos-receipt")`)
	return uuid
}

// settled waits for the POS's delayed write of its orders.
func (p *till) settled() {
	p.t.Helper()
	p.call(`async () => { await posmodel.data.debouncedSynchronizeLocalDataInIndexedDB(); }`, nil)
}

func (p *till) orders() string {
	var list []string
	for _, o := range p.s.Orders() {
		list = append(list, fmt.Sprintf("%s %.2f", o.UUID, o.Total))
	}
	return strings.Join(list, ", ")
}

// arrives waits until the server has exactly these orders.
func (p *till) arrives(want string) {
	p.t.Helper()
	wait := pacetest.For(p.t, 5*time.Second, "the orders to be on the server")
	for ; p.orders() != want; time.Sleep(10 * time.Millisecond) {
		if err := wait.Err(); err != nil {
			p.t.Fatalf("%v: it has %q, want %q", err, p.orders(), want)
		}
	}
}
