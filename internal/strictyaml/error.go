package strictyaml

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is one mistake in a file, with the place that a person has to look at.
type Error struct {
	File         string
	Line, Column int
	// Width is how many characters the caret underlines.
	Width int
	// Msg says what is wrong, Hint what to write instead.
	Msg, Hint string
	// Source is the line of the file, without its line end.
	Source string
}

// Error gives place, message, source line, caret and hint on lines of their own.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg)
	if e.Source != "" {
		number := fmt.Sprintf("%d", e.Line)
		fmt.Fprintf(&b, "\n  %s | %s", number, printable(e.Source))
		fmt.Fprintf(&b, "\n  %s | %s%s", strings.Repeat(" ", len(number)), e.indent(), strings.Repeat("^", max(1, e.Width)))
	}
	if e.Hint != "" {
		fmt.Fprintf(&b, "\nhint: %s", e.Hint)
	}
	return b.String()
}

// indent repeats the tabs of the source line, so that the caret stands under
// its word whatever width the terminal gives a tab.
func (e *Error) indent() string {
	var b strings.Builder
	for i, r := range []rune(e.Source) {
		if i >= e.Column-1 {
			break
		}
		if r == '\t' {
			b.WriteRune('\t')
			continue
		}
		b.WriteRune(' ')
	}
	return b.String()
}

// printable keeps a hostile file from sending escape sequences to a terminal.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError) {
			return '?'
		}
		return r
	}, line)
}

// Errors is every mistake of one file, in the order of its lines.
type Errors []*Error

// Error gives all mistakes, one block each.
func (es Errors) Error() string {
	blocks := make([]string, len(es))
	for i, e := range es {
		blocks[i] = e.Error()
	}
	return strings.Join(blocks, "\n")
}
