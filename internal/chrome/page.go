package chrome

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"poswarm/internal/pace"
)

// Page is one tab. Its methods may be called from several goroutines, but two
// navigations at once make no sense.
//
// It has more methods than a type should: each is one thing that is done to a tab, in a
// file of that thing (dialog, navigate, observe, throttle).
type Page struct {
	browser *Browser
	session *chromedp.Target
	id      target.ID
	close   context.CancelFunc // nil for the first page
	seen    recorder

	navigating atomic.Bool // from the command on, until the document is there

	mu      sync.Mutex
	life    context.Context // ends when the renderer or the browser dies
	kill    context.CancelCauseFunc
	crashes crashCount
	empty   bool // the tab has no renderer since a crash, until a document comes
}

// crashCount tells a crash from the second report of the same crash. Chrome
// reports each one on the session of the tab and on that of the browser, in
// any order, and the second report can come after the tab was revived.
type crashCount struct{ tab, browser, handled int }

// report counts one report and tells whether it is news.
func (c *crashCount) report(source *int) bool {
	*source++
	if *source <= c.handled {
		return false
	}
	c.handled = *source
	return true
}

func newPage(b *Browser) *Page {
	p := &Page{browser: b}
	p.life, p.kill = context.WithCancelCause(context.Background())
	return p
}

// attached stores what exists only after the first run on the tab.
func (p *Page) attached(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.session = chromedp.FromContext(ctx).Target
	p.id = p.session.TargetID
	p.seen.setFrame(cdp.FrameID(p.id))
}

// listen gets the events of the tab in order. It must not block or call.
func (p *Page) listen(ev any) {
	// The browser's own window opens before or after somebody listens: it is nobody's
	// navigation. One time in many it stood in the record, or ended the wait for
	// another document.
	if at, ok := ev.(*page.EventFrameNavigated); ok && at.Frame.URL == ownWindow {
		return
	}
	p.browser.record.listen(p, ev)
	switch ev := ev.(type) {
	case *page.EventJavascriptDialogOpening:
		p.seen.dialog(ev)
		// A dialog blocks the page and with it every pending call, so
		// another goroutine answers it.
		go p.accept(ev.DefaultPrompt)
	case *crashEvent:
		p.crash(&p.crashes.tab, "renderer gone")
	default:
		p.browser.workers.listen(ev)
		p.seen.listen(ev)
	}
}

// crash ends the pending calls of the tab.
func (p *Page) crash(source *int, detail string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.crashes.report(source) {
		p.seen.crash()
		if p.browser.output.full() {
			detail = "out of memory"
		}
		p.kill(fmt.Errorf("%w (%s)", ErrCrashed, detail))
	}
}

func (p *Page) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kill(err)
}

// revive gives the tab a new life before a navigation. A dead browser stays
// dead.
func (p *Page) revive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if errors.Is(context.Cause(p.life), ErrCrashed) {
		p.life, p.kill = context.WithCancelCause(context.Background())
		p.empty = true
	}
}

// filled notes that a document has come.
func (p *Page) filled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.empty = false
}

func (p *Page) download(ev *browser.EventDownloadWillBegin) {
	if ev.FrameID == cdp.FrameID(p.id) {
		p.seen.download(ev.URL)
	}
}

// step runs f until ctx or the limit ends, the page hangs, its renderer crashes
// or the browser dies.
func (p *Page) step(ctx context.Context, limit time.Duration, what string, f func(context.Context) error) error {
	p.mu.Lock()
	life, empty := p.life, p.empty
	p.mu.Unlock()
	ctx, cancel := limited(ctx, limit)
	defer cancel()
	sctx, scancel := context.WithCancelCause(ctx)
	defer scancel(nil)
	defer context.AfterFunc(life, func() { scancel(context.Cause(life)) })()
	if life.Err() != nil {
		return fmt.Errorf("%s: %w", what, context.Cause(life))
	}
	if !empty {
		defer p.watchPulse(sctx, scancel)()
	}
	err := f(sctx)
	stuck := context.Cause(sctx)
	switch {
	case err == nil:
		return nil
	case life.Err() != nil:
		return fmt.Errorf("%s: %w", what, context.Cause(life))
	case errors.Is(stuck, ErrHung), errors.Is(stuck, ErrUnresponsive):
		return fmt.Errorf("%s: %w", what, stuck)
	case ctx.Err() != nil:
		return fmt.Errorf("waiting for %s: %w", what, context.Cause(ctx))
	case lostConnection(p.browser.session):
		// The call can fail before the browser's watcher has its reason.
		<-life.Done()
		return fmt.Errorf("%s: %w", what, context.Cause(life))
	}
	return mapProtocolError(err)
}

func lostConnection(b *chromedp.Browser) bool {
	select {
	case <-b.LostConnection:
		return true
	default:
		return false
	}
}

// Eval evaluates js in the page, waits for the promise it may give and stores
// the JSON of the result in out. A nil out ignores the result.
func (p *Page) Eval(ctx context.Context, js string, out any) error {
	return p.step(ctx, ScriptLimit, "evaluating in the page", func(ctx context.Context) error {
		return evaluate(ctx, p.session, js, out)
	})
}

// Call calls a JavaScript function, given as a declaration, with args as JSON
// and stores its result as Eval does. No text is built from args.
func (p *Page) Call(ctx context.Context, fn string, args []any, out any) error {
	return p.step(ctx, ScriptLimit, "calling a function in the page", func(ctx context.Context) error {
		return call(ctx, p.session, fn, args, out)
	})
}

// Pace counts the time that the tab's browser had; nil counts by the clock.
func (p *Page) Pace() *pace.Meter { return p.browser.pace }

// Title returns the title of the document.
func (p *Page) Title(ctx context.Context) (string, error) {
	var title string
	return title, p.Eval(ctx, "document.title", &title)
}

// Screenshot returns a JPEG of what the tab shows. It has a deadline of its
// own, because a dead or hidden tab never answers.
func (p *Page) Screenshot(ctx context.Context) ([]byte, error) {
	var data []byte
	err := p.step(ctx, ScreenshotLimit, "a screenshot", func(ctx context.Context) error {
		res, err := cdp.Call(ctx, p.session, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format: page.CaptureScreenshotFormatJpeg, Quality: new(int64(70)), OptimizeForSpeed: new(true)})
		data = res.Data
		return err
	})
	return data, err
}

// SetOffline changes what navigator.onLine says in this tab and in its service
// worker, with the event. It cuts nothing: a request still goes out.
func (p *Page) SetOffline(ctx context.Context, offline bool) error {
	return p.step(ctx, StepLimit, "overriding navigator.onLine", func(ctx context.Context) error {
		_, err := cdp.Call(ctx, p.session, network.OverrideNetworkState, network.OverrideNetworkStateParams{
			Offline: offline, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	})
}

// PastWorker has the tab ask the network for everything, as if there were no service
// worker.
func (p *Page) PastWorker(ctx context.Context) error {
	return p.step(ctx, StepLimit, "going past the service worker", func(ctx context.Context) error {
		_, err := cdp.Call(ctx, p.session, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true})
		return err
	})
}

// Close closes the tab. The first tab cannot be closed: Chrome would exit with
// its last window. Navigate it to about:blank instead.
func (p *Page) Close(ctx context.Context) error {
	if p.close == nil {
		return errors.New("the first tab of the browser cannot be closed")
	}
	ctx, cancel := limited(ctx, StepLimit)
	defer cancel()
	closed := make(chan struct{})
	go func() {
		p.close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-ctx.Done():
		return fmt.Errorf("waiting for a tab to close: %w", ctx.Err())
	}
	p.end(errors.New("the tab was closed"))
	b := p.browser
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, q := range b.pages {
		if q == p {
			b.pages = append(b.pages[:i], b.pages[i+1:]...)
			break
		}
	}
	return nil
}

// evaluate runs js in the session of a page or a worker.
func evaluate(ctx context.Context, s cdp.Session, js string, out any) error {
	res, err := cdp.Call(ctx, s, runtime.Evaluate, runtime.EvaluateParams{
		Expression: js, AwaitPromise: new(true), ReturnByValue: new(out != nil)})
	if err != nil {
		return err
	}
	return decode(res.Result, res.ExceptionDetails, out)
}

// callParams are those of Runtime.callFunctionOn with arguments that are always
// sent. cdproto leaves an empty value out ("", null, [] and {}), and the
// function would get undefined.
type callParams struct {
	runtime.CallFunctionOnParams
	Arguments []argument `json:"arguments"`
}

type argument struct {
	Value json.RawMessage `json:"value"`
}

// call applies the function fn to args in the session of a page or a worker.
func call(ctx context.Context, s cdp.Session, fn string, args []any, out any) error {
	global, err := cdp.Call(ctx, s, runtime.Evaluate, runtime.EvaluateParams{Expression: "globalThis"})
	if err != nil {
		return err
	}
	params := callParams{CallFunctionOnParams: runtime.CallFunctionOnParams{
		FunctionDeclaration: fn, ObjectID: global.Result.ObjectID,
		AwaitPromise: new(true), ReturnByValue: new(out != nil)}}
	for _, a := range args {
		raw, err := json.Marshal(a)
		if err != nil {
			return fmt.Errorf("encoding an argument: %w", err)
		}
		params.Arguments = append(params.Arguments, argument{raw})
	}
	var res runtime.CallFunctionOnResult
	if err := s.Call(ctx, runtime.CommandCallFunctionOn, params, &res); err != nil {
		return err
	}
	return decode(res.Result, res.ExceptionDetails, out)
}

// ScriptError is an exception, or a rejected promise, of an evaluated script.
type ScriptError struct{ Text string }

// Error leaves the stack out.
func (e *ScriptError) Error() string {
	first, _, _ := strings.Cut(e.Text, "\n")
	return "script: " + first
}

func decode(v *runtime.RemoteObject, ex *runtime.ExceptionDetails, out any) error {
	if ex != nil {
		return &ScriptError{Text: exceptionText(ex)}
	}
	if out == nil || v == nil {
		return nil
	}
	if v.UnserializableValue != "" {
		return fmt.Errorf("script: the result %s is not JSON", v.UnserializableValue)
	}
	if v.Type == runtime.RemoteObjectTypeUndefined {
		return errors.New("script: the result is undefined")
	}
	if err := json.Unmarshal(v.Value, out); err != nil {
		return fmt.Errorf("script: the result does not fit: %w", err)
	}
	return nil
}

func exceptionText(ex *runtime.ExceptionDetails) string {
	if ex.Exception == nil {
		return ex.Text
	}
	if d := ex.Exception.Description; d != "" {
		// Of a rejected promise the text has the first line already.
		first, _, _ := strings.Cut(d, "\n")
		return strings.TrimSpace(strings.TrimSuffix(ex.Text, first)) + ": " + d
	}
	return ex.Text + ": " + string(ex.Exception.Value)
}
