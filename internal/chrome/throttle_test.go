package chrome

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// bodies serves a page with a worker, and files of 200,000 bytes.
func bodies(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/pos/":
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, `<script>navigator.serviceWorker.register("/pos/service-worker.js")</script>`)
		case "/pos/service-worker.js":
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, `self.oninstall = () => self.skipWaiting(); self.onactivate = (e) => e.waitUntil(self.clients.claim())`)
		case "/busy":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(bytes.Repeat([]byte("x"), 200_000))
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const fetchThree = `(async () => {
	const begin = performance.now();
	await Promise.all(["/a", "/b", "/c"].map(async (url) => (await fetch(url)).arrayBuffer()));
	return performance.now() - begin;
})()`

// What a worker downloads is bounded, all its requests together, and no longer
// than asked for.
func TestWorkerLine(t *testing.T) {
	t.Parallel()
	site := bodies(t)
	b := open(t, t.TempDir())
	p := firstPage(t, b)
	visit(t, p, site+"/pos/")
	eval[bool](t, p, controlled)
	took := func(ask func(context.Context, any) error) time.Duration {
		t.Helper()
		var ms float64
		if err := ask(within(t, 30*time.Second), &ms); err != nil {
			t.Fatal(err)
		}
		return time.Duration(ms * float64(time.Millisecond))
	}
	worker := func(ctx context.Context, out any) error { return b.EvalWorker(ctx, site+"/pos/", fetchThree, out) }
	page := func(ctx context.Context, out any) error { return p.Eval(ctx, fetchThree, out) }

	line, err := b.WorkerLine(within(t, 10*time.Second), site+"/pos/")
	if err == nil {
		err = line.Slow(within(t, 10*time.Second), 300_000)
	}
	if err != nil {
		t.Fatal(err)
	}
	if d := took(worker); d < 1500*time.Millisecond || d > 6*time.Second {
		t.Errorf("600,000 bytes at 300,000 a second took the worker %s", d)
	}
	if d := took(page); d > time.Second {
		t.Errorf("the page, which nobody slowed, took %s", d)
	}
	if err := b.EvalWorker(within(t, 10*time.Second), site+"/pos/", `fetch("/busy").then(() => fetch("/busy"))`, nil); err != nil {
		t.Fatal(err)
	}
	if n, pause, err := line.Busy(within(t, 10*time.Second)); n != 2 || pause != 7*time.Second || err != nil {
		t.Errorf("two answers asked for 7 seconds each: %d, %s, %v", n, pause, err)
	}
	if n, pause, err := line.Busy(within(t, 10*time.Second)); n != 0 || pause != 0 || err != nil {
		t.Errorf("told twice: %d, %s, %v", n, pause, err)
	}
	line.Close()
	if d := took(worker); d > time.Second {
		t.Errorf("the worker took %s afterwards", d)
	}
	if err := p.Slow(within(t, 10*time.Second), 300_000); err != nil {
		t.Fatal(err)
	}
	if d := took(page); d < 1500*time.Millisecond || d > 6*time.Second {
		t.Errorf("600,000 bytes at 300,000 a second took the page %s", d)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "-3": 0, "soon": 0,
		"Fri, 02 Jan 2026 03:04:35 GMT": 30 * time.Second, "Fri, 02 Jan 2026 03:00:00 GMT": 0,
	} {
		if got := retryAfter(text, now); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
