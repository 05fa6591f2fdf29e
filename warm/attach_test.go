// The tests of this package prove that priming leaves a terminal complete, or says
// what is missing, and never disturbs the cashier, the profile, another log-in or a
// busy server.
package warm_test

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/odooui"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/relay"
	"poswarm/internal/result"
	"poswarm/warm"
)

//go:embed testdata/witness.js
var witnessJS string

func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	return pacetest.Within(t, limit)
}

// shop is a demo with a terminal that was primed on it.
type shop struct {
	server  *demo.Server
	address *url.URL
	options warm.Options
}

func newShop(t *testing.T) shop {
	t.Helper()
	pacetest.Turn(t)
	server, err := demo.Start(t.Context(), demo.Options{Products: 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	address, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	return shop{server, address, warm.Options{URL: address, Configs: []int{1}, Login: "admin", Password: "admin",
		Lasting: true, Profile: filepath.Join(t.TempDir(), "till"), RequireSession: true, Images: "all",
		Browser: chrome.Options{Binary: chrometest.Scratch(), Headless: true}, Timeout: 10 * time.Minute,
		Progress: func(warm.Progress) {}, Logger: slog.New(slog.DiscardHandler)}}
}

// through puts a front before the shop's server and returns the options of a
// terminal that only knows the front.
func (s shop) through(t *testing.T, front http.Handler) warm.Options {
	t.Helper()
	server := httptest.NewServer(relay.Handler(front))
	t.Cleanup(server.Close)
	o := s.options
	o.URL, _ = url.Parse(server.URL)
	return o
}

// state is what the server says about registers and orders.
func (s shop) state(t *testing.T) string {
	t.Helper()
	answer, err := http.Get(s.server.URL() + "/demo/state")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// kiosk is the terminal's Chrome with the POS on its screen, and its debugging port.
func (s shop) kiosk(t *testing.T) (*chrome.Page, *url.URL) {
	t.Helper()
	browser, err := chrome.Launch(within(t, 30*time.Second), chrome.Options{Binary: chrometest.Scratch(), Profile: s.options.Profile, Headless: true,
		Wrap: func(c *exec.Cmd) error { c.Args = append(c.Args, "--remote-debugging-port=0"); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = browser.Close(context.WithoutCancel(t.Context())) })
	page, err := browser.FirstPage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.open(t, page)
	text, err := os.ReadFile(filepath.Join(s.options.Profile, "DevToolsActivePort"))
	if err != nil {
		t.Fatal(err)
	}
	port, _, _ := strings.Cut(string(text), "\n")
	return page, &url.URL{Scheme: "http", Host: "127.0.0.1:" + port}
}

// open shows the POS on a page.
func (s shop) open(t *testing.T, page *chrome.Page) {
	t.Helper()
	err := page.Navigate(within(t, 20*time.Second), s.server.URL()+"/pos/ui/1")
	if err == nil {
		_, err = odooui.WaitUp(within(t, 30*time.Second), page, odooui.Want{Config: 1}, 30*time.Second)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, page *chrome.Page, expression string) (value T) {
	t.Helper()
	if err := page.Eval(within(t, 10*time.Second), expression, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

const (
	order   = `posmodel.getOrder()?.uuid + " " + posmodel.getOrder()?.lines?.map((line) => line.product_id.id + "x" + line.qty)`
	address = `location.href`
	noticed = `witness.join()`
)

// TestAttachLeavesTheCashierAlone primes a till at which somebody works, and
// says what cannot be done on it.
func TestAttachLeavesTheCashierAlone(t *testing.T) {
	s := newShop(t)
	if _, err := warm.Prime(within(t, time.Minute), s.options); err != nil {
		t.Fatal(err)
	}
	cashier, port := s.kiosk(t)
	running := s.options
	running.Login, running.Password, running.Profile = "", "", ""
	t.Run("half an order", func(t *testing.T) {
		if _, err := odooui.ShowProducts(within(t, 10*time.Second), cashier); err != nil {
			t.Fatal(err)
		}
		if err := odooui.Scan(within(t, 10*time.Second), cashier, "", ""); err != nil {
			t.Fatal(err)
		}
		s.attach(t, running, cashier, port, "opened")
	})
	t.Run("opening control", func(t *testing.T) {
		if err := s.server.CloseSession(1); err != nil {
			t.Fatal(err)
		}
		s.open(t, cashier)
		s.attach(t, running, cashier, port, "opening_control")
	})
	t.Run("never opened here", func(t *testing.T) {
		other := running
		other.Configs = []int{2}
		if _, err := warm.Attach(within(t, time.Minute), other, port); !errors.Is(err, warm.ErrNotStored) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("logged out", func(t *testing.T) {
		s.server.ExpireLogins()
		if _, err := warm.Attach(within(t, time.Minute), running, port); !errors.Is(err, warm.ErrNoLogin) {
			t.Errorf("got %v", err)
		}
	})
}

// attach primes, and compares what the cashier and the server have before and
// after it.
func (s shop) attach(t *testing.T, running warm.Options, cashier *chrome.Page, port *url.URL, register string) {
	t.Helper()
	eval[bool](t, cashier, witnessJS)
	seen := func() [3]string {
		return [3]string{s.state(t), eval[string](t, cashier, order), eval[string](t, cashier, address)}
	}
	before := seen()
	if !strings.Contains(before[0], `"session_state":"`+register+`"`) {
		t.Fatalf("no register is in %s: %s", register, before[0])
	}
	s.server.Log().Reset()
	got, err := warm.Attach(within(t, time.Minute), running, port)
	if err != nil {
		t.Fatal(err)
	}
	one := got.Document.Configs[0]
	if one.Result != result.Passed || one.Snapshot == nil || one.Snapshot.State != "current" || one.Snapshot.Images.Stored == 0 {
		t.Errorf("%s (%s), snapshot %+v", one.Result, one.Detail, one.Snapshot)
	}
	if one.Downloaded.Files > 5 {
		t.Errorf("%d files were fetched again", one.Downloaded.Files)
	}
	if after := seen(); after != before {
		t.Errorf("before %q\nafter %q", before, after)
	}
	if events := eval[string](t, cashier, noticed); events != "" {
		t.Errorf("the cashier's page noticed: %s", events)
	}
	for route, n := range s.server.Log().Counts() {
		if strings.HasPrefix(route, "GET /pos/ui") || strings.Contains(route, "sync_from_ui") || strings.Contains(route, "authenticate") {
			t.Errorf("%d times %s", n, route)
		}
	}
}
