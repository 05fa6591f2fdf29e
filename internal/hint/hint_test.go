// The test of this package proves that a hint travels with an error and stays out of
// its text.
package hint_test

import (
	"errors"
	"fmt"
	"testing"

	"poswarm/internal/hint"
)

func TestHintStaysOutOfTheText(t *testing.T) {
	cause := errors.New("no browser")
	err := fmt.Errorf("starting: %w", hint.Add(cause, "install one"))
	if got := err.Error(); got != "starting: no browser" {
		t.Errorf("text %q", got)
	}
	if got := hint.Of(err); got != "install one" {
		t.Errorf("hint %q", got)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if got := hint.Of(hint.Add(err, "or use another machine")); got != "or use another machine" {
		t.Errorf("not the outermost hint: %q", got)
	}
	if hint.Of(cause) != "" || hint.Of(nil) != "" {
		t.Error("a hint from nowhere")
	}
}
