package chrome

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"poswarm/internal/hint"
)

// Isolation is how a browser on a copy of a terminal's profile shows that its
// gate is its only way out, before any page or worker of the copy is touched.
type Isolation struct {
	// Probe is an address that only the gate answers, with Nonce in the body.
	Probe, Nonce string
	// Beside is the server's host and port under a scheme that it does not speak,
	// so that no request reaches it even if all else fails, "" to ask for the first
	// alone; Asked counts what came to the gate for that host.
	Beside string
	Asked  func() int
	// Packets asks that the browser sends none past its proxy: where it is not in a
	// network of its own, nothing else holds them back.
	Packets bool
}

//go:embed packets.js
var packetsJS string

// netUnsafePort is what Chrome calls a port that it sends no request to
// (net/base/port_util.cc), 1 or 6667 for example. Nothing of it reaches a gate.
const netUnsafePort = "net::ERR_UNSAFE_PORT"

// wholeText is evaluated in the probe's page, which may still be loading.
const wholeText = `new Promise((done) => document.readyState === "complete" ? done() : addEventListener("load", done))` +
	`.then(() => document.documentElement.textContent)`

// isolated proves it, on the first tab, which holds nothing of the profile. What
// a command line cannot set may still be set by a managed policy, an extension or
// a script that starts the browser: so the browser itself is asked where its
// requests go, for a name that nobody has and for the server's own.
func (b *Browser) isolated(ctx context.Context, proof *Isolation) error {
	if proof == nil {
		return nil
	}
	if err := b.first.Navigate(ctx, proof.Probe); err != nil {
		return notIsolated(ctx, fmt.Errorf("the isolation test page did not load: %w", err))
	}
	var text string
	if err := b.first.Eval(ctx, wholeText, &text); err != nil {
		return notIsolated(ctx, err)
	}
	if !strings.Contains(text, proof.Nonce) {
		return notIsolated(ctx, errors.New("something else than the gate answers for it"))
	}
	if err := b.sendsNoPackets(ctx, proof); err != nil {
		return err
	}
	if proof.Beside != "" {
		before := proof.Asked()
		// It ends on an error page: the gate answers for nobody under that scheme.
		err := b.first.Navigate(ctx, proof.Beside)
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		if page := (ErrBrowserPage{}); errors.As(err, &page) && page.Code == netUnsafePort {
			return hint.Add(fmt.Errorf("chrome opens nothing on that port of the server (%s)", netUnsafePort),
				"ports that other protocols use are closed in every browser: serve the POS on another one")
		}
		if proof.Asked() == before {
			return notIsolated(ctx, errors.New("requests for the server's host do not come to the gate"))
		}
	}
	return b.first.Navigate(ctx, "about:blank")
}

// sendsNoPackets asks the probe's page from where it could send packets.
func (b *Browser) sendsNoPackets(ctx context.Context, proof *Isolation) error {
	if !proof.Packets {
		return nil
	}
	var from []string
	if err := b.first.Eval(ctx, packetsJS, &from); err != nil {
		return notIsolated(ctx, err)
	}
	if len(from) > 0 {
		return notIsolated(ctx, errors.New("it would send the packets of WebRTC past the gate (policy WebRtcIPHandling)"))
	}
	return nil
}

// notIsolated leaves a browser that died, or ran out of time, as what it is.
func notIsolated(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return hint.Add(fmt.Errorf("%w: %w", ErrNotIsolated, err),
		"a managed policy (ProxySettings, WebRtcIPHandling, see chrome://policy), or a flag in the script that starts the browser, sends its traffic past poswarm: take it away for this user, or name another browser with --chrome")
}
