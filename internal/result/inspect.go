package result

import "fmt"

// InspectSchema names the document of `poswarm inspect`.
const InspectSchema = "poswarm.inspect/v1"

// Inspect is what a Chrome profile holds for the POS of each server.
type Inspect struct {
	Schema  string `json:"schema"`
	Profile string `json:"profile"`
	// InUse tells that a Chrome ran on the profile; a copy was looked at.
	InUse   bool            `json:"in_use"`
	Servers []InspectServer `json:"servers"`
}

// NewInspect starts an empty document.
func NewInspect(profile string) *Inspect {
	return &Inspect{Schema: InspectSchema, Profile: profile, Servers: []InspectServer{}}
}

// InspectServer is what the profile keeps of one server.
type InspectServer struct {
	Origin string `json:"origin"`
	// Worker is "poswarm", "other" for another one, such as Odoo's own.
	Worker  string `json:"worker"`
	Version string `json:"version,omitempty"` // of our worker
	// LoginUntil is when the log-in cookie ends, null when there is none that
	// outlives the browser. RFC 3339.
	LoginUntil *string `json:"login_until"`
	// LoggedOut says that a log-out is marked on the terminal and cannot be read,
	// so that nobody knows whose.
	LoggedOut bool `json:"logged_out,omitempty"`
	// Obstacles keep this server's POS from coming up at the terminal's next start.
	Obstacles []InspectObstacle `json:"obstacles,omitempty"`
	Storage   Storage           `json:"storage"`
	Snapshots []InspectSnapshot `json:"snapshots"`
	Databases []InspectDatabase `json:"databases"`
	// Detail says what could not be read, in words.
	Detail string `json:"detail,omitempty"`
}

// InspectObstacle is a setting, a flag or a state of the terminal. Certain is false
// for what may do no harm.
type InspectObstacle struct {
	Certain bool   `json:"certain"`
	Detail  string `json:"detail"`
	Hint    string `json:"hint,omitempty"`
}

// InspectSnapshot is a snapshot with the addresses of files that it names and
// that are gone from the disk.
type InspectSnapshot struct {
	Snapshot
	Name    string   `json:"name"` // of the POS
	Missing []string `json:"missing"`
	// LoggedOut says that its user has logged out on the terminal: it does not come
	// up without the server until that user logs in again.
	LoggedOut bool `json:"logged_out,omitempty"`
}

// InspectDatabase is the POS's own database for one config.
type InspectDatabase struct {
	Config   int    `json:"config"`
	Database string `json:"database"`
	Sessions []int  `json:"sessions"`
	Products int    `json:"products"`
	Orders   int    `json:"orders"` // drafts and sales, sent or not
}

// SchemaName is poswarm.inspect/v1.
func (i *Inspect) SchemaName() string { return i.Schema }

// Checks gives one case a current snapshot, and one a server without any.
func (i *Inspect) Checks() Checks {
	out := Checks{Suite: "poswarm inspect"}
	add := func(name string, outcome Outcome, detail string) {
		out.Cases = append(out.Cases, Check{Class: "poswarm.inspect", Name: name, Outcome: outcome, Detail: detail})
	}
	for _, server := range i.Servers {
		current := 0
		for _, s := range server.Snapshots {
			if s.State != "current" {
				continue
			}
			current++
			outcome, detail := s.Sound()
			if outcome == Passed && server.LoggedOut {
				outcome, detail = Degraded, LoggedOutWords
			}
			add(fmt.Sprintf("%s POS %d", server.Origin, s.Config), outcome, detail)
		}
		for _, one := range server.Obstacles {
			if one.Certain {
				add(server.Origin, Failed, one.Detail)
			}
		}
		switch {
		case server.Detail != "":
			add(server.Origin, Error, server.Detail)
		case current == 0:
			add(server.Origin, Failed, "no POS of this server comes up without it")
		}
	}
	if len(out.Cases) == 0 {
		add("profile", Failed, "no POS was ever opened on this profile")
	}
	return out
}

// LoggedOutWords are what a marked log-out means of which nobody knows whose it is.
const LoggedOutWords = "a log-out is marked on this terminal: the POS of who logged out does not come up without the server until that user logs in again"

// Sound judges a current snapshot by what is on the disk.
func (s *InspectSnapshot) Sound() (Outcome, string) {
	switch {
	case len(s.Missing) > 0:
		return Failed, fmt.Sprintf("%d of its files are gone, such as %s", len(s.Missing), s.Missing[0])
	case s.LoggedOut:
		return Failed, fmt.Sprintf("its user, %d, has logged out: it does not come up without the server until that user logs in again", s.User)
	case s.Images.Stored < s.Images.Wanted:
		return Degraded, fmt.Sprintf("%d of %d images are not stored", s.Images.Wanted-s.Images.Stored, s.Images.Wanted)
	}
	return Passed, ""
}
