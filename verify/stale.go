package verify

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"poswarm/internal/odoo"
	"poswarm/internal/posui"
	"poswarm/internal/result"
	"poswarm/warm"
)

//go:embed stale.js
var staleJS string

// made is what the page that a till shows was made of.
type made struct {
	Assets      []string `json:"assets"`
	DataVersion string   `json:"data_version"`
	Ours        bool     `json:"ours"` // the addon is in it
	session     int
	database    string
	completed   time.Time // when the worker had all of it, zero where nothing tells
}

// statusWithin is what a worker may take to say what it holds.
const statusWithin = 5 * time.Second

// readMade looks at a till's page that came up.
func (r *run) readMade(ctx context.Context, state posui.State) error {
	r.made = &made{session: state.Session, database: state.Database}
	if err := r.lab.page.Call(ctx, staleJS, nil, r.made); err != nil {
		return fmt.Errorf("reading what the page was made of: %w", err)
	}
	if r.made.Ours {
		r.made.completed = r.lab.completed(ctx, state)
	}
	return nil
}

// completed is when the worker had all of what a page shows, zero where it does not tell.
func (l *lab) completed(ctx context.Context, state posui.State) (at time.Time) {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	raw, err := warm.Status(ctx, l.page)
	var status struct{ Snapshots []result.Snapshot }
	if err != nil || json.Unmarshal(raw, &status) != nil {
		return at
	}
	for _, s := range status.Snapshots {
		if s.State == "current" && s.Config == state.PosConfig && s.Database == state.Database && s.User == state.User && s.Completed != nil {
			at, _ = time.Parse(time.RFC3339, *s.Completed) // what is no time tells nothing
		}
	}
	return at
}

// staleness is what the server has and the terminal does not, nil for nothing, and
// what can be done about it.
type staleness struct {
	*posui.Failure
	advice string
}

func stale(advice, format string, args ...any) *staleness {
	return &staleness{posui.Failf(result.Stale, format, args...), advice}
}

const primeAgain = "bring it up to date: poswarm prime --profile DIR"

// age judges when the till was brought up to date last, by its own clock.
func (r *run) age() *staleness {
	if r.made == nil || r.options.MaxAge == 0 {
		return nil
	}
	at := r.made.completed
	if age := time.Since(at); !at.IsZero() && age > r.options.MaxAge {
		return &staleness{posui.Failf(result.SnapshotOld, "what this terminal holds is of %s, %s ago, and --max-age is %s",
			at.Local().Format("2006-01-02 15:04"), age.Round(time.Second), r.options.MaxAge), primeAgain}
	}
	return nil
}

// freshness compares what the till holds with what the server would give it
// now. The server is asked with a log-in of our own, past the gate: the till's
// copy never reaches it. A server that cannot be asked changes no verdict, but
// the note says so.
func (r *run) freshness(ctx context.Context) (old *staleness, note string) {
	if r.made == nil || r.bench.Login == "" {
		return nil, ""
	}
	const unknown = "not compared with what the server has now: "
	if r.bench.Asking == nil {
		return nil, unknown + r.bench.NotAsking
	}
	old, err := r.compareWithServer(ctx)
	if err != nil {
		return nil, unknown + result.Words(err)
	}
	return old, ""
}

// compareWithServer asks whether the till keeps what it holds, then whether that is
// what the server has.
func (r *run) compareWithServer(ctx context.Context) (*staleness, error) {
	server := r.bench.Asking
	if served := server.User().Database; served != r.made.database {
		return stale("name the terminal's own database with --db", "this terminal holds the database %q, the server's is %q", r.made.database, served), nil
	}
	dark := strings.Contains(strings.Join(r.made.Assets, " "), "_dark.")
	now, err := server.Manifest(ctx, r.bench.Config, dark)
	if err != nil && !errors.Is(err, odoo.ErrNoManifest) {
		return nil, err
	}
	// Without a manifest the addon is gone, and with it its worker; asked second, as
	// it does not tell a log-in that is over.
	worker, asking := server.Worker(ctx)
	switch {
	case asking != nil:
		return nil, asking
	case r.made.Ours && worker == odoo.WorkerOther:
		return stale("switch the addon on there, or install it, then prime", "the server does not serve poswarm's worker any more: this terminal gives up what it holds when it next reaches the server"), nil
	case err != nil:
		return nil, err
	}
	if r.made.Ours && !now.Offline {
		return stale("switch it on in the settings of that POS, then prime", "offline mode is switched off on the server for POS %d: this terminal gives up what it holds when it next reaches the server", r.bench.Config), nil
	}
	return r.made.against(now)
}

// against finds what is older on the till. Bundles are compared by their file
// names; a user who writes from right to left has another style sheet.
func (m *made) against(now odoo.Manifest) (*staleness, error) {
	held := map[string]string{}
	for _, asset := range m.Assets {
		held[path.Base(asset)] = asset
	}
	compared := false
	for _, asset := range now.Assets {
		mine, known := held[path.Base(asset)]
		compared = compared || known
		if known && mine != asset {
			return stale(primeAgain, "this terminal holds %s, the server now has %s", mine, asset), nil
		}
	}
	switch {
	case !compared:
		return nil, errors.New("the page names none of the server's bundles")
	case m.DataVersion != "" && m.DataVersion < now.DataVersion:
		return stale(primeAgain, "this terminal holds data of %s, the server's POS was changed at %s (UTC)", m.DataVersion, now.DataVersion), nil
	case now.Session != 0 && now.Session != m.session:
		return stale(primeAgain, "this terminal holds POS session %d, session %d is open on the server", m.session, now.Session), nil
	}
	return nil, nil
}
