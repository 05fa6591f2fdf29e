// Package fleet asks every terminal of an inventory and makes one answer of it:
// which will not survive the day without the server, why, and since when. A
// terminal that said nothing is never fine.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"poswarm/internal/fleet/history"
	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/quarantine"
	"poswarm/internal/fleet/reach"
	"poswarm/internal/pace"
	"poswarm/internal/result"
)

// Options say whom to ask and how.
type Options struct {
	Verb      string // check or prime
	Inventory string // the file's name
	Terminals []*inventory.Terminal
	Carrier   reach.Carrier
	History   *history.Store
	// Quarantine is nil for none.
	Quarantine quarantine.List
	// LocalJobs terminals at a time have their Chrome here, RemoteJobs elsewhere.
	LocalJobs, RemoteJobs int
	// Jitter is the longest pause before the first word to a terminal.
	Jitter time.Duration
	// Deadline bounds all that is done on one terminal, tries and all, where the
	// inventory gives none.
	Deadline time.Duration
	// Tries is how often a terminal is tried to be reached. A verdict is never
	// asked for twice.
	Tries int
	// Secret returns the password of a terminal, "" for none.
	Secret func(*inventory.Terminal) (string, error)
	// Flags are added to the terminal's own command.
	Flags []string
	// Progress gets what happens, from several goroutines.
	Progress func(Event)
	Now      func() time.Time
}

// Event is something that happens to a terminal.
type Event struct {
	Terminal string
	// Text is what it does now, "" at its end.
	Text string
	// Done is what came out, nil before the end.
	Done *result.FleetTerminal
	// Finished of Total terminals have been judged.
	Finished, Total int
}

// retryPause is between two tries to reach a terminal, more or less.
const retryPause = 3 * time.Second

// Run asks every terminal. The document is complete also when ctx ends before:
// those that were not asked are unknown and leave no trace in the history. The
// error is about the history.
func Run(ctx context.Context, o Options) (*result.Fleet, error) {
	r := &run{o: o, doc: result.NewFleet(o.Verb, o.Inventory), started: o.Now()}
	r.doc.Started = r.started.UTC().Format(time.RFC3339)
	local, remote := semaphore.NewWeighted(int64(o.LocalJobs)), semaphore.NewWeighted(int64(o.RemoteJobs))
	var all sync.WaitGroup
	for _, t := range o.Terminals {
		slots := local
		if t.Remote() && !t.Tunnel {
			slots = remote
		}
		all.Go(func() {
			if slots.Acquire(ctx, 1) != nil {
				r.finish(r.notAsked(ctx, t), false)
				return
			}
			defer slots.Release(1)
			r.one(ctx, t)
		})
	}
	all.Wait()
	r.doc.Ended = o.Now().UTC().Format(time.RFC3339)
	r.doc.Finish()
	if ctx.Err() == nil {
		r.failed(o.History.RecordRun(history.Run{Verb: o.Verb, Started: r.started, Ended: o.Now(), Counts: r.doc.Counts}))
	}
	return r.doc, r.trouble
}

type run struct {
	o       Options
	started time.Time

	mu      sync.Mutex
	doc     *result.Fleet
	trouble error
}

// one asks one terminal and takes its answer down.
func (r *run) one(ctx context.Context, t *inventory.Terminal) {
	if pace.Sleep(ctx, jitter(r.o.Jitter)) != nil {
		r.finish(r.notAsked(ctx, t), false)
		return
	}
	began := r.o.Now()
	answer := r.ask(ctx, t)
	v := judge(answer)
	if ctx.Err() != nil && v.state == result.StateUnknown {
		// It was ended by us: that says nothing of the terminal.
		r.finish(r.notAsked(ctx, t), false)
		return
	}
	out := blank(t)
	out.State, out.Reason, out.Detail, out.Hint = v.state, v.reason, v.detail, v.hint
	out.Version, out.Result = answer.Version, answer.Document
	out.Started, out.DurationMS = began.UTC().Format(time.RFC3339), r.o.Now().Sub(began).Milliseconds()
	past, err := r.o.History.Last(subject(t, r.o.Verb), nights)
	r.failed(err)
	shrunk(&out, past)
	r.quarantine(&out)
	var before *result.FleetTerminal
	if len(past) > 0 {
		before = &past[0].Terminal
	}
	compare(&out, began, before)
	r.failed(r.o.History.Record(subject(t, r.o.Verb), began, out))
	r.finish(out, true)
}

// verbPrime is the verb of a run that primes; any other one checks.
const verbPrime = "prime"

// subject is what the history files the answers of a terminal under. What priming said
// is apart: that a terminal was primed does not say that it comes up.
func subject(t *inventory.Terminal, verb string) history.Subject {
	about := t.Judged()
	if verb == verbPrime {
		about += "\n" + verbPrime
	}
	return history.Subject{Name: t.Name, About: about}
}

func blank(t *inventory.Terminal) result.FleetTerminal {
	groups := t.Groups
	if groups == nil {
		groups = []string{}
	}
	return result.FleetTerminal{Name: t.Name, Groups: groups, Where: t.Where(), Changed: []string{}}
}

// ask brings the request to the terminal within its deadline, and tries again
// when no way led there.
func (r *run) ask(ctx context.Context, t *inventory.Terminal) reach.Answer {
	limit := r.o.Deadline
	if t.Deadline > 0 {
		limit = t.Deadline
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no result within %s", limit))
	defer cancel()
	request, err := r.request(t)
	if err != nil {
		return reach.Answer{Reason: result.NotJudged, Detail: result.Words(err)}
	}
	for try := 1; ; try++ {
		r.tell(t.Name, "started", nil)
		answer := r.o.Carrier.Carry(ctx, t, request, func(line string) { r.tell(t.Name, line, nil) })
		if try >= r.o.Tries || answer.Reached || !again(answer.Reason) {
			return answer
		}
		r.tell(t.Name, "not reached, once more: "+answer.Detail, nil)
		if pace.Sleep(ctx, retryPause/2+jitter(retryPause)) != nil {
			return answer
		}
	}
}

// again tells whether another try may find a way.
func again(reason result.Reason) bool { return reason == result.NoConnection }

func (r *run) request(t *inventory.Terminal) (reach.Request, error) {
	if r.o.Verb != verbPrime {
		if t.Tunnel {
			return reach.Request{}, errors.New("a terminal with tunnel: true cannot be checked: put poswarm there and leave tunnel out")
		}
		return checkRequest(t, r.o.Flags), nil
	}
	secret, err := r.o.Secret(t)
	if err != nil {
		return reach.Request{}, err
	}
	return primeRequest(t, secret, r.o.Flags), nil
}

// quarantine puts a terminal aside that somebody answers for.
func (r *run) quarantine(t *result.FleetTerminal) {
	q, ended := r.o.Quarantine.Of(t.Name, r.o.Now())
	if ended != "" {
		r.mu.Lock()
		r.doc.Warnings = append(r.doc.Warnings, ended)
		r.mu.Unlock()
	}
	t.SetAside(q)
}

// notAsked is a terminal that the run did not come to.
func (r *run) notAsked(ctx context.Context, t *inventory.Terminal) result.FleetTerminal {
	out := blank(t)
	out.State, out.Reason = result.StateUnknown, result.Interrupted
	out.Detail = "the run was ended before: " + result.Words(context.Cause(ctx))
	return out
}

func (r *run) finish(t result.FleetTerminal, asked bool) {
	r.mu.Lock()
	r.doc.Terminals = append(r.doc.Terminals, t)
	r.mu.Unlock()
	if asked {
		r.tell(t.Name, "", &t)
	}
}

func (r *run) tell(name, text string, done *result.FleetTerminal) {
	r.mu.Lock()
	finished := len(r.doc.Terminals)
	r.mu.Unlock()
	r.o.Progress(Event{Terminal: name, Text: text, Done: done, Finished: finished, Total: len(r.o.Terminals)})
}

// failed keeps the first trouble with the history; the answers come first.
func (r *run) failed(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.trouble == nil {
		r.trouble = err
	}
}

func jitter(longest time.Duration) time.Duration {
	if longest <= 0 {
		return 0
	}
	return rand.N(longest)
}
