package verify

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"poswarm/internal/chrome"
	"poswarm/internal/fault"
	"poswarm/internal/outage"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

// testbed is the terminal under test: a browser on a profile of its own, with the
// gate as its only way out.
type testbed struct {
	options chrome.Options
	bench   *Bench
	gate    *outage.Gate
	browser *chrome.Browser
	page    *chrome.Page
	offline bool // navigator.onLine is overridden, for lack of a namespace
	// logs are what the browsers wrote about their network, where that is a witness.
	logs []string
}

// openTestbed starts gate and browser. A copy of a till's profile never reaches the
// server: its gate forwards nothing, whatever it is told, its cookies hold no
// log-in, and Chrome shows that the gate is its only way before a page of it opens.
func openTestbed(ctx context.Context, o Options, bench *Bench, subject *subject) (*testbed, error) {
	gate, err := outage.Open(outage.Options{Target: bench.URL, RootCAs: bench.RootCAs, Insecure: bench.Insecure,
		NoNamespace: o.NoNamespace, Sealed: o.Subject == scenario.AsFound, Logger: o.Logger})
	if err != nil {
		return nil, fmt.Errorf("opening the gate: %w", err)
	}
	l := &testbed{options: o.Browser, bench: bench, gate: gate}
	l.options.Record = chrome.NewRecord()
	l.options.Profile, l.options.ProfileDirectory = subject.profile, subject.directory
	l.options.Proxy, l.options.ResolverRules, l.options.Wrap = gate.ProxyFlag(), gate.ResolverRules(), gate.Wrap
	l.options.TrustSPKI = append(slices.Clone(l.options.TrustSPKI), gate.TrustSPKI()...)
	l.options.Isolation = &chrome.Isolation{Probe: gate.ProbeURL(), Nonce: gate.Nonce(), Asked: gate.Asked}
	if o.Subject == scenario.AsFound {
		l.options.Isolation.Beside, l.options.Isolation.Packets = gate.BesideURL(), gate.Method() == outage.MethodProxy
		err = gate.Cut(fault.ServerDead)
	}
	if err == nil {
		err = l.first(ctx, o.Subject == scenario.AsFound)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func (l *testbed) origin() string { return l.bench.origin() }

// first starts the browser for the first time. On the copy of a till's profile it
// must know what that profile says to a page: its company, and who has logged out.
func (l *testbed) first(ctx context.Context, asFound bool) error {
	if !asFound {
		return l.launch(ctx)
	}
	stored, err := chrome.StoredCookies(ctx, l.options.Profile, l.options.ProfileDirectory, l.origin())
	if err != nil {
		return err
	}
	if err := l.launch(ctx); err != nil {
		return err
	}
	return l.browser.HasCookies(ctx, stored)
}

func (l *testbed) launch(ctx context.Context) error {
	if l.options.Isolation.Beside != "" {
		l.options.NetLog = filepath.Join(l.options.Profile, fmt.Sprintf("poswarm-netlog-%d.json", len(l.logs)))
		l.logs = append(l.logs, l.options.NetLog)
	}
	browser, err := chrome.Launch(ctx, l.options)
	if err != nil {
		return fmt.Errorf("starting the browser: %w", err)
	}
	l.browser = browser
	if l.page, err = browser.FirstPage(ctx); err != nil {
		return fmt.Errorf("opening a tab: %w", err)
	}
	return l.emulate(ctx)
}

// restart ends the browser, cleanly or as a power cut does, and starts it on
// the same profile with the gate as it stands.
func (l *testbed) restart(ctx context.Context, killed bool) error {
	end := l.browser.Close
	if killed {
		end = l.browser.Kill
	}
	if err := end(ctx); err != nil {
		return fmt.Errorf("ending the browser: %w", err)
	}
	return l.launch(ctx)
}

// cut takes the server away. Then the browser's own HTTP cache goes, so that
// nothing that is on its way comes into it anew: it would answer in the worker's
// place (Chrome reports such answers as serviceWorkerResponseSource
// "http-cache").
func (l *testbed) cut(ctx context.Context, plan fault.Plan) error {
	if err := l.gate.Follow(plan); err != nil {
		return fmt.Errorf("cutting the network: %w", err)
	}
	if err := l.browser.ClearHTTPCache(ctx); err != nil {
		return fmt.Errorf("clearing the HTTP cache: %w", err)
	}
	l.offline = plan.Fault == fault.CableOut && l.gate.CableOutNeedsEmulation()
	return l.emulate(ctx)
}

func (l *testbed) restore(ctx context.Context) error {
	if err := l.gate.Restore(); err != nil {
		return fmt.Errorf("restoring the network: %w", err)
	}
	l.offline = false
	return l.emulate(ctx)
}

// emulate tells the page about a pulled cable where there is no real link.
func (l *testbed) emulate(ctx context.Context) error {
	if !l.gate.CableOutNeedsEmulation() {
		return nil
	}
	if err := l.page.SetOffline(ctx, l.offline); err != nil {
		return fmt.Errorf("setting navigator.onLine: %w", err)
	}
	return nil
}

// fate is what the gate did with the request for a path that was asked for
// once; the zero entry when it never came.
func (l *testbed) fate(path string) outage.Entry {
	log := l.gate.Log()
	i := slices.IndexFunc(log, func(e outage.Entry) bool { return e.Path == path })
	if i < 0 {
		return outage.Entry{}
	}
	return log[i]
}

// hosts is what the gate did with the requests for each host.
func (l *testbed) hosts() map[string]result.HostCount {
	out := map[string]result.HostCount{}
	for host, count := range l.gate.Hosts() {
		out[host] = result.HostCount(count)
	}
	return out
}

// close ends browser and gate, also when the scenario's time is over.
func (l *testbed) close() {
	if l.browser != nil {
		// Ends within chrome.CloseLimit; the last resort kills the process group.
		_ = l.browser.Close(context.Background())
	}
	_ = l.gate.Close()
}
