package chrome

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"poswarm/internal/hint"
)

// Running is a Chrome that somebody else started, such as a till's own.
type Running struct {
	Profile, ProfileDirectory string // as for CopyProfile; the directory may be empty
	PID                       int
}

// attachLimit bounds the questions to a Chrome that we did not start. It tells
// its command line together with facts about its graphics, for which it waits up
// to 20 s (content/browser/devtools/protocol/system_info_handler.cc).
const attachLimit = 30 * time.Second

// How to get a port, or to do without.
const attachHint = "start that Chrome with --remote-debugging-port=9222, or name its profile with --profile: a profile in use is judged as well"

// FindRunning asks the Chrome behind a debugging port on which profile it runs.
// It speaks with the browser alone: no tab is opened, attached to or looked at.
func FindRunning(ctx context.Context, port *url.URL) (Running, error) {
	socket, err := debuggerOf(ctx, port)
	if err != nil {
		return Running{}, err
	}
	ctx, cancel := limited(ctx, attachLimit)
	defer cancel()
	line, pid, err := commandLine(ctx, socket)
	if err != nil {
		return Running{}, fmt.Errorf("asking the Chrome at %s for its profile: %w", port, err)
	}
	return runningOn(line, pid, port)
}

// debuggerOf finds the browser's own websocket. Chrome refuses host names in
// the Host header other than localhost, so a name is resolved here.
func debuggerOf(ctx context.Context, port *url.URL) (string, error) {
	ctx, cancel := limited(ctx, attachLimit)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, port.Hostname())
	if err != nil {
		return "", fmt.Errorf("finding the Chrome at %s: %w", port, err)
	}
	host := net.JoinHostPort(addresses[0], port.Port())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+"/json/version", nil)
	if err != nil {
		return "", fmt.Errorf("finding the Chrome at %s: %w", port, err)
	}
	direct := &http.Transport{} // a proxy of the system leads away from this machine
	defer direct.CloseIdleConnections()
	answer, err := direct.RoundTrip(request)
	if ctx.Err() != nil {
		return "", hint.Add(fmt.Errorf("waiting for the Chrome at %s: %w", port, context.Cause(ctx)), attachHint)
	}
	if err != nil {
		return "", hint.Add(fmt.Errorf("no Chrome answers at %s: %w", port, err), attachHint)
	}
	defer answer.Body.Close()
	var version struct {
		Browser string `json:"Browser"`
		Socket  string `json:"webSocketDebuggerUrl"`
	}
	const few = 64 << 10
	_ = json.NewDecoder(io.LimitReader(answer.Body, few)).Decode(&version) // what is no JSON is no Chrome
	socket, err := url.Parse(version.Socket)
	if err != nil || !strings.HasPrefix(socket.Path, "/devtools/browser/") || strings.HasPrefix(version.Browser, "node.js") {
		return "", hint.Add(fmt.Errorf("what answers at %s is not a Chrome", port), attachHint)
	}
	return "ws://" + host + socket.Path, nil
}

// commandLine asks the browser how it was started and which process it is.
func commandLine(ctx context.Context, socket string) (line string, pid int, err error) {
	conn, err := remote.DialContext(ctx, socket)
	if err != nil {
		return "", 0, err
	}
	// The end of this context ends the connection, and nothing in the browser.
	bctx, hangUp := context.WithCancel(context.Background())
	defer hangUp()
	silent := func(string, ...any) {}
	browser, err := chromedp.NewBrowserTransport(bctx, conn, chromedp.WithBrowserLogf(silent), chromedp.WithBrowserErrorf(silent))
	if err != nil {
		return "", 0, errors.Join(err, conn.Close())
	}
	info, err := cdp.Call(ctx, browser, systeminfo.GetInfo, cdp.Empty{})
	if err != nil {
		return "", 0, reason(ctx, "its command line", err)
	}
	processes, err := cdp.Call(ctx, browser, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		return "", 0, reason(ctx, "its process id", err)
	}
	for _, process := range processes.ProcessInfo {
		if process.Type == "browser" {
			return info.CommandLine, int(process.ID), nil
		}
	}
	return "", 0, errors.New("it names no browser process")
}

// reason prefers the end of the time over the error that it caused.
func reason(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("waiting for %s: %w", what, context.Cause(ctx))
	}
	return fmt.Errorf("%s: %w", what, err)
}

// runningOn finds the profile on this machine. Its lock must name the very
// process: behind a tunnel, another machine's Chrome would name a folder that
// may exist here as well.
func runningOn(line string, pid int, port *url.URL) (Running, error) {
	folders := flagValues(line, "user-data-dir")
	named := len(folders) > 0
	if !named {
		folders = usualProfiles()
	}
	for _, folder := range folders {
		if !filepath.IsAbs(folder) {
			at, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
			if err != nil {
				continue
			}
			folder = filepath.Join(at, folder)
		}
		lock, err := ReadLock(folder)
		if err != nil || lock.Status != LockInUse || lock.PID != pid && (lock.PID != 0 || !named) {
			continue
		}
		if flagsOf(pid) == nil { // what the system does not show later is told now
			if found := kioskObstacles(flagsIn(line)); found != nil {
				return Running{}, hint.Add(errors.New(found[0].What), found[0].Hint)
			}
		}
		found := Running{Profile: folder, PID: pid}
		for _, name := range flagValues(line, "profile-directory") {
			if info, err := os.Stat(filepath.Join(folder, name)); err == nil && info.IsDir() {
				found.ProfileDirectory = name
				break
			}
		}
		return found, nil
	}
	if !named {
		return Running{}, hint.Add(fmt.Errorf("the Chrome at %s (pid %d) does not tell where its profile is", port, pid),
			"start it with --user-data-dir, or name the profile with --profile")
	}
	return Running{}, hint.Add(fmt.Errorf("the Chrome at %s (pid %d) runs on %s, which it does not use on this machine", port, pid, folders[len(folders)-1]),
		"run poswarm on the machine of that Chrome, as the same user")
}

// flagValues returns what a flag may have as value, the longest first: Chrome
// prints its command line without quotes, and a folder may have spaces.
func flagValues(line, name string) []string {
	_, rest, found := strings.Cut(line, "--"+name+"=")
	if !found {
		return nil
	}
	if quoted, ok := strings.CutPrefix(rest, `"`); ok { // Windows
		value, _, _ := strings.Cut(quoted, `"`)
		return []string{value}
	}
	rest, _, _ = strings.Cut(rest, " --")
	rest, _, _ = strings.Cut(rest, `"`)
	values := []string{rest}
	for i := strings.LastIndexByte(rest, ' '); i > 0; i = strings.LastIndexByte(rest[:i], ' ') {
		values = append(values, rest[:i])
	}
	return values
}

// usualProfiles are the folders of a Chrome that was started without one.
func usualProfiles() []string {
	root, err := os.UserConfigDir()
	if err != nil {
		return nil
	}
	var found []string
	for _, name := range []string{"chromium", "google-chrome", "google-chrome-beta", "microsoft-edge", "Chromium", "Google/Chrome"} {
		found = append(found, filepath.Join(root, filepath.FromSlash(name)))
	}
	return found
}
