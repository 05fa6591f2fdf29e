package chrome

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"

	"poswarm/internal/pace"
)

const (
	// HangLimit is how long a page may leave a question unanswered. A POS with
	// tens of thousands of products computes for seconds while it starts, and
	// a slow till for longer.
	HangLimit = 15 * time.Second
	// pulseEvery is the pause between two questions while a call is pending.
	pulseEvery = 2 * time.Second
	// pulseLimit bounds what is asked of the browser process, which never
	// computes for long.
	pulseLimit = 5 * time.Second
	// paceEvery is the pause between two questions that only ask how late the
	// browser process is, paceAnswer what an answer takes it on an idle machine.
	paceEvery  = 500 * time.Millisecond
	paceAnswer = 20 * time.Millisecond
)

// patience is the key of a context whose calls leave the page more time.
type patience struct{}

// WithPatience lets a page compute for so long before it counts as hung, where
// that is longer than the browser's own limit.
func WithPatience(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, patience{}, limit)
}

// hangLimit is how long the page may be silent under the context.
func (p *Page) hangLimit(ctx context.Context) time.Duration {
	limit, _ := ctx.Value(patience{}).(time.Duration)
	return max(limit, p.browser.hang)
}

// watchPulse ends a pending call when the thread of the page stands still, or
// the whole browser: Chrome then answers nothing, and no event tells. A promise
// that waits holds up nobody and is left alone. The function ends the watch.
func (p *Page) watchPulse(ctx context.Context, end context.CancelCauseFunc) func() {
	timer := time.AfterFunc(pulseEvery, func() {
		for ctx.Err() == nil {
			if err := p.pulse(ctx, p.hangLimit(ctx)); err != nil {
				// The reason comes first: what ends the loop ends the pending
				// call too, with an "Internal error" that says nothing.
				end(err)
				p.interrupt(ctx, err)
				return
			}
			_ = pace.Sleep(ctx, pulseEvery) // the loop asks the context
		}
	})
	return func() { timer.Stop() }
}

// Responds asks the page for a sign of life. ErrHung and ErrUnresponsive say
// that none came within the limit.
func (p *Page) Responds(ctx context.Context, limit time.Duration) error {
	p.mu.Lock()
	life := p.life
	p.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(life, func() { cancel(context.Cause(life)) })()
	if err := p.pulse(ctx, limit); err != nil {
		p.interrupt(ctx, err)
		return err
	}
	return context.Cause(ctx)
}

// pulse asks the page a question that any thread answers which still turns.
func (p *Page) pulse(ctx context.Context, limit time.Duration) error {
	// Between a navigation's start and its document Chrome may hold back what
	// is asked of the page, for as long as the server takes: seen for 20 s, when
	// an older request for the same address hangs and the HTTP cache has a new
	// one wait for it.
	if !p.navigating.Load() && p.browser.answered(ctx, limit, func(ctx context.Context) error {
		_, err := cdp.Call(ctx, p.session, runtime.Evaluate, runtime.EvaluateParams{Expression: "0"})
		return err
	}) {
		return nil
	}
	if !p.browser.answered(ctx, pulseLimit, p.browser.ask) {
		return fmt.Errorf("%w: it did not respond for %s", ErrUnresponsive, limit+pulseLimit)
	}
	if p.navigating.Load() {
		return nil
	}
	return fmt.Errorf("%w for %s", ErrHung, limit)
}

// interrupt ends an endless loop, so that evidence can be taken and the browser
// closed: Runtime.terminateExecution is answered also by a busy thread.
func (p *Page) interrupt(ctx context.Context, reason error) {
	if !errors.Is(reason, ErrHung) {
		return
	}
	p.browser.answered(context.WithoutCancel(ctx), pulseLimit, func(ctx context.Context) error {
		return p.session.Call(ctx, runtime.CommandTerminateExecution, nil, nil)
	})
}

// ask asks the browser process a question that costs it nothing.
func (b *Browser) ask(ctx context.Context) error {
	_, err := cdp.Call(ctx, b.session, browser.GetVersion, cdp.Empty{})
	return err
}

// askForPace tells the meter how late the browser process answers.
func (b *Browser) askForPace() {
	if b.pace == nil {
		return
	}
	ticker := time.NewTicker(paceEvery)
	defer ticker.Stop()
	for {
		select {
		case <-b.done:
			return
		case <-ticker.C:
		}
		began := time.Now()
		ctx, cancel := context.WithTimeout(b.ctx, StepLimit)
		err := b.ask(ctx)
		cancel()
		if late := time.Since(began) - paceAnswer; err == nil && late > 0 {
			b.pace.Answered(late)
		}
	}
}

// answered reports whether ask came back in the time that the browser had; an
// error is an answer too. A caller who left does not count against the page.
func (b *Browser) answered(ctx context.Context, limit time.Duration, ask func(context.Context) error) bool {
	bounded, cancel := b.pace.Within(ctx, limit)
	defer cancel()
	return ask(bounded) == nil || bounded.Err() == nil || ctx.Err() != nil
}
