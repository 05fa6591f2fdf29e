package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// known are the ways in which money was lost or doubled before there was a ledger, each as
// a stretch of its own, which comes before those of chance. What a poll of a payment
// terminal may cost shows in no book: internal/odoo has that one.
var known = []struct {
	name string
	acts []act
}{
	{"unanswered-table-paid-away", called("leave a table unanswered", "cut", "pay a table")},
	{"unanswered-second-round-paid-away", called("leave a table", "change a table unanswered", "cut", "pay a table")},
	{"line-that-is-gone", []act{table, secondRound, lineOffUnanswered, cut, pay}},
	{"line-off-without-the-server", []act{table, secondRound, cut, lineOff, reload, pay}},
	{"more-without-the-server", []act{table, cut, secondRound, reload, pay}},
	{"settings-changed", called("cut", "sell", "settings", "back", "from the back office")},
	{"data-loaded-anew", called("cut", "sell", "back", "reload data")},
	{"all-of-the-site-deleted", called("cut", "sell", "back", "all of the site deleted")},
	{"cash-before-F5", called("cut", "cash", "F5", "cash", "sell")},
	{"cash-for-a-session-that-is-over", called("cut", "new session", "cash")},
	{"points-unanswered", []act{pointsUnanswered, {"F5", (*day).reload}, {"sell", (*day).sell}}},
	{"next-user", called("sell", "another user", "sell", "cut", "sell", "back", "another user", "sell")},
	{"number-after-F5", called("cut", "sell", "F5", "sell", "restart", "sell", "back", "F5", "sell", "kill", "sell")},
}

// The acts that chance has in other forms.
var (
	cut    = act{"cut", (*day).cutLine}
	reload = act{"F5", (*day).reload}
	table  = act{"leave a table", (*day).leaveTable}
	pay    = act{"pay a table", (*day).payTable}

	secondRound = act{"a second round", func(d *day, ctx context.Context, _ *rand.Rand) error {
		return d.changeAs(ctx, "more", true)
	}}
	lineOff = act{"take a line off", func(d *day, ctx context.Context, _ *rand.Rand) error {
		return d.changeAs(ctx, "remove", false)
	}}
	lineOffUnanswered = act{"take a line off unanswered", func(d *day, ctx context.Context, _ *rand.Rand) error {
		return d.losingTable(func() error { return d.changeAs(ctx, "remove", false) })
	}}
	pointsUnanswered = act{"sell, points unanswered", func(d *day, ctx context.Context, random *rand.Rand) error {
		return d.losing("confirm_coupon_programs", func() error { return d.sell(ctx, random) })
	}}
)

// called finds acts of chance by their names.
func called(names ...string) (found []act) {
	for _, name := range names {
		for _, one := range acts {
			if one.name == name {
				found = append(found, one)
				break
			}
		}
	}
	if len(found) != len(names) {
		panic(fmt.Sprintf("no act for each of %q", names))
	}
	return found
}

// playKnown plays each known fault on a till that is ready.
func (d *day) playKnown(ctx context.Context) error {
	for _, one := range known {
		name := "known/" + one.name
		if d.over(ctx) || !d.wanted(name) {
			continue
		}
		random := d.random(name)
		steps := make([]step, len(one.acts))
		for i, act := range one.acts {
			steps[i] = step{act, random.Uint64()}
		}
		if err := d.stretch(ctx, name, steps); err != nil {
			return err
		}
	}
	return nil
}
