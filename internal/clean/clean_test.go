// The tests of this package prove that no character which could move a cursor or
// turn the direction of writing comes through, and that nothing vanishes.
package clean

import "testing"

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, text, line string }{
		{"Crème brûlée", "Crème brûlée", "Crème brûlée"},
		{"one\n\ttwo  three ", "one\n\ttwo  three ", "one two three"},
		{"\x1b[2Jgone\r", `\u001b[2Jgone\u000d`, `\u001b[2Jgone`},
		{"a\u202eb", `a\u202eb`, `a\u202eb`},
		{"a\xffb", `a\xffb`, `a\xffb`},
	} {
		if got := Text(c.in); got != c.text {
			t.Errorf("the text of %q is %q, want %q", c.in, got, c.text)
		}
		if got := Line(c.in); got != c.line {
			t.Errorf("the line of %q is %q, want %q", c.in, got, c.line)
		}
	}
}
