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

var _ = does((*run).expect)

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
		others, err := judgeConsole(r.lab.page.Observed())
		if err != nil {
			return err
		}
		r.note(others)
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
	within := up.Within - r.pace.Since(r.moved).Had()
	config := r.config(up.Config)
	before := r.baselines[config]
	state, err := posui.WaitUp(ctx, r.lab.page, posui.Want{Config: config, Baseline: before, Limit: up.Within}, within)
	r.last = state
	if err != nil {
		return r.asFoundReason(err)
	}
	r.patches = state.Patches
	took := time.Since(r.moved.Time()).Milliseconds()
	r.observed.UpMS = &took
	if !state.BarcodeParser && r.warning == nil {
		// Odoo comes up without its nomenclature; products are found by touch.
		r.warning = posui.Failf(result.BarcodeParserMissing, "scanning does not work: the barcode nomenclature was not loaded")
	}
	if r.isolated() {
		if err := r.proof.shown(r.lab.page.Observed()); err != nil {
			return err
		}
	}
	if err := r.rightDatabase(state); err != nil {
		return err
	}
	if err := r.sameUser(state); err != nil {
		return err
	}
	if before == nil {
		return r.takeBaseline(ctx, config, state)
	}
	r.settled(before, state)
	return nil
}

// takeBaseline keeps what later looks are compared with. As found there was
// no look before: the till's own database says what must be there.
func (r *run) takeBaseline(ctx context.Context, config int, state posui.State) error {
	if r.held != nil && config == r.bench.Config {
		if err := r.held.compare(state); err != nil {
			return err
		}
		if err := r.readMade(ctx, state); err != nil {
			return err
		}
	}
	r.baselines[config] = &state
	return nil
}

// asFoundReason names the two faces of a browser that holds no POS: one that
// never met the worker cannot even show the emergency page.
func (r *run) asFoundReason(err error) error {
	failure, ok := err.(*posui.Failure)
	if !ok || r.options.Subject != scenario.AsFound || len(r.baselines) > 0 {
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
	if want.Screen == scenario.ScreenAny && !want.NoDialogs && !want.SameProducts && !want.SameSession && !want.AllImages {
		return nil
	}
	state, err := r.look(ctx)
	if err != nil {
		return err
	}
	r.last = state
	before := r.baselines[state.PosConfig]
	switch {
	case want.Screen != scenario.ScreenAny && !r.shows(state, want.Screen):
		return posui.Failf(result.WrongScreen, "the %q screen is shown, not %q", state.Screen, want.Screen)
	case state.Screen == string(scenario.ScreenProduct) && state.Tiles == 0:
		return posui.Failf(result.ProductsMissing, "no product is shown, though the POS has %d", state.Products)
	case want.NoDialogs && len(state.Dialogs) > 0:
		return posui.Failf(result.ErrorDialog, "%s", state.Dialogs[0])
	case want.NoDialogs && posui.Stopped(r.lab.page.Observed()) != nil:
		return posui.Stopped(r.lab.page.Observed())
	case (want.SameProducts || want.SameSession) && before == nil:
		return posui.Failf(result.WrongConfig, "POS config %d is shown, which was not up before", state.PosConfig)
	case want.SameProducts && state.Products != before.Products:
		return posui.Failf(result.ProductsMissing, "%d products, %d before", state.Products, before.Products)
	case want.SameSession && before.Session != anySession && state.Session != before.Session:
		return posui.Failf(result.POSSessionChanged, "POS session %d before, %d now", before.Session, state.Session)
	}
	if want.AllImages {
		return r.expectTiles(ctx)
	}
	return nil
}

// shows says whether the page is at a screen. Over the products of a register
// that was never opened stands the opening control, which no step but
// start-selling may answer.
func (r *run) shows(state posui.State, screen scenario.Screen) bool {
	opening := r.unopened && screen == scenario.ScreenProduct && state.Screen == string(scenario.ScreenOpening)
	return opening || state.Screen == string(screen)
}

// tile is an image of a product tile as it was seen first.
type tile struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// expectTiles loads every image of the product tiles again and counts those
// that do not decode, or are another picture than at first: Odoo answers an
// expired log-in with a grey placeholder. The addresses seen first, online, are
// the ones to load.
func (r *run) expectTiles(ctx context.Context) error {
	var tiles struct {
		All    []tile   `json:"all"`
		Broken []string `json:"broken"`
		Wanted bool     `json:"wanted"`
	}
	if err := r.lab.page.Call(ctx, tilesJS, []any{r.tiles}, &tiles); err != nil {
		return fmt.Errorf("loading the product images: %w", err)
	}
	if len(tiles.Broken) > 0 {
		return posui.Failf(result.ImagesBroken, "%d of %d product images, first %s", len(tiles.Broken), len(tiles.All), tiles.Broken[0])
	}
	if len(tiles.All) == 0 && tiles.Wanted {
		return posui.Failf(result.ImagesBroken, "no product tile shows an image")
	}
	if r.tiles == nil {
		r.tiles = tiles.All
	}
	return nil
}

// look reads what the page shows. Told that its session was closed elsewhere, the
// POS loads itself anew: then it is what the new document shows.
func (r *run) look(ctx context.Context) (posui.State, error) {
	return posui.Await(ctx, r.lab.page, func(posui.State) bool { return true })
}

// lastLook is for what opened after the last step was judged.
func (r *run) lastLook(ctx context.Context) error {
	if !r.last.Booted || len(r.last.Dialogs) > 0 || r.landing != nil {
		return nil
	}
	state, err := r.look(ctx)
	if err != nil {
		return fmt.Errorf("looking at the page for the last time: %w", err)
	}
	r.last = state
	switch {
	case state.Critical != "":
		return posui.Failf(result.CriticalError, "after the last step: %s", state.Critical)
	case len(state.Dialogs) > 0:
		return posui.Failf(result.ErrorDialog, "after the last step: %s", state.Dialogs[0])
	}
	return nil
}

// wait looks until the page is as asked, or the deadline of a plain page.
func (r *run) wait(ctx context.Context, what string, ready func(posui.State) bool) (posui.State, error) {
	bounded, cancel := r.pace.Within(ctx, screenWithin)
	defer cancel()
	state, err := posui.Await(bounded, r.lab.page, ready)
	r.last = state
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return state, posui.Latef(result.Deadline, "waited %s for %s", screenWithin, what)
	}
	return state, err
}
