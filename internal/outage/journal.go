package outage

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"poswarm/internal/fault"
)

// Action is what the gate did with a request.
type Action string

const (
	// Forwarded means that the target was asked. The status is what it
	// answered, 0 until then and when it could not be reached.
	Forwarded Action = "forwarded"
	// Answered means that the gate answered for the target. A CONNECT to an
	// https target is answered, the requests inside have entries of their own.
	Answered Action = "answered"
	// Refused means a reset, or a 403 for another host.
	Refused Action = "refused"
)

// Entry is a line of the gate's log.
type Entry struct {
	Time   time.Time `json:"time"`
	Host   string    `json:"host"`
	Method string    `json:"method"`
	// Path holds no query values, apart from a few that are known to be
	// harmless. It is empty for a CONNECT.
	Path string `json:"path"`
	// Call is MODEL.METHOD in the body of a call of a model method that was
	// forwarded: that is what Odoo executes, whatever the path is.
	Call   string `json:"call,omitempty"`
	Action Action `json:"action"`
	// Status is 0 for a reset and for an answer that is not there yet.
	Status int        `json:"status"`
	Fault  fault.Name `json:"fault,omitempty"`
}

// Count says what happened to the requests for one host.
type Count struct{ Forwarded, Answered, Refused int }

// maxEntries bounds the log. The oldest quarter goes when it is full; the
// counts per host go on.
const maxEntries = 20_000

// journal is the log of a gate.
type journal struct {
	mu      sync.Mutex
	entries []Entry
	first   int // the number of entries[0]
	hosts   map[string]Count
	changes []Change
}

// Change is a moment from which on the gate did something else.
type Change struct {
	Time time.Time `json:"time"`
	// Fault is what is in force since then, empty for none.
	Fault fault.Name `json:"fault"`
	// Only is the prefix of the paths that the gate answers itself, empty for none.
	Only string `json:"only,omitempty"`
}

// Changes returns when the network was cut and restored, oldest first.
func (g *Gate) Changes() []Change {
	g.journal.mu.Lock()
	defer g.journal.mu.Unlock()
	return slices.Clone(g.journal.changes)
}

// changed adds a change.
func (j *journal) changed(f fault.Name, only string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.changes = append(j.changes, Change{Time: time.Now(), Fault: f, Only: only})
}

// add begins an entry and returns its number.
func (j *journal) add(host, method string, u *url.URL, f fault.Name) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) >= maxEntries {
		drop := maxEntries / 4
		j.entries = slices.Delete(j.entries, 0, drop)
		j.first += drop
	}
	j.entries = append(j.entries, Entry{Time: time.Now(), Host: host, Method: method, Path: safePath(u), Fault: f})
	return j.first + len(j.entries) - 1
}

// decide stores what was done. A second call only adds the status.
func (j *journal) decide(n int, a Action, status int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	i := n - j.first
	if i < 0 {
		return
	}
	e := &j.entries[i]
	if e.Action == "" {
		if j.hosts == nil {
			j.hosts = make(map[string]Count)
		}
		c := j.hosts[e.Host]
		switch a {
		case Forwarded:
			c.Forwarded++
		case Answered:
			c.Answered++
		case Refused:
			c.Refused++
		}
		j.hosts[e.Host] = c
	}
	e.Action, e.Status = a, status
}

// called stores which method of the target a request runs.
func (j *journal) called(n int, call string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if i := n - j.first; i >= 0 {
		j.entries[i].Call = call
	}
}

// Log returns the requests so far, oldest first.
func (g *Gate) Log() []Entry {
	g.journal.mu.Lock()
	defer g.journal.mu.Unlock()
	return slices.Clone(g.journal.entries)
}

// Hosts returns the counts of every host that was asked for. Chrome's own
// traffic shows up here too.
func (g *Gate) Hosts() map[string]Count {
	g.journal.mu.Lock()
	defer g.journal.mu.Unlock()
	out := make(map[string]Count, len(g.journal.hosts))
	for h, c := range g.journal.hosts {
		out[h] = c
	}
	return out
}

// harmless are the query parameters of Odoo whose values explain a request and
// hold no secret.
var harmless = []string{"hash", "lang", "mods", "unique", "from_backend", "debug", "v"}

// safePath returns the path with the query keys, values cut out.
func safePath(u *url.URL) string {
	if u == nil {
		return ""
	}
	if u.RawQuery == "" {
		return u.Path
	}
	var parts []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		key, value, has := strings.Cut(part, "=")
		if has && value != "" && !slices.Contains(harmless, key) {
			part = key + "=…"
		}
		parts = append(parts, part)
	}
	return u.Path + "?" + strings.Join(parts, "&")
}
