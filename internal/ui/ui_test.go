// The tests of this package prove what a person reads: live lines on a terminal and
// lines that stay elsewhere, in the width of the stream they go to, and nothing that
// could write over the screen.
package ui

import (
	"bytes"
	"strings"
	"testing"
)

// seen is a user interface whose stderr can be read.
func seen(terminal bool, width int) (*UI, *bytes.Buffer) {
	var out bytes.Buffer
	return New(Stream{&out, terminal, width}, func(string) string { return "" }), &out
}

// A live line is taken away before anything else is written, and there is none
// without a terminal.
func TestProgress(t *testing.T) {
	file, got := seen(false, 0)
	file.Progress("half")
	if got.String() != "" {
		t.Errorf("progress without a terminal: %q", got)
	}
	terminal, got := seen(true, 80)
	terminal.Progress("half\n way")
	terminal.Warn("done")
	if want := "poswarm: half way\r\x1b[Kposwarm: done\n"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A live line that is longer than its terminal could not be taken away.
func TestWidthIsThatOfTheStream(t *testing.T) {
	for width, want := range map[int]int{0: 78, 10: 20, 60: 58, 200: 109} {
		terminal, got := seen(true, width)
		terminal.Progress("%s", strings.Repeat("x", 100))
		if n := len([]rune(got.String())); n != want {
			t.Errorf("%d columns: a line of %d", width, n)
		}
	}
}

// Text of a page or a server cannot write over the terminal, and an error with
// a hint shows it on a line of its own.
func TestErrorText(t *testing.T) {
	u, got := seen(true, 80)
	u.Fail("this\r is wrong", "do \x1b[2Jthat")
	if want := "poswarm: this\\u000d is wrong\nhint: do \\u001b[2Jthat\n"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPlainWhereItIsAskedFor(t *testing.T) {
	for name, value := range map[string]string{"NO_COLOR": "1", "TERM": "dumb"} {
		u := New(Stream{}, func(asked string) string { return map[string]string{name: value}[asked] })
		if u.Rich(Stream{Terminal: true}) {
			t.Errorf("colours with %s=%s", name, value)
		}
	}
	u := New(Stream{}, func(string) string { return "" })
	if u.Rich(Stream{}) || !u.Rich(Stream{Terminal: true}) {
		t.Error("colours do not follow the stream")
	}
}
