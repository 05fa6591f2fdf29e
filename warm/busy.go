package warm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/pace"
)

const (
	// tries is how often a busy server is asked; what was stored stays.
	tries = 5
	// firstPause doubles with every try; a chain's terminals all come at the
	// same hour, so each waits a little less or more.
	firstPause = 2 * time.Second
)

// ErrBusy means that the server kept asking to come back later.
var ErrBusy = errors.New("the server is too busy")

// complete has the worker store everything, within the bound on the bandwidth,
// and goes on after a pause when something could not be had. Only then is the
// worker listened to, for the pause that a busy server asks for: the news of two
// thousand pictures cost a third of their time.
func (p *primer) complete(ctx context.Context, config int) (primed, error) {
	if err := ready(ctx, p.page); err != nil {
		return primed{}, err
	}
	var line *chrome.Line
	defer func() {
		if line != nil {
			line.Close()
		}
	}()
	var files int
	var bytes int64
	for try := 1; ; try++ {
		if line == nil && (try > 1 || p.options.MaxRate > 0) {
			var err error
			if line, err = p.line(ctx); err != nil {
				return primed{}, err
			}
		}
		done, err := primeWorker(ctx, p.page, config, p.options.Images, p.options.Progress)
		files, bytes = files+done.Downloaded.Files, bytes+done.Downloaded.Bytes
		done.Downloaded.Files, done.Downloaded.Bytes = files, bytes
		if err == nil && done.whole(p.options.Images) || errors.Is(err, errNoSnapshot) {
			return done, err
		}
		busy, asked := 1, time.Duration(0) // nobody listened to the first try
		if line != nil {
			var trouble error
			if busy, asked, trouble = line.Busy(ctx); trouble != nil {
				return done, errors.Join(err, trouble)
			}
		}
		if busy == 0 {
			return done, err
		}
		if try == tries {
			return done, busyError(err, busy)
		}
		if err := p.pause(ctx, config, max(asked, backOff(try))); err != nil {
			return done, err
		}
	}
}

// line holds the worker's line to the network, or nil where there is no worker
// of ours to hold: then priming says why.
func (p *primer) line(ctx context.Context) (*chrome.Line, error) {
	line, err := p.browser.WorkerLine(ctx, p.origin()+"/pos/")
	if errors.Is(err, chrome.ErrNoWorker) {
		return nil, nil
	}
	if err == nil && p.options.MaxRate > 0 {
		err = line.Slow(ctx, p.options.MaxRate)
	}
	return line, err
}

// slowStart bounds what a first visit downloads: the page, and the worker from
// its first line on, which begins to store before anybody asks it to. The
// function ends the bound on the worker.
func (p *primer) slowStart(ctx context.Context) (end func(), err error) {
	if p.options.MaxRate == 0 {
		return func() {}, nil
	}
	if err := p.page.Slow(ctx, p.options.MaxRate); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var held sync.WaitGroup
	var line *chrome.Line
	held.Go(func() {
		found, err := p.browser.FirstWorkerLine(ctx, p.origin()+"/pos/")
		if err == nil {
			line, err = found, found.Slow(ctx, p.options.MaxRate)
		}
		if err != nil && ctx.Err() == nil {
			p.options.Logger.Warn("the worker's first downloads are not bounded", "error", err)
		}
	})
	return func() {
		cancel()
		held.Wait()
		if line != nil {
			line.Close()
		}
	}, nil
}

// backOff is the pause after a try, half as long to one and a half as long.
func backOff(try int) time.Duration {
	whole := firstPause << (try - 1)
	return whole/2 + rand.N(whole)
}

// pause waits, unless the time for this POS would be over first.
func (p *primer) pause(ctx context.Context, config int, long time.Duration) error {
	if end, bounded := ctx.Deadline(); bounded && time.Until(end) < long {
		return hint.Add(fmt.Errorf("%w: it asked to wait %s, and config %d has less time than that left", ErrBusy, long.Round(time.Second), config),
			"prime again later, which goes on from here, or give it more time with --timeout")
	}
	p.options.Progress(Progress{Config: config, Waiting: long})
	if err := pace.Sleep(ctx, long); err != nil {
		return fmt.Errorf("waiting for a busy server: %w", err)
	}
	return nil
}

func busyError(err error, answers int) error {
	if err == nil {
		return nil // the document says what is missing
	}
	return fmt.Errorf("%w (%d answers asked to come back later): %w", ErrBusy, answers, err)
}

// whole tells whether nothing is missing that another try could bring.
func (s *primed) whole(images any) bool {
	return len(s.Refused) == 0 && (images != "all" || s.Images.Stored >= s.Images.Wanted)
}
