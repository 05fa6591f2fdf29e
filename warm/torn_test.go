package warm_test

import (
	"net/http"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"

	"poswarm/internal/result"
	"poswarm/warm"
)

// A deploy that is there by half brings the terminal back to what it has stored, which
// is no priming.
func TestPrimeOfWhatIsStoredIsNone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var torn atomic.Bool
	o := s.through(t, &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(s.address) },
		ModifyResponse: func(r *http.Response) error {
			if torn.Load() && strings.HasPrefix(r.Request.URL.Path, "/web/assets/") {
				r.StatusCode, r.Status = http.StatusNotFound, "404 Not Found"
			}
			return nil
		},
	})
	o.Images = "none"
	for _, want := range []struct {
		torn   bool
		result result.Outcome
		detail string
	}{{false, result.Passed, ""}, {true, result.Failed, "came up from what was stored before (torn-deploy)"}, {false, result.Passed, ""}} {
		torn.Store(want.torn)
		out, err := warm.Prime(within(t, o.Timeout), o)
		one := out.Document.Configs[0]
		if one.Result != want.result || !strings.Contains(one.Detail, want.detail) {
			t.Errorf("torn %t: %s: %s (%v), want %s", want.torn, one.Result, one.Detail, err, want.result)
		}
		if err := s.server.Upgrade(); err != nil {
			t.Fatal(err)
		}
	}
}
