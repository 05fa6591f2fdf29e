package demo

import (
	"errors"
	"maps"
	"time"
)

// data is everything that requests change. Server.mu guards it.
type data struct {
	configs                                       map[int]*posConfig
	sessions                                      map[int]*session
	orders                                        map[string]*storedOrder // by uuid
	lastSession, lastOrder, lastLine, lastPayment int
	logins                                        map[string]*login
	build                                         build
	disabled                                      bool // see SetEnabled
	cash                                          cashBook
	loyalty                                       loyalty
	lastDataChange                                time.Time      // of a setting that a till must load anew
	goneProducts                                  map[int]bool   // see DeleteProduct
	made                                          map[string]any // answers to commands by their names, see once
}

// moment is what Renew goes back to.
type moment struct {
	data
	told []notification
}

// clone shares nothing with d that is ever written to.
func (d data) clone() data {
	d.configs, d.sessions, d.logins = cloneAll(d.configs), cloneAll(d.sessions), cloneAll(d.logins)
	d.orders = maps.Clone(d.orders)
	for uuid, o := range d.orders {
		d.orders[uuid] = o.clone()
	}
	d.cash, d.goneProducts, d.made = d.cash.clone(), maps.Clone(d.goneProducts), maps.Clone(d.made)
	d.loyalty = d.loyalty.clone()
	return d
}

// cloneAll copies a map and what its pointers point to.
func cloneAll[K comparable, V any](all map[K]*V) map[K]*V {
	out := make(map[K]*V, len(all))
	for k, v := range all {
		one := *v
		out[k] = &one
	}
	return out
}

func cloneRecords(all []record) []record {
	out := make([]record, len(all))
	for i, r := range all {
		out[i] = maps.Clone(r)
	}
	return out
}

// Keep remembers the shop as it is now, log-ins included.
func (s *Server) Keep() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept = &moment{s.data.clone(), s.bus.history()}
}

// Renew brings back what Keep remembered, at the same address: a terminal that
// was primed before Keep finds the shop that it knows. What is being answered
// is answered first. Its browsers must be gone.
func (s *Server) Renew() error {
	s.mu.Lock()
	kept := s.kept
	s.mu.Unlock()
	if kept == nil {
		return errors.New("nothing was kept to renew the demo from")
	}
	return s.restart(func() {
		s.busy.Lock()
		defer s.busy.Unlock()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.data = kept.clone()
		s.bus.forget(kept.told)
		s.log.Reset()
	})
}
