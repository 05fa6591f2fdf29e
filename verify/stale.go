package verify

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"path"
	"strings"

	"poswarm/internal/odoo"
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

//go:embed stale.js
var staleJS string

// made is what the page that a till shows was made of.
type made struct {
	Assets      []string `json:"assets"`
	DataVersion string   `json:"data_version"`
	session     int
}

// readMade looks at a till's page that came up.
func (r *run) readMade(ctx context.Context, state posui.State) error {
	r.made = &made{session: state.Session}
	if err := r.lab.page.Call(ctx, staleJS, nil, r.made); err != nil {
		return fmt.Errorf("reading what the page was made of: %w", err)
	}
	return nil
}

// freshness compares what the till holds with what the server would give it
// now. The server is asked with a log-in of our own, past the gate: the till's
// copy never reaches it. A server that cannot be asked changes no verdict, but
// the note says so.
func (r *run) freshness(ctx context.Context) (stale *posui.Failure, note string) {
	if r.made == nil || r.bench.Login == "" {
		return nil, ""
	}
	const unknown = "not compared with what the server has now: "
	if r.bench.Asking == nil {
		return nil, unknown + r.bench.NotAsking
	}
	dark := strings.Contains(strings.Join(r.made.Assets, " "), "_dark.")
	now, err := r.bench.Asking.Manifest(ctx, r.bench.Config, dark)
	if err != nil {
		return nil, unknown + result.Words(err)
	}
	stale, err = r.made.against(now)
	if err != nil {
		return nil, unknown + err.Error()
	}
	return stale, ""
}

// against finds what is older on the till. Bundles are compared by their file
// names; a user who writes from right to left has another style sheet.
func (m *made) against(now odoo.Manifest) (*posui.Failure, error) {
	held := map[string]string{}
	for _, asset := range m.Assets {
		held[path.Base(asset)] = asset
	}
	compared := false
	for _, asset := range now.Assets {
		mine, known := held[path.Base(asset)]
		compared = compared || known
		if known && mine != asset {
			return posui.Failf(result.Stale, "this terminal holds %s, the server now has %s", mine, asset), nil
		}
	}
	switch {
	case !compared:
		return nil, errors.New("the page names none of the server's bundles")
	case m.DataVersion != "" && m.DataVersion < now.DataVersion:
		return posui.Failf(result.Stale, "this terminal holds data of %s, the server's POS was changed at %s (UTC)", m.DataVersion, now.DataVersion), nil
	case now.Session != 0 && now.Session != m.session:
		return posui.Failf(result.Stale, "this terminal holds POS session %d, session %d is open on the server", m.session, now.Session), nil
	}
	return nil, nil
}
