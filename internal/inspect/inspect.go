// Package inspect tells what a Chrome profile holds for its POS, without
// opening a POS and without a network: a copy of the profile is opened behind a
// shut gate, and the service workers in it are asked.
package inspect

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/hint"
	"poswarm/internal/outage"
	"poswarm/internal/result"
	"poswarm/internal/scratch"
	"poswarm/internal/workerapi"
)

//go:embed worker.js
var workerJS string

// workerScope is that of Odoo's POS worker (addons/point_of_sale/static/src/app/main.js).
const workerScope = "/pos/"

// answerWithin bounds what reading the databases of a big shop may take.
const answerWithin = 20 * time.Second

// Options say which profile, and with which browser.
type Options struct {
	Profile, ProfileDirectory string
	Browser                   chrome.Options
	Logger                    *slog.Logger

	// Scratch is the folder for the copy, "" for the system's own.
	Scratch string
}

// reserve is what must stay free on the disk of the copy, in bytes.
const reserve = 512 << 20

// keeps tells whether Chrome leaves the origin's storage alone on a full disk.
func (o *Options) keeps(origin string) bool {
	return chrome.KeepsStorage(o.Profile, o.ProfileDirectory, origin)
}

// Profile looks into a copy of the profile: it may be closed, in use, or a copy
// itself. It fails when the profile cannot be copied or opened; what cannot be
// read of one server stands in the document.
func Profile(ctx context.Context, o Options) (*result.Inspect, error) {
	lock, err := chrome.ReadLock(o.Profile)
	if err != nil {
		return nil, err
	}
	document := result.NewInspect(o.Profile)
	document.InUse = lock.Status == chrome.LockInUse
	dir, err := scratch.NewIn(o.Scratch)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Remove() }() // the next run sweeps what is left
	only, err := o.shops(ctx, dir)
	if err != nil {
		return nil, err
	}
	return document, o.inCopy(ctx, dir, only, func(browser *chrome.Browser) error {
		shops, err := posOrigins(ctx, browser)
		for _, origin := range shops {
			document.Servers = append(document.Servers, o.server(ctx, browser, origin))
			if ctx.Err() != nil {
				return fmt.Errorf("asking the service worker of %s: %w", origin, context.Cause(ctx))
			}
		}
		return err
	})
}

// shops are the origins whose storage is to be copied, nil for all: what else a
// terminal was used for may be many times as large, and is nobody's business. Only a
// browser knows which service workers are those of a POS; where the profile holds
// one site's storage, or cannot be told, it need not be asked.
func (o *Options) shops(ctx context.Context, dir *scratch.Dir) (out []string, err error) {
	if sites, err := chrome.Sites(ctx, o.Profile, o.ProfileDirectory); err != nil {
		return nil, nil
	} else if len(sites) < 2 {
		return sites, nil
	}
	none := []string{}
	err = o.inCopy(ctx, dir, none, func(browser *chrome.Browser) error {
		found, err := posOrigins(ctx, browser)
		out = append(none, found...)
		return err
	})
	return out, err
}

// posOrigins are those with a service worker of a POS.
func posOrigins(ctx context.Context, browser *chrome.Browser) ([]string, error) {
	workers, err := browser.KnownWorkers(ctx)
	var out []string
	for _, worker := range workers {
		if origin, isPOS := strings.CutSuffix(worker.Scope, workerScope); isPOS && !slices.Contains(out, origin) {
			out = append(out, origin)
		}
	}
	return out, err
}

// inCopy opens a copy of the profile with the storage of some origins.
func (o *Options) inCopy(ctx context.Context, dir *scratch.Dir, origins []string, look func(*chrome.Browser) error) error {
	copied, err := dir.Make("inspect")
	if err != nil {
		return err
	}
	err = chrome.CopyProfile(ctx, o.Profile, copied, chrome.Selection{ProfileDirectory: o.ProfileDirectory, WithoutLogin: true, Origins: origins, Reserve: reserve})
	if errors.Is(err, chrome.ErrNoProfile) {
		return hint.Add(fmt.Errorf("no Chrome has ever run on the profile %s", o.Profile), "name the folder that Chrome gets as --user-data-dir")
	}
	if err != nil {
		return fmt.Errorf("copying the profile: %w", err)
	}
	return o.behindGate(ctx, copied, look)
}

// behindGate opens a copy with every way out shut.
func (o *Options) behindGate(ctx context.Context, copied string, look func(*chrome.Browser) error) error {
	nowhere := &url.URL{Scheme: "http", Host: "nowhere.invalid"} // RFC 2606
	gate, err := outage.Open(outage.Options{Target: nowhere, Sealed: true, Logger: o.Logger})
	if err != nil {
		return fmt.Errorf("opening the gate: %w", err)
	}
	defer func() { _ = gate.Close() }()
	if err := gate.Cut(fault.ServerDead); err != nil {
		return fmt.Errorf("shutting the gate: %w", err)
	}
	options := o.Browser
	options.Profile, options.ProfileDirectory = copied, o.ProfileDirectory
	options.Proxy, options.ResolverRules, options.Wrap = gate.ProxyFlag(), gate.ResolverRules(), gate.Wrap
	options.Isolation = &chrome.Isolation{Probe: gate.ProbeURL(), Nonce: gate.Nonce(), Beside: gate.BesideURL(), Asked: gate.Asked,
		Packets: gate.Method() == outage.MethodProxy}
	browser, err := chrome.Launch(ctx, options)
	if err != nil {
		return fmt.Errorf("starting the browser: %w", err)
	}
	defer func() { _ = browser.Close(context.WithoutCancel(ctx)) }() // of a copy that is thrown away
	return look(browser)
}

// workerAnswer is the answer of worker.js.
type workerAnswer struct {
	Status    *workerapi.Status        `json:"status"`
	Missing   map[string][]string      `json:"missing"`
	Databases []result.InspectDatabase `json:"databases"`
	Storage   result.Storage           `json:"storage"`
	// Marks are those of the log-outs, nil where the copy's browser cannot read
	// them; LoggedOut the snapshots of who has logged out.
	Marks     *string  `json:"marks"`
	LoggedOut []string `json:"logged_out"`
}

// server asks the worker of one origin.
func (o *Options) server(ctx context.Context, browser *chrome.Browser, origin string) result.InspectServer {
	out := result.InspectServer{Origin: origin, Worker: "other", Snapshots: []result.InspectSnapshot{}, Databases: []result.InspectDatabase{}}
	// The copy's log-in is destroyed; when it ends is told by the profile itself.
	if cookies, err := chrome.StoredCookies(ctx, o.Profile, o.ProfileDirectory, origin); err != nil {
		out.Detail = result.Words(err)
	} else {
		out.LoginUntil, out.LoggedOut = chrome.StoredLoginUntil(cookies), chrome.MarkedLogout(cookies)
	}
	obstacles, err := chrome.Obstacles(o.Browser.Binary, o.Profile, o.ProfileDirectory, origin)
	if err != nil {
		out.Detail = result.Words(err)
	}
	for _, one := range obstacles {
		out.Obstacles = append(out.Obstacles, result.InspectObstacle{Certain: one.Certain, Detail: one.What, Hint: one.Hint})
	}
	ctx, cancel := context.WithTimeout(ctx, 2*answerWithin)
	defer cancel()
	var raw json.RawMessage
	var answer workerAnswer
	err = browser.EvalWorker(ctx, origin+workerScope, fmt.Sprintf("(%s)(%d)", workerJS, answerWithin.Milliseconds()), &raw)
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	if err != nil {
		out.Detail = "asking the service worker: " + result.Words(err)
		return out
	}
	answer.Storage.Persisted = o.keeps(origin) // a copy has no preferences
	out.Storage, out.Databases = answer.Storage, append(out.Databases, answer.Databases...)
	if answer.Status == nil {
		return out
	}
	out.Worker, out.Version = "poswarm", answer.Status.Worker.Version
	out.LoggedOut = out.LoggedOut && answer.Marks == nil
	for _, s := range answer.Status.Snapshots {
		missing := append([]string{}, answer.Missing[s.ID]...)
		slices.Sort(missing)
		out.Snapshots = append(out.Snapshots, result.InspectSnapshot{Snapshot: s.Snapshot, Name: s.Name, Missing: missing,
			LoggedOut: slices.Contains(answer.LoggedOut, s.ID)})
	}
	slices.SortFunc(out.Snapshots, func(a, b result.InspectSnapshot) int {
		return strings.Compare(fmt.Sprintf("%09d %s %s", a.Config, a.State, a.ID), fmt.Sprintf("%09d %s %s", b.Config, b.State, b.ID))
	})
	return out
}
