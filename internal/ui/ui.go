// Package ui owns what a person reads on a terminal besides help and results.
//
//   - stderr has progress, warnings and errors. Every line of ours starts with
//     "poswarm: ", in lower case and without a full stop; a hint follows on a
//     line of its own and says what to do.
//   - Progress is one line that is written over on a terminal, and one line a
//     change of state otherwise. -q takes progress away, never errors.
//   - Colours and live lines depend on the stream they go to, and on NO_COLOR,
//     TERM=dumb and --no-color; the width is that of the same stream.
//   - Nothing from a page, a server or a file reaches the terminal with its
//     control characters.
package ui

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"sync"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// UI writes to stderr. It is safe for use by several goroutines.
type UI struct {
	// Quiet takes progress away, Verbose adds details, NoColor is plain text.
	Quiet, Verbose, NoColor bool

	err    Stream
	getenv func(string) string

	mu   sync.Mutex
	live int // progress lines on the terminal, the last without a line end
}

// New makes the user interface of a stderr.
func New(stderr Stream, getenv func(string) string) *UI { return &UI{err: stderr, getenv: getenv} }

// Warn prints a line that -q does not take away.
func (u *UI) Warn(format string, args ...any) {
	u.line("poswarm: " + clean.Text(fmt.Sprintf(format, args...)))
}

// Fail prints an error and what can be done about it, "" for nothing.
func (u *UI) Fail(text, advice string) {
	u.line("poswarm: " + clean.Text(text))
	u.hint(advice)
}

// Raw has do write to stderr what is for programs.
func (u *UI) Raw(do func(io.Writer)) { u.write(func() { do(u.err) }) }

// Say prints one line of progress that stays.
func (u *UI) Say(format string, args ...any) {
	if !u.Quiet {
		u.Warn(format, args...)
	}
}

// SayVerdict tells how one check ended, with what can be done about it.
func (u *UI) SayVerdict(name string, outcome result.Outcome, detail, advice string) {
	if outcome == result.Passed && detail == "" {
		u.Say("%s: passed", name)
		return
	}
	u.Say("%s: %s: %s", name, outcome, detail)
	if !u.Quiet {
		u.hint(advice)
	}
}

// Detail prints a line only with -v.
func (u *UI) Detail(format string, args ...any) {
	if u.Verbose && !u.Quiet {
		u.Warn(format, args...)
	}
}

// Progress shows what is going on now: a live line on a terminal, nothing
// elsewhere (say what changed with Say).
func (u *UI) Progress(format string, args ...any) {
	if u.Quiet || !u.animated() {
		return
	}
	u.show([]string{"poswarm: " + fmt.Sprintf(format, args...)})
}

// commonWidth is taken for the columns of a terminal that does not tell them.
const commonWidth = 80

// show shows lines that the next ones are written over; the caller has asked
// whether the stream is animated.
func (u *UI) show(lines []string) {
	for i, line := range lines {
		text := []rune(clean.Line(line))
		if limit := max(20, cmp.Or(u.err.Width, commonWidth)-2); len(text) > limit {
			text = append(text[:limit-1], '…')
		}
		lines[i] = string(text)
	}
	u.write(func() {
		fmt.Fprint(u.err, strings.Join(lines, "\n"))
		u.live = len(lines)
	})
}

func (u *UI) hint(advice string) {
	if advice != "" {
		u.line("hint: " + clean.Text(advice))
	}
}

func (u *UI) line(text string) {
	u.write(func() { fmt.Fprintln(u.err, text) })
}

// write clears a live line first, so that lines do not run into each other.
func (u *UI) write(do func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for ; u.live > 0; u.live-- {
		fmt.Fprint(u.err, "\r\x1b[K")
		if u.live > 1 {
			fmt.Fprint(u.err, "\x1b[A")
		}
	}
	do()
}

// Rich says whether a stream takes colours and live lines: a terminal whose user
// did not ask for text without escape sequences.
func (u *UI) Rich(s Stream) bool {
	return s.Terminal && !u.NoColor && u.getenv("NO_COLOR") == "" && u.getenv("TERM") != "dumb"
}

func (u *UI) animated() bool { return u.Rich(u.err) }
