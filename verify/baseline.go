package verify

import (
	"poswarm/internal/hint"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// baseline is what the POS was when it was up first, which later looks are
// compared with. One address may serve several databases, and each has a POS 1;
// which of them the till shows is told by its page alone.
type baseline struct {
	bench    *Bench
	stored   storedData            // what the till's own databases held, as found
	states   map[int]*odooui.State // the first time each POS was up
	tiles    []odooui.Tile         // images of the product tiles then
	user     int                   // whose POS was up first since the last log-in, 0 for nobody's
	closed   int                   // POS session that was closed on the server, 0 for none
	unopened bool                  // the opening control was met, and not passed yet
}

// anySession in a baseline leaves the POS session open.
const anySession = 0

// sameUser is the verdict on a page of somebody else.
func (b *baseline) sameUser(state odooui.State) error {
	if b.user == 0 {
		b.user = state.User
	}
	if state.User != b.user {
		return odooui.Failf(result.WrongUser, "the page is that of user %d, not of user %d", state.User, b.user)
	}
	return nil
}

// holdsDatabase is the verdict on a till that holds nothing of the database asked
// for, before a page of it opens.
func (b *baseline) holdsDatabase() error {
	asked := b.bench.Database
	if _, held := b.stored.of(asked); asked == "" || held {
		return nil
	}
	return wrongDatabase("this profile holds POS %d of the database %s, not of %q", b.bench.Config, b.stored.databases(), asked)
}

// rightDatabase is the verdict on a page that is up and of another database.
func (b *baseline) rightDatabase(state odooui.State) error {
	if asked := b.bench.Database; asked != "" && state.Database != asked {
		return wrongDatabase("the page is of the database %q, not of %q", state.Database, asked)
	}
	return nil
}

func wrongDatabase(format string, args ...any) error {
	return hint.Add(odooui.Failf(result.WrongDatabase, format, args...),
		"compare --db with what poswarm inspect shows; to have the terminal show another database, log in to it there")
}

// closes notes that the POS session was closed or opened on the server: the terminal
// may go on with the old one until it has met the next.
func (b *baseline) closes(config int) {
	if before := b.states[config]; before != nil && before.Session != anySession {
		b.closed, before.Session = before.Session, anySession
	}
}

// settled keeps the POS session that is up for the looks that follow.
func (b *baseline) settled(before *odooui.State, state odooui.State) {
	if before.Session == anySession && state.Session != b.closed {
		before.Session = state.Session
	}
}

// shows says whether the page is at a screen. Over the products of a register
// that was never opened stands the opening control, which no step but
// start-selling may answer.
func (b *baseline) shows(state odooui.State, screen scenario.Screen) bool {
	opening := b.unopened && screen == scenario.ScreenProduct && state.Screen == string(scenario.ScreenOpening)
	return opening || state.Screen == string(screen)
}
