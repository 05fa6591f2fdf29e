// Package clean makes text from a server, a page or a file harmless: no character
// may move a terminal's cursor, turn the direction of writing, or be illegal in
// XML 1.0. What is taken out stays visible as its number.
package clean

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text keeps line ends and tabs.
func Text(s string) string {
	return replaceBad(s, func(r rune) bool { return r == '\n' || r == '\t' })
}

// Line is one line, with single spaces.
func Line(s string) string {
	return strings.Join(strings.Fields(replaceBad(s, unicode.IsSpace)), " ")
}

func replaceBad(s string, keep func(rune) bool) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case keep(r):
			b.WriteRune(r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}
