package demo

import "sync"

// faults are answers that get lost on their way, where the server has done what it
// was asked and nobody hears of it, and answers that others give in its place.
type faults struct {
	mu    sync.Mutex
	lose  map[string]int // answers still to lose, by call
	lost  map[string]int // answers lost so far
	spoil map[string]*spoiled
}

func newFaults() *faults {
	return &faults{lose: map[string]int{}, lost: map[string]int{}, spoil: map[string]*spoiled{}}
}

// Spoiled is what comes in the place of an answer.
type Spoiled struct {
	// After says that the server has done its work by then.
	After bool
	// Error is the message of an error of Odoo's own.
	Error string
	// Status and Body are of whoever stands in front of the server, without Error.
	Status int
	Body   string
}

type spoiled struct {
	Spoiled
	times int
}

// SpoilAnswers has something else come in the place of the next answers to a call.
func (s *Server) SpoilAnswers(call string, times int, how Spoiled) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.spoil[call] = &spoiled{how, times}
}

// spoils says what comes in the place of the next answer to a call, nil for nothing.
func (f *faults) spoils(call string) *Spoiled {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := f.spoil[call]
	if next == nil || next.times <= 0 {
		return nil
	}
	next.times--
	return &next.Spoiled
}

// LoseAnswers loses the answers of the next calls of that name, such as
// "pos.order.sync_from_ui": each is carried out in full, then the connection
// breaks. 0 loses none any more.
func (s *Server) LoseAnswers(call string, times int) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.lose[call] = times
}

// LostAnswers is how many answers of a call were lost so far: a test that is
// about one proves by it that the fault was reached.
func (s *Server) LostAnswers(call string) int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.lost[call]
}

// loses says whether the answer of a call is lost, and counts it.
func (f *faults) loses(call string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lose[call] <= 0 {
		return false
	}
	f.lose[call]--
	f.lost[call]++
	return true
}
