package warm_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"poswarm/internal/hint"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/warm"
)

// A profile that is logged in to one database is not primed for another.
func TestAnotherDatabase(t *testing.T) {
	t.Parallel()
	o := newShop(t).options
	o.Images = "none"
	o.Database = "demo"
	if _, err := warm.Prime(within(t, o.Timeout), o); err != nil {
		t.Fatal(err)
	}
	o.Login, o.Password, o.Database = "", "", "nosuchdb"
	_, err := warm.Prime(within(t, o.Timeout), o)
	if !errors.Is(err, warm.ErrOtherDatabase) || !strings.Contains(err.Error(), `"demo", not "nosuchdb"`) {
		t.Errorf("%v", err)
	}
}

// severalDatabases is an Odoo with more than one database and no filter: without a
// log-in, which is of one, it knows only what needs none (odoo/http.py, _serve_nodb).
func severalDatabases(s shop) http.Handler {
	answers := map[string]string{"/web/database/list": `["demo","old"]`, "/web/webclient/version_info": `{"server_version":"19.0"}`}
	var mu sync.Mutex
	chosen := map[string]bool{}
	odoo := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(s.address) },
		ModifyResponse: func(r *http.Response) error {
			if r.Request.URL.Path == "/web/session/authenticate" {
				mu.Lock()
				defer mu.Unlock()
				for _, cookie := range r.Cookies() {
					chosen[cookie.Value] = true
				}
			}
			return nil
		}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("session_id")
		mu.Lock()
		known := err == nil && chosen[cookie.Value]
		mu.Unlock()
		switch {
		case known:
			odoo.ServeHTTP(w, r)
		case r.URL.Path == "/web/health", r.URL.Path == "/web/session/authenticate":
			odoo.ServeHTTP(w, r)
		default:
			_, _ = io.Copy(io.Discard, r.Body)
			answer, found := answers[r.URL.Path]
			if !found {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"jsonrpc":"2.0","id":null,"result":`+answer+`}`)
		}
	})
}

// A fresh profile knows no database, and the server tells nothing without one.
func TestSeveralDatabases(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	o := s.through(t, severalDatabases(s))
	o.Images = "none"
	if _, err := warm.Prime(within(t, o.Timeout), o); err == nil || !strings.Contains(err.Error(), "has 2 databases") || hint.Of(err) != "name one with --db" {
		t.Errorf("without --db: %v, hint %q", err, hint.Of(err))
	}
	o.Database = "demo"
	if primed, err := warm.Prime(within(t, o.Timeout), o); err != nil || primed.Document.Configs[0].Result != result.Passed {
		t.Errorf("with --db: %+v, %v", primed, err)
	}
}

// Plain http on a name of the network has no service worker, whatever else is right.
func TestPlainHTTPOfTheNetwork(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	o := s.options
	o.URL = &url.URL{Scheme: "http", Host: "odoo.shop.example:" + s.address.Port()}
	o.Browser.ResolverRules = "MAP odoo.shop.example 127.0.0.1"
	s.server.Log().Reset()
	began := pacetest.Start()
	_, err := warm.Prime(within(t, o.Timeout), o)
	if !errors.Is(err, warm.ErrInsecure) || !strings.Contains(err.Error(), o.URL.String()) || !strings.Contains(hint.Of(err), "https") {
		t.Errorf("%v, hint %q", err, hint.Of(err))
	}
	if began.Longer(15 * time.Second) {
		t.Errorf("it took %s", began)
	}
	for _, entry := range s.server.Log().Entries() {
		if entry.Path != "/web/health" && entry.Path != "/favicon.ico" {
			t.Errorf("%s %s was asked before it was known", entry.Method, entry.Path)
		}
	}
}
