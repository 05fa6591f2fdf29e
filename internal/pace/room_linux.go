package pace

import "time"

// roomWindow is how long processors have to idle before that means anything:
// browsers that start work in bursts.
const roomWindow = time.Second

// Room watches whether the machine has processors to spare. The zero value is ready.
type Room struct {
	from  time.Time
	then  machine
	spare bool
}

// Spare reports whether, over the last second, a third of all processor time went to
// nobody and no quota or machine below kept ours from running. False until it has
// been asked for a second.
func (r *Room) Spare() bool {
	now := time.Now()
	if r.from.IsZero() {
		r.from, r.then = now, readMachine()
	}
	if past := now.Sub(r.from); past >= roomWindow {
		m := readMachine()
		spent := m.less(r.then)
		r.from, r.then, r.spare = now, m, isRoom(past, spent)
	}
	return r.spare
}

func isRoom(past time.Duration, spent machine) bool {
	whole := past * time.Duration(spent.processors)
	return spent.throttled == 0 && spent.stolen < whole/20 && spent.busy < whole*2/3
}
