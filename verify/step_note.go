package verify

import (
	"context"

	"poswarm/verify/scenario"
)

// A note is done when it is told, see told.
var _ = does(func(context.Context, *run, *scenario.Note) error { return nil })

// worded is a step as the report tells it: a note says the values of its variables.
func (r *run) worded(ctx context.Context, step scenario.Step) (scenario.Step, error) {
	note, ok := step.Do.(*scenario.Note)
	if !ok {
		return step, nil
	}
	words, err := r.fill(ctx, note.Words, r.bench.Config)
	step.Text = string(scenario.KindNote) + " " + words
	return step, err
}
