// The tests of this package prove that a YAML file of any content ends in a document
// or in mistakes with their place.
package strictyaml

import (
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// The parser needs seconds and gigabytes for a few thousand open brackets:
// such files are refused before it sees them.
func TestLimits(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"file":     {strings.Repeat("a: b\n", maxBytes), "x.yaml:1:1: the file is larger than 64 KiB"},
		"line":     {"a: " + strings.Repeat("b", maxLine), "x.yaml:1:1000: the line is longer than 1000 bytes"},
		"brackets": {strings.Repeat("[\n", 100), "x.yaml:41:1: nested deeper than 40 levels"},
		"braces":   {strings.Repeat("{a: ", 50), "x.yaml:1:1: nested deeper than 40 levels"},
		"lists":    {strings.Repeat("- ", 100), "x.yaml:1:1: nested deeper than 40 levels"},
		"indent":   {"a:\n" + strings.Repeat(" ", 100) + "b: c", "x.yaml:2:1: nested deeper than 40 levels"},
	} {
		start := pacetest.Start()
		_, _, err := Parse("x.yaml", []byte(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error is %.100v, want %s", name, err, c.want)
		}
		if start.Longer(time.Second) {
			t.Errorf("%s: refused after %s", name, start)
		}
	}
}

// A byte order mark is no part of the first key, nor of its column.
func TestByteOrderMark(t *testing.T) {
	doc, root, err := Parse("x.yaml", []byte("\ufeffname: a\r\nwrong: b\r\n"))
	if err != nil || !root.Has("name") {
		t.Fatalf("%+v, %v", root, err)
	}
	root.Entries[0].Key.Errorf("", "here")
	if err := doc.Err(); err == nil || !strings.HasPrefix(err.Error(), "x.yaml:1:1: here\n  1 | name: a\n") {
		t.Errorf("%v", err)
	}
}

// The caret stands under its word after tabs and letters of several bytes, and
// control characters of the file do not reach the terminal.
func TestErrorText(t *testing.T) {
	e := &Error{File: "x", Line: 12, Column: 4, Width: 2, Msg: "wrong", Hint: "right", Source: "\té\x1b[1mé"}
	want := "x:12:4: wrong\n  12 | \té?[1mé\n     | \t  ^^\nhint: right"
	if got := e.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
