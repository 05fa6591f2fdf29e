package ui

import (
	"log/slog"
	"strings"
)

// Logger writes the program's own log: nothing, or with -v warnings and more
// to stderr.
func (u *UI) Logger() *slog.Logger {
	if !u.Verbose {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(logLines{u}, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
}

// withoutTime leaves the clock out: stderr is no log file.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// logLines takes one line of the logger at a time, and keeps it apart from a live
// line.
type logLines struct{ ui *UI }

func (l logLines) Write(line []byte) (int, error) {
	l.ui.Warn("%s", strings.TrimRight(string(line), "\n"))
	return len(line), nil
}
