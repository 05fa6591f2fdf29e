package demo

import (
	"fmt"
	"strings"
	"sync"
)

// faults are what comes in the place of answers, by call: nothing, where the server
// has done what it was asked and nobody hears of it, or what others say.
type faults struct {
	mu    sync.Mutex
	spoil map[string]*spoiled
	lost  map[string]int // answers lost so far
}

func newFaults() *faults { return &faults{spoil: map[string]*spoiled{}, lost: map[string]int{}} }

// Spoiled is what comes in the place of an answer.
type Spoiled struct {
	// After says that the server has done its work by then.
	After bool
	// Lost breaks the connection.
	Lost bool
	// About spoils only the answers to calls whose arguments hold this text.
	About string
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

// spoils says what comes in the place of the answer to a call, nil for nothing.
func (f *faults) spoils(c *call) *Spoiled {
	f.mu.Lock()
	defer f.mu.Unlock()
	call := c.name()
	next := f.spoil[call]
	if next == nil || next.times <= 0 || !strings.Contains(fmt.Sprint(c.Args), next.About) {
		return nil
	}
	next.times--
	if next.Lost {
		f.lost[call]++
	}
	return &next.Spoiled
}

// LoseAnswers loses the answers of the next calls of that name, such as
// "pos.order.sync_from_ui": each is carried out in full, then the connection
// breaks. 0 loses none any more.
func (s *Server) LoseAnswers(call string, times int) {
	s.SpoilAnswers(call, times, Spoiled{After: true, Lost: true})
}

// LostAnswers is how many answers of a call were lost so far: a test that is
// about one proves by it that the fault was reached.
func (s *Server) LostAnswers(call string) int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return s.faults.lost[call]
}
