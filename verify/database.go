package verify

import (
	"poswarm/internal/hint"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// One address may serve several databases, and each has a POS 1. Which of them the
// till shows is told by its page alone: the profile holds no choice of ours.

// holdsDatabase is the verdict on a till that holds nothing of the database asked
// for, before a page of it opens.
func (r *run) holdsDatabase() error {
	asked := r.bench.Database
	if _, held := r.held.of(asked); asked == "" || held {
		return nil
	}
	return wrongDatabase("this profile holds POS %d of the database %s, not of %q", r.bench.Config, r.held.databases(), asked)
}

// rightDatabase is the verdict on a page that is up and of another database.
func (r *run) rightDatabase(state posui.State) error {
	if asked := r.bench.Database; asked != "" && state.Database != asked {
		return wrongDatabase("the page is of the database %q, not of %q", state.Database, asked)
	}
	return nil
}

func wrongDatabase(format string, args ...any) error {
	return hint.Add(posui.Failf(result.WrongDatabase, format, args...),
		"compare --db with what poswarm inspect shows; to have the terminal show another database, log in to it there")
}
