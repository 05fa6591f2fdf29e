// Package lasting tells what ends the readiness of a terminal that comes up today: its
// log-in, a wrong clock, storage that Chrome may take away, and a disk that is full.
package lasting

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"

	"poswarm/internal/disk"
	"poswarm/internal/result"
)

const (
	// loginSoon is how long before its end a log-in is worth a warning: a shop
	// that is closed on Sunday opens two days after the last priming.
	loginSoon = 3 * 24 * time.Hour
	// fewBytes is less than the snapshot of a shop with pictures takes.
	fewBytes = 200 << 20
	// clockOff is more than clocks that are set over the network differ, and enough to
	// put a sale on the wrong day at midnight.
	clockOff = 2 * time.Minute
)

// Login is about the end of the terminal's log-in, RFC 3339; nil for one that no disk
// holds.
func Login(until *string, now time.Time) []result.Warning {
	const hint = "log in there again, or prime it with --login: a log-in lasts a week from the last time the terminal met its server"
	if until == nil {
		return []result.Warning{{Reason: result.LoginEnds, Hint: hint,
			Detail: "the terminal holds no log-in that outlives its browser: after a restart it comes up offline only, and cannot send its sales before somebody logs in"}}
	}
	at, err := time.Parse(time.RFC3339, *until)
	if err != nil || at.Sub(now) > loginSoon {
		return nil
	}
	ends := "ends"
	if at.Before(now) {
		ends = "ended"
	}
	return []result.Warning{{Reason: result.LoginEnds, Hint: hint,
		Detail: fmt.Sprintf("the log-in of the terminal %s on %s: its sales wait then until somebody logs in", ends, at.Local().Format("2006-01-02 15:04"))}}
}

// Clock is about a terminal's clock that is ahead of the server's, or, negative, behind: its
// log-in and certificates end at another time, and its sales have a wrong one.
func Clock(ahead time.Duration) []result.Warning {
	words := "ahead of"
	if ahead < 0 {
		words = "behind"
	}
	if ahead.Abs() < clockOff {
		return nil
	}
	return []result.Warning{{Reason: result.ClockWrong, Hint: "enable NTP on the terminal or the server",
		Detail: fmt.Sprintf("the clock of this machine is %s %s the server's", ahead.Abs().Round(time.Second), words)}}
}

// Evictable is about storage that Chrome takes away by itself.
func Evictable() result.Warning {
	return result.Warning{Reason: result.StorageEvictable, Detail: "Chrome may evict what is stored when the disk gets full",
		Hint: "prime once with --profile, which makes it persistent"}
}

// Storage is about what a page of the POS may store, nil where it has no storage.
func Storage(storage *result.Storage) (out []result.Warning) {
	if storage == nil {
		return []result.Warning{{Reason: result.BlockedBySetting, Detail: "this page has no storage of its own", Hint: "a POS needs https, or localhost"}}
	}
	if !storage.Persisted {
		out = append(out, Evictable())
	}
	if room := storage.Quota - storage.Usage; room < fewBytes {
		out = append(out, few("Chrome lets this server store %s more on this terminal", uint64(max(room, 0))))
	}
	return out
}

// Disk is about the room on the disk of a profile. One that cannot be asked says nothing.
func Disk(profile string) []result.Warning {
	bytes, err := disk.Free(profile)
	if err != nil || bytes >= fewBytes {
		return nil
	}
	return []result.Warning{few("the disk of the profile has %s left", bytes)}
}

func few(format string, bytes uint64) result.Warning {
	return result.Warning{Reason: result.DiskFull, Detail: fmt.Sprintf(format, humanize.IBytes(bytes)), Hint: "make room on the terminal's disk"}
}
