package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"poswarm/internal/chrome"
	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/pace/pacetest"
	"poswarm/warm"
)

// What goes wrong in a real shop, with real browsers. The scripts share one
// server and one primed terminal, and break both:
//
//	shop                 waits its turn; $URL is the server, till a copy of the
//	                     primed terminal's profile, pw the password
//	shop VERB            shut, open (the network in front of the server),
//	                     close-session, open-session, forget (the requests seen
//	                     so far)
//	shop never ROUTE     fails when the server saw the request since then
//	demo WORKER [no-barcodes]
//	                     a server of the script's own at $URL, which it may spend
//	demo expire-logins   ends every web session there
//	turn                 waits until the script may use browsers, where no other verb
//	                     does
//	website              $SITE is a server that is no Odoo
//	kiosk DIR, kiosk off a Chrome that runs on the profile, as a till's own does;
//	                     $PORT is the address of its debugging port
//	interrupt [-signal INT|TERM|HUP|QUIT|KILL] [-after ROUTE] [-when TEXT] CODE ARGS…
//	                     a signal, Ctrl-C by default, once Chrome runs (and the
//	                     request was seen, and the text stands on stderr); CODE is
//	                     the exit code, or "killed"
//	hosts NAME[:FAULT]…  an sshd for each, $SSHCONFIG for them, and ./there as the
//	                     poswarm of each
//	tree DIR             remembers every byte in a folder, and from the second time
//	                     on fails when one of them changed
func TestShop(t *testing.T) {
	s := &shop{}
	t.Cleanup(s.close) // subtests are over by then, parallel ones as well
	testscript.Run(t, testscript.Params{Dir: "testdata/shop", Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"shop": s.command, "demo": demoScript, "website": website, "kiosk": kiosk, "interrupt": s.interrupt, "tree": tree, "hosts": hosts, "exits": exits,
		"turn": func(ts *testscript.TestScript, _ bool, _ []string) { turn(ts) },
	}})
}

// shop is what the scripts share.
type shop struct {
	turn sync.Mutex // one script at a time
	// release gives back what they use browsers with. One that waited anew would stand
	// behind all that other packages run in parallel, and the last be alone at the end.
	release func()

	server *demo.Server
	door   *door
	folder string // of the primed profile
}

func (s *shop) command(ts *testscript.TestScript, neg bool, args []string) {
	switch {
	case len(args) == 0:
		s.enter(ts)
	case args[0] == "shut":
		s.door.shut()
	case args[0] == "open":
		ts.Check(s.door.open())
	case args[0] == "open-session":
		ts.Check(s.server.OpenSession(1))
	case args[0] == "close-session" && len(args) == 1:
		ts.Check(s.server.CloseSession(1))
	case args[0] == "close-session": // of the other POS
		ts.Check(errors.Join(s.server.CloseSession(2), s.server.CloseSession(3)))
	case args[0] == "forget":
		s.server.Log().Reset()
	case args[0] == "never":
		if n := s.server.Log().Count(args[1]); n != 0 {
			ts.Fatalf("the server saw %d times %s", n, args[1])
		}
	default:
		ts.Fatalf("unknown: shop %q", args)
	}
}

// enter waits for the turn of the script and gives it a terminal of its own.
func (s *shop) enter(ts *testscript.TestScript) {
	s.turn.Lock()
	ts.Defer(s.turn.Unlock)
	if s.release == nil {
		var err error
		s.release, err = pacetest.Take()
		ts.Check(err)
	}
	if s.server == nil {
		ts.Check(s.start())
	}
	ts.Defer(func() {
		ts.Check(s.door.open())
		ts.Check(errors.Join(s.server.OpenSession(1), s.server.OpenSession(2), s.server.OpenSession(3)))
	})
	ts.Setenv("URL", s.door.url())
	ts.Check(os.WriteFile(ts.MkAbs("pw"), []byte("admin\n"), 0o600))
	ts.Check(chrometest.CopyTerminal(context.Background(), s.folder, ts.MkAbs("till")))
}

// turn waits until the script may use browsers. No script asks for two turns, nor
// for that of the shop with this one in hand.
func turn(ts *testscript.TestScript) {
	release, err := pacetest.Take()
	ts.Check(err)
	ts.Defer(release)
}

// start serves, and primes the terminal that the scripts copy.
func (s *shop) start() error {
	server, err := demo.Start(context.Background(), demo.Options{Products: 20})
	if err != nil {
		return err
	}
	s.server, s.door = server, &door{inside: server.URL()[len("http://"):]}
	if err := s.door.open(); err != nil {
		return err
	}
	if s.folder, err = os.MkdirTemp("", "poswarm-shop-"); err != nil {
		return err
	}
	binary, err := chrome.Find("")
	if err != nil {
		return err
	}
	address, err := url.Parse(s.door.url())
	if err != nil {
		return err
	}
	_, err = warm.Prime(context.Background(), warm.Options{URL: address, Configs: []int{1}, Login: "admin", Password: "admin",
		Profile: s.folder, Lasting: true, Images: "all", Timeout: 10 * time.Minute,
		Browser:  chrome.Options{Binary: binary, Headless: true},
		Progress: func(warm.Progress) {}, Logger: slog.New(slog.DiscardHandler)})
	return err
}

func (s *shop) close() {
	if s.release != nil {
		defer s.release()
	}
	if s.server == nil {
		return
	}
	s.door.shut()
	_ = s.server.Close()
	_ = os.RemoveAll(s.folder)
}

// door is the network in front of the server. It keeps its address while it is
// shut, which a server that is closed does not.
type door struct {
	inside, outside string

	mu     sync.Mutex
	listen net.Listener // nil while shut
	conns  []net.Conn
}

func (d *door) url() string { return "http://" + d.outside }

func (d *door) open() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listen != nil {
		return nil
	}
	address := d.outside
	if address == "" {
		address = "127.0.0.1:0"
	}
	listen, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	d.listen, d.outside = listen, listen.Addr().String()
	go func() {
		for {
			from, err := listen.Accept()
			if err != nil {
				return // shut
			}
			go d.pass(from)
		}
	}()
	return nil
}

func (d *door) pass(from net.Conn) {
	to, err := net.Dial("tcp", d.inside)
	if err != nil {
		from.Close()
		return
	}
	d.mu.Lock()
	d.conns = append(d.conns, from, to)
	d.mu.Unlock()
	go func() {
		_, _ = io.Copy(to, from) // either end may go away
		to.Close()
	}()
	_, _ = io.Copy(from, to)
	from.Close()
}

func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listen == nil {
		return
	}
	d.listen.Close()
	for _, conn := range d.conns {
		conn.Close()
	}
	d.listen, d.conns = nil, nil
}

// demoScript starts a demo that only this script uses.
func demoScript(ts *testscript.TestScript, neg bool, args []string) {
	if args[0] == "expire-logins" {
		answer, err := http.Post(ts.Getenv("URL")+"/demo/control/expire-logins", "", nil)
		ts.Check(err)
		answer.Body.Close()
		return
	}
	turn(ts)
	server, err := demo.Start(context.Background(), demo.Options{Products: 20, Worker: args[0], NoBarcodes: len(args) > 1})
	ts.Check(err)
	ts.Defer(func() { _ = server.Close() })
	ts.Setenv("URL", server.URL())
	ts.Check(os.WriteFile(ts.MkAbs("pw"), []byte("admin\n"), 0o600))
}

// website serves what is no Odoo.
func website(ts *testscript.TestScript, neg bool, _ []string) {
	site := httptest.NewServer(http.NotFoundHandler())
	ts.Defer(site.Close)
	ts.Setenv("SITE", site.URL)
}

var kiosks sync.Map // of *testscript.TestScript to the function that ends it

func kiosk(ts *testscript.TestScript, neg bool, args []string) {
	if args[0] == "off" {
		end, _ := kiosks.LoadAndDelete(ts)
		end.(func())()
		return
	}
	binary, err := chrome.Find("")
	ts.Check(err)
	browser, err := chrome.Launch(context.Background(), chrome.Options{Binary: binary, Profile: ts.MkAbs(args[0]), Headless: true,
		Wrap: func(c *exec.Cmd) error { c.Args = append(c.Args, "--remote-debugging-port=0"); return nil }})
	ts.Check(err)
	await(ts, "the debugging port", nil, func() bool {
		text, err := os.ReadFile(filepath.Join(ts.MkAbs(args[0]), "DevToolsActivePort"))
		port, _, _ := strings.Cut(string(text), "\n")
		ts.Setenv("PORT", "http://127.0.0.1:"+port)
		return err == nil && port != ""
	})
	end := sync.OnceFunc(func() { _ = browser.Close(context.Background()) })
	kiosks.Store(ts, end)
	ts.Defer(end)
}
