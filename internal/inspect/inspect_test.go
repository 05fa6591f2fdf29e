// The tests of this package prove that an inspection tells what a profile holds,
// open, closed or broken, and changes nothing in it.
package inspect_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/inspect"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/warm"
)

// TestProfile looks into a till while its Chrome runs, after it lost its
// bundle, and into one whose server has Odoo's own worker.
func TestProfile(t *testing.T) {
	server, err := demo.Start(t.Context(), demo.Options{Products: 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	profile := filepath.Join(t.TempDir(), "till")
	prime(t, server.URL(), profile)

	server.Log().Reset()
	got := look(t, profile)
	if one := got.Servers[0]; one.Origin != server.URL() || one.Worker != "poswarm" || one.Version == "" || one.LoginUntil == nil || !one.Storage.Persisted {
		t.Errorf("server %+v", one)
	}
	if one := got.Servers[0].Snapshots[0]; one.State != "current" || one.Config != 1 || one.Name == "" || one.Entries < 10 || one.Images.Stored == 0 || len(one.Missing) != 0 {
		t.Errorf("snapshot %+v", one)
	}
	if db := got.Servers[0].Databases[0]; db.Config != 1 || db.Products != 20 || len(db.Sessions) != 1 {
		t.Errorf("database %+v", db)
	}
	if n := len(server.Log().Entries()); n != 0 {
		t.Errorf("%d requests reached the server: %v", n, server.Log().Counts())
	}
	if case0 := got.Checks().Cases[0]; case0.Outcome != result.Passed || got.InUse {
		t.Errorf("%+v, in use %t", case0, got.InUse)
	}

	logOut(t, server.URL(), profile)
	if got := look(t, profile); !got.Servers[0].Snapshots[0].LoggedOut || got.Servers[0].LoggedOut || got.Checks().Cases[0].Outcome != result.Failed {
		t.Errorf("a log-out is not told: %+v", got.Servers[0])
	}

	loseBundle(t, server.URL(), profile, func() {
		if !look(t, profile).InUse {
			t.Error("a Chrome runs on the profile, and nothing says so")
		}
	})
	// From here on a copy of it all would fill any disk, see otherSite.
	got = look(t, profile)
	if one := got.Servers[0]; one.LoggedOut || one.Snapshots[0].LoggedOut {
		t.Errorf("another user's log-out is taken for this one's: %+v", one)
	}
	if missing := got.Servers[0].Snapshots[0].Missing; len(missing) != 1 || !strings.HasSuffix(missing[0], ".js") {
		t.Errorf("gone: %q, want one script", missing)
	}
	if one := got.Checks().Cases[0]; one.Outcome != result.Failed || !strings.Contains(one.Detail, "gone") {
		t.Errorf("a till without its bundle: %+v", one)
	}
}

func TestOtherProfiles(t *testing.T) {
	if _, err := inspect.Profile(t.Context(), inspect.Options{Profile: t.TempDir()}); err == nil || !strings.Contains(err.Error(), "no Chrome has ever run") {
		t.Errorf("an empty folder: %v", err)
	}
	server, err := demo.Start(t.Context(), demo.Options{Products: 20, Worker: demo.WorkerStockLike})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	profile := filepath.Join(t.TempDir(), "till")
	prime(t, server.URL(), profile)
	got := look(t, profile)
	if one := got.Servers[0]; one.Worker != "other" || len(one.Snapshots) != 0 || len(one.Databases) != 1 {
		t.Errorf("server %+v", one)
	}
	if one := got.Checks().Cases[0]; one.Outcome != result.Failed {
		t.Errorf("a till with Odoo's own worker: %+v", one)
	}
}

// logOut has the cashier log out on the terminal.
func logOut(t *testing.T, at, profile string) {
	t.Helper()
	ctx := pacetest.Within(t, time.Minute)
	browser, err := chrome.Launch(ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		t.Fatal(err)
	}
	page, err := browser.FirstPage(ctx)
	if err == nil {
		err = page.Navigate(ctx, at+"/web/session/logout")
	}
	if err := errors.Join(err, browser.Close(ctx)); err != nil {
		t.Fatal(err)
	}
}

func prime(t *testing.T, at, profile string) {
	t.Helper()
	address, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	_, err = warm.Prime(t.Context(), warm.Options{URL: address, Configs: []int{1}, Login: "admin", Password: "admin",
		Profile: profile, Lasting: true, Images: "all", Timeout: time.Minute, Browser: chrome.Options{Headless: true},
		Progress: func(warm.Progress) {}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil && !errors.Is(err, warm.ErrStockWorker) {
		t.Fatal(err)
	}
}

// look also sees that the document says in JSON what it says in Go.
func look(t *testing.T, profile string) *result.Inspect {
	t.Helper()
	ctx := pacetest.Within(t, time.Minute)
	doc, err := inspect.Profile(ctx, inspect.Options{Profile: profile, Browser: chrome.Options{Headless: true}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc)
	if err != nil || len(doc.Servers) != 1 || strings.Contains(string(text), "null,\"snapshots\"") {
		t.Fatalf("%s, %v; want one server", text, err)
	}
	return doc
}

// loseBundle deletes one script of the snapshot, as a cleaning tool might, with
// the till's own Chrome.
func loseBundle(t *testing.T, at, profile string, meanwhile func()) {
	t.Helper()
	ctx := pacetest.Within(t, time.Minute)
	browser, err := chrome.Launch(ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		t.Fatal(err)
	}
	const lose = `caches.open("poswarm-1").then(async (cache) => cache.delete((await cache.keys()).find(({url}) => url.endsWith(".js"))))`
	var lost bool
	if err := browser.EvalWorker(ctx, at+"/pos/", lose, &lost); err != nil || !lost {
		t.Errorf("deleting a script: %t, %v", lost, err)
	}
	meanwhile()
	otherSite(t, ctx, browser)
	if err := browser.Close(ctx); err != nil {
		t.Error(err)
	}
	huge := filepath.Join(profile, "Default", "IndexedDB", "https_news.example.org_0.indexeddb.blob", "1")
	if err := errors.Join(os.MkdirAll(filepath.Dir(huge), 0o700), os.WriteFile(huge, nil, 0o600), os.Truncate(huge, 1<<42)); err != nil {
		t.Error(err)
	}
}

// otherSite shows a site that is no POS, and stores something. As it is one host, it
// also says there that another user has logged out.
func otherSite(t *testing.T, ctx context.Context, browser *chrome.Browser) {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><title>News</title>") }))
	defer site.Close()
	page, err := browser.FirstPage(ctx)
	if err == nil {
		err = page.Navigate(ctx, site.URL)
	}
	if err == nil {
		err = page.Eval(ctx, `document.cookie = "poswarm_logout=6.demo; max-age=36000; path=/"`, nil)
	}
	if err == nil {
		err = page.Eval(ctx, `caches.open("news").then((cache) => cache.put("/", new Response("news")))`, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}
