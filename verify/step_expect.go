package verify

import (
	"context"
	"slices"
	"time"

	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

var _ = does(stepExpect)

// stepExpect judges the page. Every part asked for must hold.
func stepExpect(ctx context.Context, r *run, want *scenario.Expect) error {
	if want.Emergency != nil {
		if err := expectEmergency(ctx, r, want.Emergency); err != nil {
			return err
		}
	}
	if r.tab.landing != nil {
		return asFoundReason(r, r.tab.landing)
	}
	if want.LoginPage {
		if err := expectLoginPage(ctx, r); err != nil {
			return err
		}
	}
	if want.Up != nil {
		if err := expectUp(ctx, r, want.Up); err != nil {
			return err
		}
	}
	if err := expectShown(ctx, r, want); err != nil {
		return err
	}
	if want.CleanConsole {
		others, err := judgeConsole(r.testbed.page.Observed())
		if err != nil {
			return err
		}
		r.note(others)
	}
	if want.Orders != nil {
		if err := r.sales.expect(ctx, want.Orders); err != nil {
			return err
		}
	}
	if want.ServerRequests != nil && r.testbed.gate.Served() != *want.ServerRequests {
		return odooui.Failf(result.ServerReached, "%d requests reached the server since the cut", r.testbed.gate.Served())
	}
	return nil
}

// expectUp waits for the POS and measures it from the start of the navigation.
func expectUp(ctx context.Context, r *run, up *scenario.Up) error {
	within := up.Within - r.tab.pace.Since(r.tab.moved).Had()
	config := r.config(up.Config)
	before := r.baseline.states[config]
	state, err := odooui.WaitUp(ctx, r.testbed.page, odooui.Want{Config: config, Baseline: before, Limit: up.Within}, within)
	r.tab.last = state
	if err != nil {
		return asFoundReason(r, err)
	}
	r.findings.patches = state.Patches
	took := time.Since(r.tab.moved.Time()).Milliseconds()
	r.findings.observed.UpMS = &took
	if !state.BarcodeParser && r.findings.degraded == nil {
		// Odoo comes up without its nomenclature; products are found by touch.
		r.findings.degraded = odooui.Failf(result.BarcodeParserMissing, "scanning does not work: the barcode nomenclature was not loaded")
	}
	if r.proof.isolated() {
		if err := r.proof.shown(r.testbed.page.Observed()); err != nil {
			return err
		}
	}
	if err := r.baseline.rightDatabase(state); err != nil {
		return err
	}
	if err := r.baseline.sameUser(state); err != nil {
		return err
	}
	if before == nil {
		return takeBaseline(ctx, r, config, state)
	}
	r.baseline.settled(before, state)
	return nil
}

// takeBaseline keeps what later looks are compared with. As found there was
// no look before: the till's own database says what must be there.
func takeBaseline(ctx context.Context, r *run, config int, state odooui.State) error {
	if r.baseline.stored != nil && config == r.bench.Config {
		if err := r.baseline.stored.compare(state); err != nil {
			return err
		}
		var err error
		if r.shown, err = r.testbed.readShownPage(ctx, state); err != nil {
			return err
		}
	}
	r.baseline.states[config] = &state
	return nil
}

// asFoundReason names the two faces of a browser that holds no POS: one that
// never met the worker cannot even show the emergency page.
func asFoundReason(r *run, err error) error {
	failure, ok := err.(*odooui.Failure)
	if !ok || r.options.Subject != scenario.AsFound || len(r.baseline.states) > 0 {
		return err
	}
	if failure.Reason == result.EmergencyPage || failure.Reason == result.BrowserErrorPage {
		return odooui.Failf(result.NeverPrimed, "%s", failure.Detail)
	}
	return err
}

func expectEmergency(ctx context.Context, r *run, want *scenario.Emergency) error {
	if r.tab.landing != nil {
		return odooui.Failf(result.NoEmergencyPage, "the browser's own error page is shown instead (%v)", r.tab.landing)
	}
	state, err := r.tab.wait(ctx, "the emergency page", func(s odooui.State) bool { return s.Complete })
	if err != nil {
		return err
	}
	page := state.Emergency
	offered := r.config(want.Offers)
	switch {
	case page == nil:
		return odooui.Failf(result.NoEmergencyPage, "%q is shown at %s", state.Title, state.URL)
	case want.Reason != "" && page.Reason != want.Reason:
		return odooui.Failf(result.NoEmergencyPage, "it gives the reason %q, not %q", page.Reason, want.Reason)
	case want.Offers != "" && !slices.Contains(page.Offers, offered):
		return odooui.Failf(result.NoEmergencyPage, "it offers the POS configs %v, not %d", page.Offers, offered)
	}
	return nil
}

func expectLoginPage(ctx context.Context, r *run) error {
	state, err := r.tab.wait(ctx, "the log-in page", func(s odooui.State) bool { return s.Complete })
	if err != nil {
		return err
	}
	if !state.LoginPage {
		return odooui.Failf(result.WrongScreen, "%q is shown at %s, not the log-in page", state.Title, state.URL)
	}
	return nil
}

// expectShown judges the parts that need no waiting.
func expectShown(ctx context.Context, r *run, want *scenario.Expect) error {
	if want.Screen == scenario.ScreenAny && !want.NoDialogs && !want.SameProducts && !want.SameSession && !want.AllImages {
		return nil
	}
	state, err := r.tab.look(ctx)
	if err != nil {
		return err
	}
	r.tab.last = state
	before := r.baseline.states[state.PosConfig]
	switch {
	case want.Screen != scenario.ScreenAny && !r.baseline.shows(state, want.Screen):
		return odooui.Failf(result.WrongScreen, "the %q screen is shown, not %q", state.Screen, want.Screen)
	case state.Screen == string(scenario.ScreenProduct) && state.Tiles == 0:
		return odooui.Failf(result.ProductsMissing, "no product is shown, though the POS has %d", state.Products)
	case want.NoDialogs && len(state.Dialogs) > 0:
		return odooui.Failf(result.ErrorDialog, "%s", state.Dialogs[0])
	case want.NoDialogs && odooui.Stopped(r.testbed.page.Observed()) != nil:
		return odooui.Stopped(r.testbed.page.Observed())
	case (want.SameProducts || want.SameSession) && before == nil:
		return odooui.Failf(result.WrongConfig, "POS config %d is shown, which was not up before", state.PosConfig)
	case want.SameProducts && state.Products != before.Products:
		return odooui.Failf(result.ProductsMissing, "%d products, %d before", state.Products, before.Products)
	case want.SameSession && before.Session != anySession && state.Session != before.Session:
		return odooui.Failf(result.POSSessionChanged, "POS session %d before, %d now", before.Session, state.Session)
	}
	if want.AllImages {
		return expectTiles(ctx, r)
	}
	return nil
}

// expectTiles loads every image of the product tiles again and counts those
// that do not decode, or are another picture than at first: Odoo answers an
// expired log-in with a grey placeholder. The addresses seen first, online, are
// the ones to load.
func expectTiles(ctx context.Context, r *run) error {
	tiles, err := odooui.LoadTiles(ctx, r.testbed.page, r.baseline.tiles)
	if err != nil {
		return err
	}
	if len(tiles.Broken) > 0 {
		return odooui.Failf(result.ImagesBroken, "%d of %d product images, first %s", len(tiles.Broken), len(tiles.All), tiles.Broken[0])
	}
	if len(tiles.All) == 0 && tiles.Wanted {
		return odooui.Failf(result.ImagesBroken, "no product tile shows an image")
	}
	if r.baseline.tiles == nil {
		r.baseline.tiles = tiles.All
	}
	return nil
}
