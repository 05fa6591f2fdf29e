package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/pace"
	"poswarm/internal/result"
	"poswarm/internal/scratch"
	"poswarm/verify/scenario"
	"poswarm/warm"
)

// subject is the browser profile one scenario runs on, thrown away after it.
type subject struct {
	profile, directory string
	server             *odoo.Client // nil as found: no login of ours is used
}

func (s *subject) remove() { _ = os.RemoveAll(s.profile) }

// subjects makes profiles: copies of the till's own, or copies of one that was
// primed here once a shop.
type subjects struct {
	options Options
	mu      sync.Mutex
	scratch *scratch.Dir
	primed  map[shop]*primedProfile
	found   map[string]*foundProfile // by the origin
}

// foundProfile is the till's own profile, copied once: what a scenario changes
// is in a copy of the copy. Each is measured before; what Chrome changes in place, the
// pictures of Cache Storage for one, the disk holds as often as there are copies.
type foundProfile struct {
	once    sync.Once
	profile string
	err     error
}

// reserve is what must stay free on the disk of a copy, in bytes: a till that
// sells meanwhile writes little, and its system more.
const reserve = 512 << 20

// shop is what a profile is primed for. A port may come back, its pointer does
// not.
type shop struct {
	url    *url.URL
	config int
}

// primedProfile is primed once, by the first scenario that needs it.
type primedProfile struct {
	once    sync.Once
	profile string
	server  *odoo.Client
	err     error
}

func newSubjects(o Options) *subjects {
	return &subjects{options: o, primed: map[shop]*primedProfile{}, found: map[string]*foundProfile{}}
}

func (s *subjects) close() {
	if s.scratch != nil {
		_ = s.scratch.Remove() // the next run sweeps what is left
	}
}

// take makes the profile for one scenario. One that sells gets, on a real
// server, a profile that was primed for it alone: two copies would share one
// device number, and so receipt numbers. On a server that goes back it gets a
// copy like the others, since the receipts are forgotten.
func (s *subjects) take(ctx context.Context, bench *Bench, one *scenario.Scenario, meter *pace.Meter) (*subject, error) {
	if s.options.Subject == scenario.AsFound {
		return s.asFound(ctx, bench)
	}
	if !one.Safe && bench.Keep == nil {
		profile, server, err := s.prime(ctx, bench, meter)
		if err != nil {
			return nil, err
		}
		return &subject{profile: profile, server: server}, nil
	}
	s.mu.Lock()
	key := shop{bench.URL, bench.Config}
	ready := s.primed[key]
	if ready == nil {
		ready = &primedProfile{err: errors.New("priming a fresh profile did not finish")}
		s.primed[key] = ready
	}
	s.mu.Unlock()
	ready.once.Do(func() {
		if ready.profile, ready.server, ready.err = s.prime(ctx, bench, meter); ready.err == nil && bench.Keep != nil {
			bench.Keep()
		}
	})
	if ready.err != nil {
		s.forget(key, ready)
		return nil, ready.err
	}
	return s.copyOf(ctx, ready.profile, "", ready.server, 0)
}

// forget makes the next scenario prime anew: what ended one may not end it.
func (s *subjects) forget(key shop, failed *primedProfile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.primed[key] == failed {
		delete(s.primed, key)
	}
}

// folder makes an empty profile folder.
func (s *subjects) folder(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.scratch == nil {
		dir, err := scratch.NewIn(s.options.Scratch)
		if err != nil {
			return "", err
		}
		s.scratch = dir
	}
	return s.scratch.Make(name)
}

// asFound makes a copy of the till's profile: of this shop's storage, and
// without the log-in.
func (s *subjects) asFound(ctx context.Context, bench *Bench) (*subject, error) {
	origin := bench.origin()
	s.mu.Lock()
	base := s.found[origin]
	if base == nil {
		base = &foundProfile{}
		s.found[origin] = base
	}
	s.mu.Unlock()
	base.once.Do(func() {
		base.profile, base.err = s.copied(ctx, s.options.Profile, chrome.Selection{ProfileDirectory: s.options.ProfileDirectory,
			WithoutLogin: true, Settings: true, Origins: []string{origin}, Reserve: reserve})
	})
	if base.err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.found[origin] == base {
			delete(s.found, origin) // what ended one scenario may not end the next
		}
		return nil, base.err
	}
	return s.copyOf(ctx, base.profile, s.options.ProfileDirectory, nil, reserve)
}

// copyOf makes a copy of a profile of ours that leaves so many bytes of the disk free.
func (s *subjects) copyOf(ctx context.Context, profile, directory string, server *odoo.Client, free uint64) (*subject, error) {
	folder, err := s.copied(ctx, profile, chrome.Selection{ProfileDirectory: directory, Settings: true, Link: true, Reserve: free})
	if err != nil {
		return nil, err
	}
	return &subject{profile: folder, directory: directory, server: server}, nil
}

func (s *subjects) copied(ctx context.Context, profile string, what chrome.Selection) (string, error) {
	folder, err := s.folder("copy")
	if err != nil {
		return "", err
	}
	err = chrome.CopyProfile(ctx, profile, folder, what)
	if errors.Is(err, chrome.ErrNoProfile) {
		return "", hint.Add(odooui.Failf(result.NeverPrimed, "no Chrome has ever run on the profile %s", profile),
			"name the user data folder of the terminal's own Chrome (chrome://version shows it on the terminal); a new terminal is made by prime with --create-profile")
	}
	if err != nil {
		return "", fmt.Errorf("copying the profile: %w", cmp.Or(context.Cause(ctx), err))
	}
	return folder, nil
}

// prime makes a new profile ready, as `poswarm prime` would. A server without
// the addon is judged as it is: that is what the comparison with Odoo's own
// worker is for.
func (s *subjects) prime(ctx context.Context, bench *Bench, meter *pace.Meter) (string, *odoo.Client, error) {
	server := odoo.New(bench.URL, bench.Transport)
	if _, err := server.LogIn(ctx, bench.Database, bench.Login, bench.Password); err != nil {
		return "", nil, err
	}
	folder, err := s.folder("fresh")
	if err != nil {
		return "", nil, err
	}
	options := warm.Options{URL: bench.URL, Database: bench.Database, Configs: []int{bench.Config},
		Login: bench.Login, Password: bench.Password, Profile: folder,
		OpenSession: s.options.OpenSession, RequireSession: true, Images: "all",
		Browser: s.options.Browser, Timeout: s.options.Timeout,
		Progress: func(warm.Progress) {}, Logger: s.options.Logger}
	options.Browser.Pace = meter
	if _, err := warm.Prime(ctx, options); err != nil && !errors.Is(err, warm.ErrStockWorker) {
		return "", nil, fmt.Errorf("priming a fresh profile: %w", err)
	}
	return folder, server, nil
}
