package verify

import (
	"context"
	"fmt"
	"reflect"

	"poswarm/verify/scenario"
)

// doers has what is done in each step, by the type of the step: one file each,
// step_NAME.go. What a step is in a file is in scenario's file of that name.
var doers = map[reflect.Type]func(context.Context, *run, scenario.Action) error{}

// does adds a step, when the program starts.
func does[A scenario.Action](do func(context.Context, *run, A) error) struct{} {
	doers[reflect.TypeFor[A]()] = func(ctx context.Context, r *run, step scenario.Action) error { return do(ctx, r, step.(A)) }
	return struct{}{}
}

// step does one step. A *odooui.Failure is a verdict; other errors mean that
// the step could not be done.
func (r *run) step(ctx context.Context, step scenario.Step) error {
	do := doers[reflect.TypeOf(step.Do)]
	if do == nil {
		return fmt.Errorf("this version cannot do the step %q", step.Kind)
	}
	return do(ctx, r, step.Do)
}

func (r *run) config(which scenario.Config) int {
	if which == scenario.Other {
		return r.bench.Other
	}
	return r.bench.Config
}
