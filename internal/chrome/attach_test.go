package chrome

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// withPort is a till's Chrome with a debugging port, and the port.
func withPort(t *testing.T, profile string) (*Browser, *url.URL) {
	t.Helper()
	b := open(t, profile, func(o *Options) {
		o.Wrap = func(c *exec.Cmd) error {
			c.Args = append(c.Args, "--remote-debugging-port=0")
			return nil
		}
	})
	var port string
	for wait := pacetest.For(t, 10*time.Second, "the debugging port"); port == ""; time.Sleep(5 * time.Millisecond) {
		wait.Over(t)
		text, _ := os.ReadFile(filepath.Join(profile, "DevToolsActivePort"))
		port, _, _ = strings.Cut(string(text), "\n")
	}
	return b, &url.URL{Scheme: "http", Host: "127.0.0.1:" + port}
}

func tabs(t *testing.T, port *url.URL) []string {
	t.Helper()
	answer, err := http.Get(port.JoinPath("json/list").String())
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var list []struct{ Type, URL string }
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, one := range list {
		found = append(found, one.Type+" "+one.URL)
	}
	return found
}

// tabsWith lists the tabs once url is among them: Chrome's own list learns of a
// document a moment after the session that opened it.
func tabsWith(t *testing.T, port *url.URL, url string) []string {
	t.Helper()
	for wait := pacetest.For(t, 10*time.Second, "a tab with "+url); ; {
		found := tabs(t, port)
		if slices.Contains(found, "page "+url) {
			return found
		}
		if err := wait.Err(); err != nil {
			t.Fatalf("%v: %q", err, found)
		}
	}
}

// The profile of a running Chrome is found, and its tabs are what they were.
func TestFindRunning(t *testing.T) {
	s := newSite(t)
	profile := filepath.Join(t.TempDir(), "my till")
	b, port := withPort(t, profile)
	visit(t, firstPage(t, b), s.URL+"/plain")
	before := tabsWith(t, port, s.URL+"/plain")
	found, err := FindRunning(within(t, 20*time.Second), port)
	if want := (Running{Profile: profile, PID: b.PID()}); err != nil || found != want {
		t.Errorf("found %+v, %v; want %+v", found, err, want)
	}
	if after := tabs(t, port); !slices.Equal(before, after) {
		t.Errorf("tabs before %q, after %q", before, after)
	}

	// As seen through a tunnel from another machine: the folder is not here.
	away := filepath.Join(filepath.Dir(profile), "elsewhere")
	if err := os.Rename(profile, away); err != nil {
		t.Fatal(err)
	}
	_, err = FindRunning(within(t, 20*time.Second), port)
	if err == nil || !strings.Contains(err.Error(), "does not use on this machine") {
		t.Errorf("a profile that is not here: %v", err)
	}
	// Or one is here, and another Chrome uses it.
	if err := os.MkdirAll(profile, 0o700); err != nil { // the first Chrome may have made it anew
		t.Fatal(err)
	}
	open(t, profile)
	_, err = FindRunning(within(t, 20*time.Second), port)
	if err == nil || !strings.Contains(err.Error(), "does not use on this machine") {
		t.Errorf("a profile of another Chrome: %v", err)
	}
	shut(t, b)
}

func TestFindRunningRefusals(t *testing.T) {
	answering := func(body string) *url.URL {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		address, _ := url.Parse(server.URL)
		return address
	}
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	silent := &url.URL{Scheme: "http", Host: listen.Addr().String()}
	for name, c := range map[string]struct {
		port *url.URL
		want string
	}{
		"a web site": {answering("<html>"), "is not a Chrome"},
		"node.js":    {answering(`{"Browser": "node.js/v20", "webSocketDebuggerUrl": "ws://127.0.0.1:1/devtools/browser/x"}`), "is not a Chrome"},
		"no browser": {answering(`{"Browser": "Chrome/156"}`), "is not a Chrome"},
		"silence":    {silent, "waiting for the Chrome at"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if _, err := FindRunning(ctx, c.port); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
	listen.Close()
	if _, err := FindRunning(t.Context(), silent); err == nil || !strings.Contains(err.Error(), "no Chrome answers at") {
		t.Errorf("a closed port: %v", err)
	}
}

func TestFlagValues(t *testing.T) {
	for line, want := range map[string][]string{
		"chrome --user-data-dir=/a --x":                  {"/a"},
		"chrome --user-data-dir=/a b --x":                {"/a b", "/a"},
		"chrome --user-data-dir=/a b about:blank":        {"/a b about:blank", "/a b", "/a"},
		`chrome.exe "--user-data-dir=C:\A B" --x`:        {`C:\A B`, `C:\A`},
		`chrome.exe --user-data-dir="C:\A B" --x http:/`: {`C:\A B`},
		"chrome --x": nil,
	} {
		if got := flagValues(line, "user-data-dir"); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
