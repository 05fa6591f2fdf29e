package demo

import "sync"

// faults are answers that get lost on their way: the server has done what it
// was asked, and nobody hears of it.
type faults struct {
	mu   sync.Mutex
	lose map[string]int // answers still to lose, by call
	lost map[string]int // answers lost so far
}

func newFaults() *faults { return &faults{lose: map[string]int{}, lost: map[string]int{}} }

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
