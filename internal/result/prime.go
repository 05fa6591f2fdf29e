package result

import (
	"cmp"
	"fmt"
	"strings"
)

// PrimeSchema names the document of `poswarm prime`.
const PrimeSchema = "poswarm.prime/v1"

// Prime is the result of preloading one terminal.
type Prime struct {
	Schema string `json:"schema"`
	// Lasting is false when the profile was a temporary one.
	Lasting bool          `json:"lasting"`
	Configs []PrimeConfig `json:"configs"`

	Target *Target `json:"target,omitempty"`
	// LoginUntil is when the terminal's log-in ends, RFC 3339; null when it ends
	// with the browser.
	LoginUntil *string `json:"login_until"`
	// Storage is what Chrome says of the server's storage on the terminal, null
	// where it has none: plain http from another machine.
	Storage *Storage `json:"storage"`
	// Warnings say what will end the readiness, in words.
	Warnings []string `json:"warnings"`
}

// Storage is what Chrome says of an origin's storage, in bytes.
type Storage struct {
	Usage     int64 `json:"usage"`
	Quota     int64 `json:"quota"`
	Persisted bool  `json:"persisted"` // Chrome will not evict it
}

// NewPrime starts an empty document.
func NewPrime(lasting bool) *Prime {
	return &Prime{Schema: PrimeSchema, Lasting: lasting, Configs: []PrimeConfig{}, Warnings: []string{}}
}

// SessionState is what prime found about the POS session.
type SessionState string

// The states.
const (
	SessionOpen   SessionState = "open"
	SessionNone   SessionState = "none"
	SessionOpened SessionState = "opened"
)

// PrimeConfig is one POS of the terminal.
type PrimeConfig struct {
	Config  int          `json:"config"`
	Session SessionState `json:"session"`
	// Snapshot is what the terminal holds afterwards, null when nothing.
	Snapshot   *Snapshot  `json:"snapshot"`
	Downloaded Downloaded `json:"downloaded"`
	DurationMS int64      `json:"duration_ms"`

	// Result says whether this POS comes up offline on the terminal now; Detail
	// why not, in words; Hint what can be done about it.
	Result Outcome `json:"result"`
	Detail string  `json:"detail,omitempty"`
	Hint   string  `json:"hint,omitempty"`
}

// Downloaded counts bodies answered with 200 and fetched for entries of the
// snapshot: no calls, no "not modified".
type Downloaded struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// Snapshot is one snapshot as the worker describes it.
type Snapshot struct {
	Config     int       `json:"config"`
	Database   string    `json:"database"`
	User       int       `json:"user"`
	State      string    `json:"state"`
	Pinned     bool      `json:"pinned"`
	ID         string    `json:"id"`
	POSSession *int      `json:"pos_session"`
	Created    string    `json:"created"`
	Completed  *string   `json:"completed"`
	Entries    int       `json:"entries"`
	Bytes      int64     `json:"bytes"`
	Replies    int       `json:"replies"`
	Images     Images    `json:"images"`
	Languages  []string  `json:"languages"`
	Refused    []Refused `json:"refused"`
	// Patches is how the page module found this Odoo, none before the page was up.
	Patches []Patch `json:"patches,omitempty"`
	// ManifestFailed are the parts that the server could not put into its manifest.
	ManifestFailed []FailedPart `json:"manifest_failed,omitempty"`
}

// Patch is one patch of the page module on Odoo's code. Off, the POS is Odoo's
// own in that point; Error is the last thing that our own code threw.
type Patch struct {
	Name    string   `json:"name"`
	State   string   `json:"state"` // on or off
	Missing []string `json:"missing"`
	Changed []string `json:"changed"`
	Error   string   `json:"error,omitempty"`
}

// FailedPart is a part of the addon's manifest, and why it is not there.
type FailedPart struct {
	Part  string `json:"part"`
	Error string `json:"error"`
}

// Lacking names, in words, what of the addon does not work on this Odoo.
func (s *Snapshot) Lacking() []string {
	lines := LackingPatches(s.Patches)
	for _, f := range s.ManifestFailed {
		lines = append(lines, fmt.Sprintf("the manifest lacks its part %q: %s", f.Part, f.Error))
	}
	return lines
}

// LackingPatches names, in words, the patches that are off or failed.
func LackingPatches(patches []Patch) (lines []string) {
	for _, p := range patches {
		switch {
		case p.State != "on":
			why := strings.Join(append(append([]string{}, p.Missing...), p.Changed...), ", ")
			lines = append(lines, fmt.Sprintf("%s is off: this Odoo has no %s as known", p.Name, cmp.Or(why, p.Error)))
		case p.Error != "":
			lines = append(lines, fmt.Sprintf("%s failed: %s", p.Name, p.Error))
		}
	}
	return lines
}

// Images counts the pictures that the page can show, by its own list.
type Images struct {
	Wanted int `json:"wanted"`
	Stored int `json:"stored"`
}

// Refused is an answer that was not trusted, with the worker's code.
type Refused struct {
	URL    string `json:"url"`
	Reason string `json:"reason"`
}

// SchemaName is poswarm.prime/v1.
func (p *Prime) SchemaName() string { return p.Schema }

// Checks gives one case a POS.
func (p *Prime) Checks() Checks {
	out := Checks{Suite: "poswarm prime"}
	if p.Target != nil {
		out.Host = p.Target.Host()
	}
	for _, c := range p.Configs {
		out.Cases = append(out.Cases, Check{
			Class: "poswarm.prime", Name: fmt.Sprintf("POS %d", c.Config),
			Outcome: c.Result, Detail: c.Detail, DurationMS: c.DurationMS,
		})
	}
	return out
}
