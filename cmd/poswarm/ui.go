package main

// This file owns everything that a person reads besides help and results.
//
//   - stdout has the result and nothing else. When there is no result, it is
//     empty. The one exception is `poswarm demo`, whose result is the address
//     it listens on.
//   - stderr has progress, warnings and errors. Every line of ours starts with
//     "poswarm: ", in lower case and without a full stop; a hint follows on a
//     line of its own and says what to do.
//   - Progress is one line that is written over on a terminal, and one line a
//     change of state otherwise. -q takes progress away, never errors.
//   - Colours and live lines depend on the stream they go to, and on NO_COLOR,
//     TERM=dumb and --no-color.
//   - With --format json the error is one JSON object.
//   - Nothing from a page, a server or a file reaches the terminal with its
//     control characters.

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"unicode"

	"poswarm/internal/hint"
	"poswarm/internal/report"
	"poswarm/internal/result"
)

// ui writes to stderr. It is safe for use by several goroutines.
type ui struct {
	env *environment

	mu      sync.Mutex
	live    int // progress lines on the terminal, the last without a line end
	quiet   bool
	verbose bool
	noColor bool
	// json makes errors one JSON object, nagios a plugin's line on stdout.
	json, nagios bool
}

func newUI(env *environment) *ui { return &ui{env: env} }

// errorSchema names the JSON form of an error.
const errorSchema = "poswarm.error/v1"

// errorDocument is an error for programs.
type errorDocument struct {
	Schema string `json:"schema"`
	Code   int    `json:"code"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
	// Reason is a stable code where there is one.
	Reason result.Reason `json:"reason,omitempty"`
}

// fail prints an error and its hint.
func (u *ui) fail(err error, code int) {
	text, advice := message(err)
	if u.nagios {
		_, _ = fmt.Fprint(u.env.stdout, report.NagiosTrouble(text))
	}
	if u.json {
		u.write(func() {
			_ = json.NewEncoder(u.env.stderr).Encode(errorDocument{errorSchema, code, text, advice, errorReason(err)})
		})
		return
	}
	u.line("poswarm: %s", text)
	if advice != "" {
		u.line("hint: %s", advice)
	}
}

// message splits an error into its text and its hint. Several lines are kept:
// the mistakes of a scenario file come with their source line and caret.
func message(err error) (text, advice string) {
	text, advice = err.Error(), hint.Of(err)
	if before, after, found := strings.Cut(text, "\nhint: "); found && advice == "" && !strings.Contains(after, "\n") {
		text, advice = before, after // the only mistake in a file
	}
	return harmless(text), harmless(advice)
}

// harmless keeps line ends and tabs, and shows other control characters as
// their number.
func harmless(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}

// warn prints a line that -q does not take away.
func (u *ui) warn(format string, args ...any) {
	u.line("poswarm: %s", harmless(fmt.Sprintf(format, args...)))
}

// say prints one line of progress that stays.
func (u *ui) say(format string, args ...any) {
	if !u.quiet {
		u.warn(format, args...)
	}
}

// sayVerdict tells how one check ended, with what can be done about it.
func (u *ui) sayVerdict(name string, outcome result.Outcome, detail, advice string) {
	if outcome == result.Passed && detail == "" {
		u.say("%s: passed", name)
		return
	}
	u.say("%s: %s: %s", name, outcome, detail)
	if advice != "" && !u.quiet {
		u.line("hint: %s", harmless(advice))
	}
}

// detail prints a line only with -v.
func (u *ui) detail(format string, args ...any) {
	if u.verbose && !u.quiet {
		u.warn(format, args...)
	}
}

// progress shows what is going on now: a live line on a terminal, nothing
// elsewhere (say what changed with say).
func (u *ui) progress(format string, args ...any) {
	if u.quiet || !u.animated() {
		return
	}
	u.board([]string{"poswarm: " + fmt.Sprintf(format, args...)})
}

// board shows lines that the next ones are written over; the caller has asked
// whether the stream is animated.
func (u *ui) board(lines []string) {
	for i, line := range lines {
		text := []rune(strings.Join(strings.Fields(harmless(line)), " "))
		if limit := max(20, u.env.width-2); len(text) > limit {
			text = append(text[:limit-1], '…')
		}
		lines[i] = string(text)
	}
	u.write(func() {
		fmt.Fprint(u.env.stderr, strings.Join(lines, "\n"))
		u.live = len(lines)
	})
}

func (u *ui) line(format string, args ...any) {
	u.write(func() { fmt.Fprintf(u.env.stderr, format+"\n", args...) })
}

// write clears a live line first, so that lines do not run into each other.
func (u *ui) write(do func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for ; u.live > 0; u.live-- {
		fmt.Fprint(u.env.stderr, "\r\x1b[K")
		if u.live > 1 {
			fmt.Fprint(u.env.stderr, "\x1b[A")
		}
	}
	do()
}

// plainTerminal says whether the user asked for text without escape sequences.
func (u *ui) plainTerminal() bool {
	return u.noColor || u.env.getenv("NO_COLOR") != "" || u.env.getenv("TERM") == "dumb"
}

func (u *ui) animated() bool { return u.env.stderrTTY && !u.plainTerminal() }

// reportOptions says how a report may look on stdout.
func (u *ui) reportOptions() report.Options {
	return report.Options{Width: u.env.width, Color: u.env.stdoutTTY && !u.plainTerminal()}
}

// logger writes the program's own log: nothing, or with -v warnings and more
// to stderr.
func (u *ui) logger() *slog.Logger {
	if !u.verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(u, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
}

// withoutTime leaves the clock out: stderr is no log file.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// Write takes one line of the logger, and keeps it apart from a live line.
func (u *ui) Write(line []byte) (int, error) {
	u.warn("%s", strings.TrimRight(string(line), "\n"))
	return len(line), nil
}
