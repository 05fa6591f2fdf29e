package posui

import (
	"fmt"

	"poswarm/internal/result"
)

// Failure is why the POS is not what it should be. It is an error so that a
// step can return it; anything else a step returns means "could not tell".
type Failure struct {
	Reason result.Reason
	Detail string // what was seen, for people
}

func (f *Failure) Error() string { return string(f.Reason) + ": " + f.Detail }

// Failf makes a failure with a formatted detail.
func Failf(reason result.Reason, format string, args ...any) *Failure {
	return &Failure{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}
