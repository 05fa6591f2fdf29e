package verify

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/verify/scenario"
)

//go:embed tiles.js
var tilesJS string

// screenWithin bounds the wait for a page that is not the POS, such as the
// emergency page: it needs no data, so it is there or it is not.
const screenWithin = 15 * time.Second

// expect judges the page. Every part asked for must hold.
func (r *run) expect(ctx context.Context, want *scenario.Expect) error {
	if want.Emergency != nil {
		if err := r.expectEmergency(ctx, want.Emergency); err != nil {
			return err
		}
	}
	if r.landing != nil {
		return r.asFoundReason(r.landing)
	}
	if want.LoginPage {
		if err := r.expectLoginPage(ctx); err != nil {
			return err
		}
	}
	if want.Up != nil {
		if err := r.expectUp(ctx, want.Up); err != nil {
			return err
		}
	}
	if err := r.expectShown(ctx, want); err != nil {
		return err
	}
	if want.CleanConsole {
		if err := cleanConsole(r.lab.page.Observed()); err != nil {
			return err
		}
	}
	if want.Orders != nil {
		if err := r.expectOrders(ctx, want.Orders); err != nil {
			return err
		}
	}
	if want.ServerRequests != nil && r.lab.gate.Served() != *want.ServerRequests {
		return posui.Failf(result.ServerReached, "%d requests reached the server since the cut", r.lab.gate.Served())
	}
	return nil
}

// expectUp waits for the POS and measures it from the start of the navigation.
func (r *run) expectUp(ctx context.Context, up *scenario.Up) error {
	within := up.Within - time.Since(r.moved)
	state, err := posui.WaitUp(ctx, r.lab.page, posui.Want{Config: r.bench.Config, Baseline: r.baseline}, within)
	r.last = state
	if err != nil {
		return r.asFoundReason(err)
	}
	took := time.Since(r.moved).Milliseconds()
	r.observed.UpMS = &took
	if !state.BarcodeParser && r.warning == nil {
		// Odoo comes up without its nomenclature; products are found by touch.
		r.warning = posui.Failf(result.BarcodeParserMissing, "scanning does not work: the barcode nomenclature was not loaded")
	}
	if r.lab.gate.Fault() != "" {
		if err := r.proof.shown(r.lab.page.Observed()); err != nil {
			return err
		}
	}
	if r.baseline == nil {
		return r.takeBaseline(ctx, state)
	}
	return nil
}

// takeBaseline keeps what later looks are compared with. As found there was
// no look before: the till's own database says what must be there.
func (r *run) takeBaseline(ctx context.Context, state posui.State) error {
	if r.held != nil {
		if err := r.held.compare(state); err != nil {
			return err
		}
		if err := r.readMade(ctx, state); err != nil {
			return err
		}
	}
	r.baseline = &state
	return nil
}

// asFoundReason names the two faces of a browser that holds no POS: one that
// never met the worker cannot even show the emergency page.
func (r *run) asFoundReason(err error) error {
	failure, ok := err.(*posui.Failure)
	if !ok || r.options.Subject != scenario.AsFound || r.baseline != nil {
		return err
	}
	if failure.Reason == result.EmergencyPage || failure.Reason == result.BrowserErrorPage {
		return posui.Failf(result.NeverPrimed, "%s", failure.Detail)
	}
	return err
}

func (r *run) expectEmergency(ctx context.Context, want *scenario.Emergency) error {
	if r.landing != nil {
		return posui.Failf(result.NoEmergencyPage, "the browser's own error page is shown instead (%v)", r.landing)
	}
	state, err := r.wait(ctx, "the emergency page", func(s posui.State) bool { return s.Complete })
	if err != nil {
		return err
	}
	page := state.Emergency
	offered := r.config(want.Offers)
	switch {
	case page == nil:
		return posui.Failf(result.NoEmergencyPage, "%q is shown at %s", state.Title, state.URL)
	case want.Reason != "" && page.Reason != want.Reason:
		return posui.Failf(result.NoEmergencyPage, "it gives the reason %q, not %q", page.Reason, want.Reason)
	case want.Offers != "" && !slices.Contains(page.Offers, offered):
		return posui.Failf(result.NoEmergencyPage, "it offers the POS configs %v, not %d", page.Offers, offered)
	}
	return nil
}

func (r *run) expectLoginPage(ctx context.Context) error {
	state, err := r.wait(ctx, "the log-in page", func(s posui.State) bool { return s.Complete })
	if err != nil {
		return err
	}
	if !state.LoginPage {
		return posui.Failf(result.WrongScreen, "%q is shown at %s, not the log-in page", state.Title, state.URL)
	}
	return nil
}

// expectShown judges the parts that need no waiting.
func (r *run) expectShown(ctx context.Context, want *scenario.Expect) error {
	if want.Screen == scenario.ScreenAny && !want.NoDialogs && !want.SameProducts && !want.AllImages {
		return nil
	}
	state, err := posui.Look(ctx, r.lab.page)
	if err != nil {
		return err
	}
	r.last = state
	switch {
	case want.Screen != scenario.ScreenAny && state.Screen != string(want.Screen):
		return posui.Failf(result.WrongScreen, "the %q screen is shown, not %q", state.Screen, want.Screen)
	case want.NoDialogs && len(state.Dialogs) > 0:
		return posui.Failf(result.ErrorDialog, "%s", state.Dialogs[0])
	case want.NoDialogs && posui.Stopped(r.lab.page.Observed()) != nil:
		return posui.Stopped(r.lab.page.Observed())
	case want.SameProducts && r.baseline != nil && state.Products != r.baseline.Products:
		return posui.Failf(result.ProductsMissing, "%d products, %d before", state.Products, r.baseline.Products)
	}
	if want.AllImages {
		return r.expectTiles(ctx)
	}
	return nil
}

// expectTiles loads every image of the product tiles again and counts those
// that do not decode. The addresses seen first, online, are the ones to load.
func (r *run) expectTiles(ctx context.Context) error {
	var tiles struct {
		All    []string `json:"all"`
		Broken []string `json:"broken"`
	}
	if err := r.lab.page.Call(ctx, tilesJS, []any{r.tiles}, &tiles); err != nil {
		return fmt.Errorf("loading the product images: %w", err)
	}
	if len(tiles.Broken) > 0 {
		return posui.Failf(result.ImagesBroken, "%d of %d product images, first %s", len(tiles.Broken), len(tiles.All), tiles.Broken[0])
	}
	if len(tiles.All) == 0 {
		return posui.Failf(result.ImagesBroken, "no product tile shows an image")
	}
	if r.tiles == nil {
		r.tiles = tiles.All
	}
	return nil
}

// wait looks until the page is as asked, or the deadline of a plain page.
func (r *run) wait(ctx context.Context, what string, ready func(posui.State) bool) (posui.State, error) {
	bounded, cancel := context.WithTimeout(ctx, screenWithin)
	defer cancel()
	state, err := posui.Await(bounded, r.lab.page, ready)
	r.last = state
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return state, posui.Failf(result.Deadline, "waited %s for %s", screenWithin, what)
	}
	return state, err
}
