package verify_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// What can befall a page, its worker or its browser under the eyes of the
// judge: each is named, within seconds, and none is taken for something else.
func TestWhatBefallsThePage(t *testing.T) {
	t.Parallel()
	fromSnapshot := func(script string) liar {
		return liar{answer: func(r *http.Response) {
			if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") {
				tag := fmt.Appendf(nil, "<script>if (window.poswarmOffline) { %s }</script></head>", script)
				rewrite(r, func(page []byte) []byte { return bytes.Replace(page, []byte("</head>"), tag, 1) })
			}
		}}
	}
	for _, c := range []struct {
		name   string
		liar   liar
		kill   string // "browser" or "renderer", while the POS is waited for
		want   result.Outcome
		reason result.Reason
		says   string
	}{
		{"an endless loop", fromSnapshot("for (;;);"), "", result.Failed, result.Hang, "did not answer"},
		{"the memory is full", fromSnapshot("const all = []; for (;;) all.push(new Array(1e6).fill(1.5))"), "", result.Failed, result.Crash, "crashed (out of memory)"},
		{"the renderer is killed", liar{}, "renderer", result.Failed, result.Crash, "crashed"},
		{"the browser is killed", liar{}, "browser", result.Error, result.BrowserEnded, "the browser ended: signal: killed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mark := "--poswarm-test=" + strings.ReplaceAll(c.name, " ", "-")
			_, at := c.liar.serve(t)
			o := verify.Options{Subject: scenario.Fresh, Scenarios: parsed(t, "soon"), Benches: bench.NewOne(at)}
			o.Browser.Flags = []string{mark, "--js-flags=--max-old-space-size=128"}
			if c.reason == result.Hang {
				o.Browser.HangLimit = 2 * time.Second
			}
			watch := pacetest.Start()
			o.Progress = func(e verify.Event) {
				if e.Step == "expect up within 6s" && c.kill != "" {
					kill(t, mark, c.kill)
				}
			}
			got := decided(t, o)
			if got.Result != c.want || got.Reason != c.reason || !strings.Contains(got.Words(), c.says) {
				t.Errorf("%s (%s): %s; want %s (%s) with %q", got.Result, got.Reason, got.Words(), c.want, c.reason, c.says)
			}
			if last := got.FirstBad(); last == nil || last.DurationMS > pacetest.Long(12*time.Second).Milliseconds() && !watch.Starved() {
				t.Errorf("it took too long: %+v", last)
			}
		})
	}
}

// kill ends the browser that was started with the flag, or its renderers, as
// the kernel does when memory is short.
func kill(t *testing.T, mark, what string) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline") // the pattern is right
	group, killed := 0, 0
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && bytes.Contains(line, []byte(mark)) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			if pgid, err := syscall.Getpgid(pid); err == nil && pgid == pid {
				group = pid
			}
		}
	}
	if group == 0 {
		t.Error("found no browser to kill")
		return
	}
	if what == "browser" {
		_ = syscall.Kill(group, syscall.SIGKILL)
		return
	}
	for _, file := range files {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		line, _ := os.ReadFile(file)
		if pgid, err := syscall.Getpgid(pid); err == nil && pgid == group && bytes.Contains(line, []byte("--type=renderer")) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			killed++
		}
	}
	if killed == 0 {
		t.Error("found no renderer to kill")
	}
}

// A download instead of the page is a failure of its own, and one that does not
// happen again is flaky, never passed; what explains it is kept.
func TestDownloadInsteadOfThePage(t *testing.T) {
	t.Parallel()
	var armed atomic.Bool
	// Our worker shows the stored POS instead; Odoo's own does not.
	_, at := liar{demo: demo.Options{Worker: demo.WorkerStockLike}, answer: func(r *http.Response) {
		if strings.HasPrefix(r.Request.URL.Path, "/pos/ui/") && armed.Swap(false) {
			r.Header.Set("Content-Type", "application/octet-stream")
			r.Header.Set("Content-Disposition", "attachment; filename=pos.bin")
		}
	}}.serve(t)
	reloads := 0
	got := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: parsed(t, "download"),
		Benches: bench.NewOne(at), FlakyRetries: 1, Progress: func(e verify.Event) {
			if e.Step == "reload" {
				reloads++
				armed.Store(reloads == 1)
			}
		}})["download"]
	if got.Result != result.Flaky || got.Reason != result.Download || !strings.Contains(got.Detail, "passed when run again (try 2)") {
		t.Errorf("%s (%s): %s", got.Result, got.Reason, got.Words())
	}
	kept, err := os.ReadFile(filepath.Join(got.Evidence, "verdict.json"))
	if err != nil || !bytes.Contains(kept, []byte(`"reason": "download"`)) {
		t.Errorf("the evidence of the first run: %s, %v", kept, err)
	}
}
