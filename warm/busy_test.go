package warm_test

import (
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/warm"
)

// busyFront stands before a shop's server and asks for patience when somebody
// wants a picture, while it is busy.
type busyFront struct {
	mu    sync.Mutex
	busy  bool
	after string // Retry-After
	next  http.Handler
}

func (f *busyFront) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	busy := f.busy && strings.HasPrefix(r.URL.Path, "/web/image") && strings.Contains(r.URL.RawQuery, "product")
	f.mu.Unlock()
	if busy {
		w.Header().Set("Retry-After", f.after)
		http.Error(w, "later", http.StatusTooManyRequests)
		return
	}
	f.next.ServeHTTP(w, r)
}

// idle ends the front's business.
func (f *busyFront) idle() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy = false
}

func (s shop) behind(t *testing.T, after string) (warm.Options, *busyFront) {
	t.Helper()
	front := &busyFront{busy: true, after: after, next: &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(s.address) }}}
	return s.through(t, front), front
}

// A server that asks for patience gets it, for as long as it asks.
func TestBusyServerIsAskedAgain(t *testing.T) {
	t.Parallel()
	o, front := newShop(t).behind(t, "3")
	var waits []time.Duration
	o.Progress = func(p warm.Progress) {
		if p.Waiting > 0 {
			waits = append(waits, p.Waiting)
		}
		if p.Waiting >= 3*time.Second {
			front.idle() // while it is waited
		}
	}
	out, err := warm.Prime(within(t, time.Minute), o)
	if err != nil {
		t.Fatal(err)
	}
	one := out.Document.Configs[0]
	if one.Result != result.Passed || one.Snapshot.Images.Stored != one.Snapshot.Images.Wanted {
		t.Errorf("%s: %s; %d of %d images", one.Result, one.Detail, one.Snapshot.Images.Stored, one.Snapshot.Images.Wanted)
	}
	if len(waits) < 2 || slices.Max(waits) < 3*time.Second {
		t.Errorf("waited %v after being asked for 3 s", waits)
	}
	if n := one.Downloaded.Files; n == 0 {
		t.Error("no file counts as downloaded over all tries")
	}
}

// A server that asks for more than there is does not hold the night up.
func TestBusyServerIsGivenUp(t *testing.T) {
	t.Parallel()
	o, _ := newShop(t).behind(t, "3600")
	began := pacetest.Start()
	out, err := warm.Prime(within(t, time.Minute), o)
	want := "the server is too busy: it asked to wait 1h0m0s, and config 1 has less time than that left"
	if diff := cmp.Diff(want, result.Words(err)); diff != "" {
		t.Error(diff)
	}
	if len(out.Document.Configs) != 1 || out.Document.Configs[0].Result != result.Error {
		t.Errorf("%+v", out.Document.Configs)
	}
	if began.Longer(40 * time.Second) {
		t.Errorf("took %s", began)
	}
}

// The bound holds for the whole of a prime, and a second prime of the same
// profile is told so at once.
func TestMaxRateAndTheLock(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	free := s.options
	began := time.Now()
	first, err := warm.Prime(within(t, time.Minute), free)
	if err != nil {
		t.Fatal(err)
	}
	fast := time.Since(began)

	bound := s.options
	bound.Profile += "-slow"
	const seconds = 10
	bound.Timeout = 2 * time.Minute
	bound.MaxRate = first.Document.Configs[0].Downloaded.Bytes / seconds
	tell := sync.OnceValue(func() error {
		_, err := warm.Prime(t.Context(), bound)
		return err
	})
	bound.Progress = func(warm.Progress) { _ = tell() }
	began = time.Now()
	if _, err := warm.Prime(within(t, 2*time.Minute), bound); err != nil {
		t.Fatal(err)
	}
	// What is counted is stored; the page and the calls come on top.
	if took := time.Since(began); took < seconds*time.Second {
		t.Errorf("%d s of bytes took %s at their bound, %s without it", seconds, took, fast)
	}
	if err := tell(); err == nil || result.Words(err) != "another poswarm primes this profile: "+bound.Profile {
		t.Errorf("the second prime: %v", err)
	}
	if _, err := warm.Prime(within(t, time.Minute), func() warm.Options { o := bound; o.MaxRate = 0; o.Progress = free.Progress; return o }()); err != nil {
		t.Errorf("after it: %v", err)
	}
}
