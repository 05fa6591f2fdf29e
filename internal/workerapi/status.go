// Package workerapi is what the program and poswarm's service worker say to each
// other; worker/src/messages.js is the other side.
package workerapi

import (
	"encoding/json"
	"fmt"
	"slices"

	"poswarm/internal/result"
)

// Schema is the version of the messages.
const Schema = 1

// The messages.
const (
	AskStatus = "poswarm/status"
	Prime     = "poswarm/prime"
)

// Status is what the worker says it holds.
type Status struct {
	Worker    struct{ Version string } `json:"worker"`
	Snapshots []Snapshot               `json:"snapshots"`
	// Raw is the whole answer, for evidence.
	Raw json.RawMessage `json:"-"`
}

// Snapshot is a snapshot by the name of its cache.
type Snapshot struct {
	result.Snapshot
	Name string `json:"name"`
}

// UnmarshalJSON keeps the answer as it came beside what is read of it.
func (s *Status) UnmarshalJSON(raw []byte) error {
	type plain Status
	if err := json.Unmarshal(raw, (*plain)(s)); err != nil {
		return fmt.Errorf("the worker's status has an unexpected shape: %w", err)
	}
	s.Raw = slices.Clone(raw)
	return nil
}

// Of reports whether the snapshot is a complete one of a user's POS.
func (s *Snapshot) Of(config, user int) bool {
	return s.State == "current" && s.Config == config && s.User == user
}
