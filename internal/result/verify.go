package result

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
)

// VerifySchema names the document of `poswarm verify`.
const VerifySchema = "poswarm.verify/v1"

// Verify is the result of one run of scenarios.
type Verify struct {
	Schema string `json:"schema"`
	// Subject is fresh or as-found.
	Subject   string     `json:"subject"`
	Target    Target     `json:"target"`
	Scenarios []Scenario `json:"scenarios"`
	// Seed is that of the order in which the scenarios ran, 0 for as listed.
	Seed uint64 `json:"seed,omitempty"`
}

// NewVerify starts an empty document.
func NewVerify(subject string, target Target) *Verify {
	return &Verify{Schema: VerifySchema, Subject: subject, Target: target, Scenarios: []Scenario{}}
}

// Target is what was judged. It never holds a secret.
type Target struct {
	URL      string `json:"url"`
	Database string `json:"database,omitempty"`
	Configs  []int  `json:"configs"`
	// Demo names the worker of the embedded demo POS, or "" on a real server.
	Demo string `json:"demo,omitempty"`
	// Profile is the terminal's profile when it was judged as found.
	Profile string `json:"profile,omitempty"`
	// Attach is the debugging port through which that profile was found.
	Attach string `json:"attach,omitempty"`
}

// Host is the host and port of the target.
func (t Target) Host() string {
	u, err := url.Parse(t.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Scenario is the verdict on one scenario.
type Scenario struct {
	Name   string  `json:"name"`
	Result Outcome `json:"result"`
	// Reason is "" when it passed.
	Reason     Reason   `json:"reason"`
	DurationMS int64    `json:"duration_ms"`
	Steps      []Step   `json:"steps"`
	Proof      Proof    `json:"proof"`
	Observed   Observed `json:"observed"`
	// Evidence is the folder of what was kept, or "".
	Evidence string `json:"evidence"`

	// Config is the POS that was judged.
	Config int `json:"config,omitempty"`
	// Detail is the reason in words: what was seen, or what was not met; of a
	// pass it is a note on what was not looked at. Hint is what can be done about
	// it, where that is known.
	Detail string `json:"detail,omitempty"`
	Hint   string `json:"hint,omitempty"`
	// File and Line are the place of the scenario.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Started is the moment from which all milliseconds count, in RFC 3339.
	Started string `json:"started,omitempty"`
	// Cuts says what was cut when.
	Cuts []Cut `json:"cuts,omitempty"`
	// Warnings are what somebody should look at and what says nothing against
	// the terminal: they change no verdict, but with --strict the exit code.
	Warnings []Warning `json:"warnings,omitempty"`

	// Recording is nil for what did not run.
	Recording *Recording `json:"-"`
}

// Warning is something noticed beside the verdict.
type Warning struct {
	Reason Reason `json:"reason"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
}

// String is the warning on one line.
func (w Warning) String() string { return string(w.Reason) + ": " + w.Detail }

// Step is one step that ran, or was not reached (skipped).
type Step struct {
	File   string  `json:"file"`
	Line   int     `json:"line"`
	Step   string  `json:"step"`
	Result Outcome `json:"result"`
	Detail string  `json:"detail"`

	Column     int   `json:"column,omitempty"`
	DurationMS int64 `json:"duration_ms,omitempty"`
	// StartedMS counts from the start of the scenario.
	StartedMS int64 `json:"started_ms,omitempty"`
}

// Proof is how it is known that the server was cut off.
type Proof struct {
	// Method is gate, proxy or emulated.
	Method string `json:"method"`
	// CanaryPage and CanaryWorker say what became of a request with a random
	// URL, made in the page and in the worker while the server was cut off.
	CanaryPage   string `json:"canary_page"`
	CanaryWorker string `json:"canary_worker"`
	// RequestsServedWhileCut is how many requests the gate forwarded to the
	// target host while it was cut off.
	RequestsServedWhileCut int `json:"requests_served_while_cut"`
	// DocumentSource is where the last page came from, such as service-worker.
	DocumentSource string `json:"document_source"`
	// AssetsFromHTTPCache is how many files the browser's own cache answered.
	AssetsFromHTTPCache int `json:"assets_from_http_cache"`
	// Hosts is what the gate did with the requests for each host in all of the
	// scenario. Chrome's own traffic is here too.
	Hosts map[string]HostCount `json:"hosts,omitempty"`
}

// HostCount counts the requests for one host.
type HostCount struct {
	Forwarded int `json:"forwarded"` // sent on to the host
	Answered  int `json:"answered"`  // by the gate in the place of the host
	Refused   int `json:"refused"`   // no answer, or a 403 for a foreign host
}

// Observed is what the page showed at the end. A number that could not be
// looked at is null, which is not zero.
type Observed struct {
	Screen         string   `json:"screen"`
	Products       *int     `json:"products"`
	ImagesBroken   *int     `json:"images_broken"`
	Dialogs        []string `json:"dialogs"`
	POSSession     *int     `json:"pos_session"`
	UnsyncedOrders *int     `json:"unsynced_orders"`
	UpMS           *int64   `json:"up_ms"`
	// Samples are what sample steps measured.
	Samples []Sample `json:"samples,omitempty"`
}

// Sample is one thing measured several times.
type Sample struct {
	What   string  `json:"what"` // such as up_ms
	By     string  `json:"by"`   // the step before each time, such as reload
	Values []int64 `json:"values"`
	Min    int64   `json:"min"`
	Median int64   `json:"median"`
	Max    int64   `json:"max"`
}

// NewSample sums values up.
func NewSample(what, by string, values []int64) Sample {
	sorted := slices.Sorted(slices.Values(values))
	s := Sample{What: what, By: by, Values: values}
	if n := len(sorted); n > 0 {
		s.Min, s.Median, s.Max = sorted[0], sorted[n/2], sorted[n-1]
		if n%2 == 0 {
			s.Median = (sorted[n/2-1] + sorted[n/2]) / 2
		}
	}
	return s
}

// SchemaName is poswarm.verify/v1.
func (v *Verify) SchemaName() string { return v.Schema }

// Checks gives one case a scenario.
func (v *Verify) Checks() Checks {
	out := Checks{Suite: "poswarm verify " + v.Subject, Host: v.Target.Host()}
	for _, s := range v.Scenarios {
		c := Check{
			Class: "poswarm.verify." + v.Subject, Name: s.Name, File: s.File, Line: s.Line,
			Outcome: s.Result, Reason: s.Reason, Detail: s.Words(), DurationMS: s.DurationMS, Evidence: s.Evidence,
		}
		if s.Config != 0 && len(v.Target.Configs) > 1 {
			c.Name = fmt.Sprintf("%s (POS %d)", s.Name, s.Config)
		}
		for _, step := range s.Steps {
			c.Lines = append(c.Lines, step.String())
		}
		for _, warning := range s.Warnings {
			c.Warnings = append(c.Warnings, warning.String())
			c.Lines = append(c.Lines, "warning: "+warning.String())
		}
		if bad := s.FirstBad(); bad != nil && bad.Line > 0 {
			c.File, c.Line = bad.File, bad.Line
		}
		out.Cases = append(out.Cases, c)
	}
	return out
}

// Words is why a scenario did not pass, as a person would say it.
func (s *Scenario) Words() string {
	switch {
	case s.Detail != "":
		return s.Detail
	case s.FirstBad() != nil && s.FirstBad().Detail != "":
		return s.FirstBad().Detail
	case s.Reason != "":
		return s.Reason.Meaning()
	}
	return ""
}

// FirstBad is the step that decided the verdict, or nil.
func (s *Scenario) FirstBad() *Step {
	for i := range s.Steps {
		if r := s.Steps[i].Result; r == Failed || r == Error {
			return &s.Steps[i]
		}
	}
	return nil
}

// String is the step for a log.
func (s Step) String() string {
	text := fmt.Sprintf("%s:%d: %s: %s", s.File, s.Line, s.Step, s.Result)
	if s.Detail != "" {
		text += ": " + s.Detail
	}
	return text
}

// MarshalJSON writes a list without items as [], since null would mean that
// nobody looked.
func (s Scenario) MarshalJSON() ([]byte, error) {
	type plain Scenario
	if s.Steps == nil {
		s.Steps = []Step{}
	}
	if s.Observed.Dialogs == nil {
		s.Observed.Dialogs = []string{}
	}
	return json.Marshal(plain(s))
}
