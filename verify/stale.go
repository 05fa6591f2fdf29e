package verify

import (
	"context"
	"errors"
	"path"
	"strings"
	"time"

	"poswarm/internal/odoo"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/warm"
)

// shownPage is what the page that a terminal shows was made of.
type shownPage struct {
	odooui.PageParts
	session   int
	database  string
	completed time.Time // when the worker had all of it, zero where nothing tells
}

// statusWithin is what a worker may take to say what it holds.
const statusWithin = 5 * time.Second

// readShownPage looks at a till's page that came up.
func (l *testbed) readShownPage(ctx context.Context, state odooui.State) (*shownPage, error) {
	of, err := odooui.ReadPageParts(ctx, l.page)
	if err != nil {
		return nil, err
	}
	m := &shownPage{PageParts: of, session: state.Session, database: state.Database}
	if m.Ours {
		m.completed = l.completed(ctx, state)
	}
	return m, nil
}

// completed is when the worker had all of what a page shows, zero where it does not tell.
func (l *testbed) completed(ctx context.Context, state odooui.State) (at time.Time) {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	status, err := warm.Status(ctx, l.page)
	if err != nil {
		return at
	}
	for _, s := range status.Snapshots {
		if s.Of(state.PosConfig, state.User) && s.Database == state.Database && s.Completed != nil {
			at, _ = time.Parse(time.RFC3339, *s.Completed) // what is no time tells nothing
		}
	}
	return at
}

// staleness is what the server has and the terminal does not, nil for nothing, and
// what can be done about it.
type staleness struct {
	*odooui.Failure
	advice string
}

func stale(advice, format string, args ...any) *staleness {
	return &staleness{odooui.Failf(result.Stale, format, args...), advice}
}

const primeAgain = "bring it up to date: poswarm prime --profile DIR"

// age judges when the till was brought up to date last, by its own clock.
func (m *shownPage) age(most time.Duration) *staleness {
	if m == nil || most == 0 {
		return nil
	}
	at := m.completed
	if age := time.Since(at); !at.IsZero() && age > most {
		return &staleness{odooui.Failf(result.SnapshotOld, "what this terminal holds is of %s, %s ago, and --max-age is %s",
			at.Local().Format("2006-01-02 15:04"), age.Round(time.Second), most), primeAgain}
	}
	return nil
}

// freshness compares what the till holds with what the server would give it
// now. The server is asked with a log-in of our own, past the gate: the till's
// copy never reaches it. A server that cannot be asked changes no verdict, but
// the note says so.
func (m *shownPage) freshness(ctx context.Context, bench *Bench) (old *staleness, note string) {
	if m == nil || bench.Login == "" {
		return nil, ""
	}
	const unknown = "not compared with what the server has now: "
	if bench.Asking == nil {
		return nil, unknown + bench.NotAsking
	}
	old, err := m.compareWithServer(ctx, bench)
	if err != nil {
		return nil, unknown + result.Words(err)
	}
	return old, ""
}

// compareWithServer asks whether the till keeps what it holds, then whether that is
// what the server has.
func (m *shownPage) compareWithServer(ctx context.Context, bench *Bench) (*staleness, error) {
	server := bench.Asking
	if served := server.User().Database; served != m.database {
		return stale("name the terminal's own database with --db", "this terminal holds the database %q, the server's is %q", m.database, served), nil
	}
	dark := strings.Contains(strings.Join(m.Assets, " "), "_dark.")
	now, err := server.Manifest(ctx, bench.Config, dark)
	if err != nil && !errors.Is(err, odoo.ErrNoManifest) {
		return nil, err
	}
	// Without a manifest the addon is gone, and with it its worker; asked second, as
	// it does not tell a log-in that is over.
	worker, asking := server.Worker(ctx)
	switch {
	case asking != nil:
		return nil, asking
	case m.Ours && worker == odoo.WorkerOther:
		return stale("switch the addon on there, or install it, then prime", "the server does not serve poswarm's worker any more: this terminal gives up what it holds when it next reaches the server"), nil
	case err != nil:
		return nil, err
	}
	if m.Ours && !now.Offline {
		return stale("switch it on in the settings of that POS, then prime", "offline mode is switched off on the server for POS %d: this terminal gives up what it holds when it next reaches the server", bench.Config), nil
	}
	return m.against(now)
}

// against finds what is older on the till. Bundles are compared by their file
// names; a user who writes from right to left has another style sheet.
func (m *shownPage) against(now odoo.Manifest) (*staleness, error) {
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
