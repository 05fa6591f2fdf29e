package verify_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// countedShop is a demo behind a front that counts the connections to it and,
// on a port of their own, the packets.
type countedShop struct {
	bench       *verify.Bench
	connections atomic.Int32
	packets     atomic.Int32
	stun        string // the address of that port
	profile     string // of a till that was primed on it
	front       *httptest.Server
}

func newCountedShop(t *testing.T, browser chrome.Options) *countedShop {
	t.Helper()
	shop := &countedShop{}
	stun, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stun.Close() })
	go func() {
		for {
			if _, _, err := stun.ReadFrom(make([]byte, 1500)); err != nil {
				return
			}
			shop.packets.Add(1)
		}
	}()
	shop.stun = stun.LocalAddr().String()
	_, port, _ := net.SplitHostPort(shop.stun)
	lie := lyingPage(t, "looks-around")
	_, inner := demoAt(t, demo.Options{})
	front := unstarted(t, &httputil.ReverseProxy{
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		Rewrite:      func(p *httputil.ProxyRequest) { p.SetURL(inner); p.Out.Host = p.In.Host },
		ModifyResponse: func(r *http.Response) error {
			lie.answer(r)
			if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
				rewrite(r, func(page []byte) []byte { return bytes.ReplaceAll(page, []byte("STUN_PORT"), []byte(port)) })
			}
			return nil
		}})
	front.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			shop.connections.Add(1)
		}
	}
	front.Start()
	shop.front = front
	shop.bench = benchOf(t, front)
	shop.bench.Login, shop.bench.Password = "", ""
	shop.profile = filepath.Join(t.TempDir(), "till")
	primeTill(t, shop.bench.URL, shop.profile, browser)
	shop.connections.Store(0)
	shop.packets.Store(0)
	return shop
}

func (s *countedShop) judge(t *testing.T, browser chrome.Options) result.Scenario {
	t.Helper()
	return judge(t, verify.Options{Subject: scenario.AsFound, Profile: s.profile, Benches: bench.NewOne(s.bench),
		Scenarios: named(t, "cold-start"), NoNamespace: true, Browser: browser})["cold-start"]
}

// untouched says what of a copy reached the server.
func (s *countedShop) untouched(t *testing.T) {
	t.Helper()
	if c, p := s.connections.Load(), s.packets.Load(); c != 0 || p != 0 {
		t.Errorf("%d connections and %d packets reached the server", c, p)
	}
}

// started is a browser that a script starts with more flags than it was asked
// for, as distributions and kiosks have them (/etc/chromium.d on Debian).
func started(t *testing.T, before, after string) chrome.Options {
	t.Helper()
	full := fullBrowser(t)
	script := filepath.Join(t.TempDir(), "browser")
	text := fmt.Sprintf("#!/bin/sh\n%sexec '%s' \"$@\" %s\n", before, full.Binary.Path, after)
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	full.Binary = chrome.Binary{Path: script}
	return full
}

// TestCopyOfATillCannotLeave: every way around the gate that Chrome has, without
// the network namespace that would stop it in the kernel. Nothing of the copy
// reaches the server: either the way leads to the gate, as every name and address
// does, or it is told.
func TestCopyOfATillCannotLeave(t *testing.T) {
	t.Parallel()
	shop := newCountedShop(t, fullBrowser(t))
	other := unstarted(t, &httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}})
	other.Start()
	beside, err := url.Parse(other.URL)
	if err != nil {
		t.Fatal(err)
	}
	direct := `data:application/x-ns-proxy-autoconfig,function%20FindProxyForURL(){return%20"DIRECT"}`
	// These lead to the gate: what is not sent to it as a proxy resolves to it. They
	// may be told; all others must be.
	harmless := []string{"another proxy", "a policy's proxy", "a bypass list", "a bypass for it"}
	for way, browser := range map[string]chrome.Options{
		"no proxy":           started(t, "", "--no-proxy-server"),
		"another proxy":      started(t, "", "--proxy-server="+other.URL),
		"a bypass list":      started(t, "", "'--proxy-bypass-list=*'"),
		"a bypass for it":    started(t, "", "'--proxy-bypass-list="+shop.bench.URL.Host+"'"),
		"a script":           started(t, "", "'--proxy-pac-url="+direct+"'"),
		"a policy":           started(t, policy(t, `{"ProxySettings": {"ProxyMode": "direct"}}`), ""),
		"a policy's proxy":   started(t, policy(t, fmt.Sprintf(`{"ProxySettings": {"ProxyMode": "fixed_servers", "ProxyServer": %q}}`, beside.Host)), ""),
		"a policy's packets": started(t, policy(t, `{"WebRtcIPHandling": "default"}`), ""),
		"the policy's page":  started(t, policy(t, fmt.Sprintf(`{"ProxySettings": {"ProxyMode": "direct"}, "RestoreOnStartup": 4, "RestoreOnStartupURLs": ["%s/pos/ui/1"]}`, shop.bench.URL)), ""),
	} {
		t.Run(way, func(t *testing.T) {
			if strings.Contains(way, "policy") {
				needMounts(t)
			}
			verdict := shop.judge(t, browser)
			shop.untouched(t)
			if slices.Contains(harmless, way) && verdict.Result == result.Passed {
				return
			}
			if verdict.Result != result.Error || verdict.Reason != result.NotIsolated {
				t.Errorf("%s (%s): %s", verdict.Result, verdict.Reason, verdict.Words())
			}
		})
	}
	t.Run("packets that only the browser's own log has", func(t *testing.T) {
		needMounts(t)
		// Of the POS's pages alone: where its way is proven, before one opens, all is well.
		packets := policy(t, fmt.Sprintf(`{"WebRtcIPHandlingUrl": [{"url": "%s", "handling": "default"}]}`, shop.bench.URL))
		verdict := shop.judge(t, started(t, packets, ""))
		if verdict.Result != result.Error || verdict.Reason != result.NotProven || !strings.Contains(verdict.Detail, "to "+shop.stun+" outside the gate") || verdict.Hint == "" {
			t.Errorf("%s (%s): %s", verdict.Result, verdict.Reason, verdict.Words())
		}
		if hosts := verdict.Proof.Hosts; shop.packets.Load() == 0 || hosts[shop.stun] != (result.HostCount{}) {
			t.Errorf("%d packets left, and the gate knows of %v: no lie was told", shop.packets.Load(), hosts)
		}
		shop.packets.Store(0)
	})
	t.Run("ahead of a request", func(t *testing.T) {
		if verdict := shop.judge(t, fullBrowser(t)); verdict.Result != result.Passed {
			t.Errorf("%s (%s): %s", verdict.Result, verdict.Reason, verdict.Words())
		}
		shop.untouched(t)
	})
	t.Run("a server that is down", func(t *testing.T) {
		shop.front.Close()
		if verdict := shop.judge(t, fullBrowser(t)); verdict.Result != result.Passed {
			t.Errorf("%s (%s): %s", verdict.Result, verdict.Reason, verdict.Words())
		}
	})
}

// policy is the part of a script that puts a managed policy in the place where
// Chromium looks for it, seen by this browser alone.
func policy(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("if [ -z \"$INSIDE\" ]; then INSIDE=1 exec unshare --mount \"$0\" \"$@\"; fi\n"+
		"mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed && cp '%s' /etc/chromium/policies/managed/ || exit 1\n", file)
}

// needMounts skips where nobody may have mounts of his own.
func needMounts(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/etc/chromium"); err != nil {
		t.Skip("without /etc/chromium there is no place for a policy")
	}
	if err := exec.CommandContext(t.Context(), "unshare", "--mount", "mount", "-t", "tmpfs", "none", "/etc/chromium").Run(); err != nil {
		t.Skipf("no mounts of our own here: %v", err)
	}
}

// TestCopyHoldsNoLogIn looks into the cookies of a copy with Chrome's own eyes.
func TestCopyHoldsNoLogIn(t *testing.T) {
	t.Parallel()
	_, profile, servers := tillOn(t)
	at, err := servers.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	servers.Give(at, false)
	origin := "http://" + at.URL.Host
	stored, err := chrome.StoredCookies(t.Context(), profile, "", origin)
	if err != nil || chrome.StoredLoginUntil(stored) == nil {
		t.Fatalf("the till itself has no log-in: %v, %v", stored, err)
	}
	cookies := func(what chrome.Selection) string {
		t.Helper()
		folder := filepath.Join(t.TempDir(), "copy")
		if err := chrome.CopyProfile(t.Context(), profile, folder, what); err != nil {
			t.Fatal(err)
		}
		browser, err := chrome.Launch(t.Context(), chrome.Options{Binary: fullBrowser(t).Binary, Profile: folder, Headless: true, Proxy: "http://127.0.0.1:1"})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = browser.Close(t.Context()) }()
		found, err := browser.Cookies(t.Context(), origin)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, cookie := range found {
			if strings.Trim(cookie.Value(), "x\x00") != "" {
				names = append(names, cookie.Name)
			}
		}
		return strings.Join(names, " ")
	}
	if got := cookies(chrome.Selection{}); !strings.Contains(got, "session_id") {
		t.Errorf("a plain copy holds %q: the test would see no log-in", got)
	}
	if got := cookies(chrome.Selection{WithoutLogin: true, Origins: []string{origin}}); strings.Contains(got, "session_id") {
		t.Errorf("the copy of a till holds %q", got)
	}
}
