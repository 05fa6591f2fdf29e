package chrome

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"

	"poswarm/internal/hint"
	"poswarm/internal/pace"
	"poswarm/internal/procgroup"
)

// Options say how to start Chrome.
type Options struct {
	// Binary is the browser; the zero value means Find("").
	Binary Binary
	// Profile is the user data folder. It is created with mode 0700.
	Profile string
	// ProfileDirectory is the folder inside it, such as "Kiosk7". Empty
	// leaves the choice to Chrome: the last used one, else "Default".
	ProfileDirectory string
	// KeepStorageOf is an origin whose storage this Chrome, and every later one on
	// the profile, does not evict when the disk gets full. Empty for none.
	KeepStorageOf string
	// Headless runs the new headless mode, which keeps profiles and locks
	// exactly as a Chrome with a window does.
	Headless bool
	// Flags are further Chrome flags, with or without the leading dashes.
	Flags []string
	// NoSandbox turns the sandbox off. As root it is always off: Chrome
	// refuses to start otherwise.
	NoSandbox bool
	// Proxy is the value of --proxy-server, also used for 127.0.0.1.
	Proxy string
	// ResolverRules is the value of --host-resolver-rules, empty for none.
	ResolverRules string
	// Isolation is proven before Launch returns, nil for a browser that may reach
	// what it likes.
	Isolation *Isolation
	// NetLog is a file for the browser's own log of its network, without cookies and
	// bodies; empty for none.
	NetLog string
	// Insecure accepts any certificate.
	Insecure bool
	// TrustSPKI are base64 SHA-256 hashes of public keys to trust.
	TrustSPKI []string
	// Wrap may change the command before it starts, for example to run it in
	// a network namespace. It must keep the files and the process group.
	Wrap func(*exec.Cmd) error
	// Record gets everything that happens, nil for no record. Browsers that
	// follow each other on one profile may share it.
	Record *Record
	// HangLimit is how long a page may leave a question unanswered before its
	// pending calls end with ErrHung; zero means the constant of that name.
	HangLimit time.Duration
	// Pace counts the time that the browser had, nil for the clock. Browsers that
	// follow each other may share it.
	Pace *pace.Meter
	// Logger gets what Chrome prints and what chromedp complains about, at
	// the debug level.
	Logger *slog.Logger
}

// Launch starts Chrome. ctx bounds the start only: the browser lives until
// Close, or until it dies.
func Launch(ctx context.Context, o Options) (*Browser, error) {
	ctx, cancel := limited(ctx, LaunchLimit)
	defer cancel()
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	before, err := prepare(&o)
	if err != nil {
		return nil, err
	}
	for _, flag := range o.Flags {
		if err := OwnedFlag(flag); err != nil {
			return nil, err
		}
	}
	flags, err := flagOptions(arguments(o, os.Geteuid() == 0))
	if err != nil {
		return nil, err
	}
	b := &Browser{log: o.Logger, record: o.Record, profile: o.Profile, netLog: o.NetLog, done: make(chan struct{}), output: &tail{max: 64 << 10}, hang: cmp.Or(o.HangLimit, HangLimit), pace: o.Pace}
	b.workers.init()
	b.start(ctx, o, flags)
	if err := b.Err(); err != nil { // one that is killed now is watched already
		return nil, explainStart(ctx, err, o, b.output.String())
	}
	if err := b.opened(ctx, before); err != nil {
		return nil, errors.Join(err, b.Close(context.WithoutCancel(ctx)))
	}
	if err := b.inside(o.Isolation); err != nil {
		return nil, errors.Join(err, b.Close(context.WithoutCancel(ctx)))
	}
	if err := b.isolated(ctx, o.Isolation); err != nil {
		return nil, errors.Join(err, b.Close(context.WithoutCancel(ctx)))
	}
	o.Record.note(Event{From: fromBrowser, Kind: "started", Text: o.Binary.String()})
	o.Logger.Debug("chrome runs", "binary", o.Binary.String(), "pid", b.pid, "profile", o.Profile)
	return b, nil
}

// prepare fills in the binary and makes sure that the profile is free.
func prepare(o *Options) (LockState, error) {
	if o.Binary.Path == "" {
		found, err := Find("")
		if err != nil {
			return LockState{}, err
		}
		o.Binary = found
	}
	if o.Profile == "" {
		return LockState{}, fmt.Errorf("%w: no folder given", ErrNoProfile)
	}
	abs, err := filepath.Abs(o.Profile)
	if err != nil {
		return LockState{}, err
	}
	o.Profile = abs
	if err := Mine(abs); err != nil {
		return LockState{}, err
	}
	if err := fits(o.Binary, abs); err != nil {
		return LockState{}, err
	}
	if err := os.MkdirAll(abs, 0o700); err != nil {
		return LockState{}, fmt.Errorf("creating the profile: %w", err)
	}
	lock, err := ReadLock(abs)
	if err != nil {
		return LockState{}, err
	}
	if err := lock.refusal(abs); err != nil {
		return lock, err
	}
	if err := mayWrite(abs, o.ProfileDirectory); err != nil {
		return lock, err
	}
	if err := keepChoice(abs); err != nil || o.KeepStorageOf == "" {
		return lock, err
	}
	return lock, keepStorage(abs, o.ProfileDirectory, o.KeepStorageOf)
}

// start runs the browser and attaches to its first page. A failure is in
// b.lost, and then nothing of the browser is left.
func (b *Browser) start(ctx context.Context, o Options, flags []chromedp.ExecAllocatorOption) {
	var cmd *exec.Cmd
	opts := append(flags,
		chromedp.ExecPath(o.Binary.Path),
		chromedp.UserDataDir(o.Profile),
		chromedp.CombinedOutput(b.output),
		chromedp.ModifyCmdFunc(func(c *exec.Cmd) {
			cmd = c
			// No Pdeathsig on purpose: on the end of the pipe Chrome shuts down by
			// itself and writes its cookies, a kill would lose them.
			procgroup.Own(c)
			if o.Wrap != nil && c.Err == nil {
				c.Err = o.Wrap(c)
			}
		}),
	)
	root, kill := context.WithCancel(context.Background())
	actx, acancel := chromedp.NewExecAllocator(root, opts...)
	debugf := func(format string, args ...any) { b.log.Debug("chromedp: " + fmt.Sprintf(format, args...)) }
	b.first = newPage(b)
	bctx, bcancel := chromedp.NewContext(actx, chromedp.WithLogf(debugf), chromedp.WithErrorf(debugf), chromedp.WithListener(b.first.listen))
	b.ctx = bctx
	b.release = sync.OnceFunc(func() {
		kill()
		bcancel()
		acancel()
		if cmd != nil && cmd.Process != nil {
			endGroup(cmd.Process.Pid)
		}
		if err := putBackChoice(o.Profile); err != nil {
			o.Logger.Warn("the profile directory that the terminal opens next may be another one", "error", err)
		}
	})
	b.output.onRefusal(kill)
	stop := context.AfterFunc(ctx, kill)
	err := chromedp.Do(bctx)
	if err == nil {
		c := chromedp.FromContext(bctx)
		b.session = c.Browser
		b.pid = c.Browser.Process().Pid
		b.pace.Add(b.pid)
		b.first.attached(bctx)
		err = b.setUp(ctx)
	}
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		b.release()
		b.lost = err
		return
	}
	go b.watch()
	go b.askForPace()
}

// setUp sends what every browser of ours gets: no downloads, news about
// service workers, and no DOM mirror, which chromedp turns on and we never use.
func (b *Browser) setUp(ctx context.Context) error {
	if err := chromedp.ListenBrowser(b.ctx, b.listen); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, b.session, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, EventsEnabled: new(true)})
	if err != nil {
		return fmt.Errorf("denying downloads: %w", err)
	}
	return b.first.watchWorkers(ctx)
}

// watchWorkers has the tab tell about the service workers of its profile.
func (p *Page) watchWorkers(ctx context.Context) error {
	if err := p.session.Call(ctx, serviceworker.CommandEnable, nil, nil); err != nil {
		return fmt.Errorf("watching service workers: %w", err)
	}
	return p.quiet(ctx)
}

// quiet turns off the domains that chromedp enables for selectors.
func (p *Page) quiet(ctx context.Context) error {
	for _, method := range []string{css.CommandDisable, dom.CommandDisable} {
		if err := p.session.Call(ctx, method, nil, nil); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
	}
	return nil
}

// explainStart turns a failed start into an error that says what to do.
func explainStart(ctx context.Context, err error, o Options, said string) error {
	text := err.Error()
	switch {
	case strings.Contains(said, debuggingRefused):
		return hint.Add(fmt.Errorf("%w: %s", ErrNoDebugging, firstLine(said, debuggingRefused)),
			"a managed policy has RemoteDebuggingAllowed off (chrome://policy shows it): allow it on this terminal, at least while poswarm runs")
	case ctx.Err() != nil:
		return fmt.Errorf("waiting for %s to start: %w", o.Binary.Path, context.Cause(ctx))
	case strings.Contains(text, "No usable sandbox"), strings.Contains(text, "Running as root without --no-sandbox"):
		return hint.Add(fmt.Errorf("%w: %s", ErrNoSandbox, firstLine(text, "sandbox")),
			"install chromium-sandbox or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), or accept the risk with --no-sandbox")
	case strings.Contains(text, "ProcessSingleton"), strings.Contains(text, "Opening in existing browser session"):
		if !inUse(o.Profile) {
			return elsewhere(o.Profile) // what is in use is another profile
		}
		return inUseError(o.Profile, 0)
	case errors.Is(err, os.ErrPermission):
		return hint.Add(fmt.Errorf("starting %s: %w", o.Binary.Path, err), "check that this user may execute it and write to "+o.Profile)
	}
	return fmt.Errorf("starting %s: %w", o.Binary.Path, err)
}

// firstLine returns the first line of text that holds word.
func firstLine(text, word string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(text)
}

// tail keeps the last bytes that Chrome printed, and counts what no event of the
// protocol tells.
type tail struct {
	mu    sync.Mutex
	buf   []byte
	max   int
	fulls int // reports of a full memory that no crash was explained with yet
	// refused is called once, when Chrome says that nobody may drive it.
	refused func()
}

// debuggingRefused is what Chrome prints under the policy RemoteDebuggingAllowed
// (chrome/browser/devtools/remote_debugging_server.cc). Then it runs on, and never
// says where to reach it.
const debuggingRefused = "remote debugging is disallowed by the system admin"

// onRefusal sets what happens when Chrome refuses to be driven.
func (t *tail) onRefusal(do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused = sync.OnceFunc(do)
}

// memoryFull is what a renderer prints before it dies of it (blink, v8_oom.cc).
const memoryFull = "V8 javascript OOM"

// full reports, once for each time, that a renderer ran out of memory.
func (t *tail) full() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fulls == 0 {
		return false
	}
	t.fulls--
	return true
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	t.fulls += bytes.Count(p, []byte(memoryFull))
	if t.refused != nil && bytes.Contains(p, []byte(debuggingRefused)) {
		t.refused()
	}
	if over := len(t.buf) - t.max; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(p), nil
}

// fatalLine is what Chrome prints when it ends itself: a failed check
// (base/logging.cc), or the C++ library's reason to abort. Much else is printed
// by Chrome, by its start script and by the system's libraries.
var fatalLine = regexp.MustCompile(`^\[[0-9:/.]+:FATAL:|^\w+ was thrown in -fno-exceptions mode|^terminate called|^\*\*\* .* \*\*\*: terminated`)

// lastWords is the last line that tells why Chrome ended, or empty.
func (t *tail) lastWords() (last string) {
	for line := range strings.Lines(t.String()) {
		if fatalLine.MatchString(line) {
			last = strings.TrimSpace(line)
		}
	}
	return last
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
