package odoo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Manifest is what the server would give a terminal now: the part of
// /poswarm/manifest/<config> that tells one state of it from another.
type Manifest struct {
	Assets      []string `json:"assets"`       // addresses of the bundles, with their hash
	DataVersion string   `json:"data_version"` // UTC, when terminals had to load everything anew
	Session     int      `json:"pos_session"`  // open POS session, 0 when none is open
	Offline     bool     `json:"offline"`      // on for the POS, and for the database
}

// ErrNoManifest means that the server does not have the addon.
var ErrNoManifest = errors.New("the server has no manifest: the addon is not installed there")

// Manifest reads the addon's manifest of a POS config, for a page in dark or
// in light colours: they have bundles of their own. It opens no POS session.
func (c *Client) Manifest(ctx context.Context, config int, dark bool) (Manifest, error) {
	path := fmt.Sprintf("/poswarm/manifest/%d", config)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	c.http.Jar.SetCookies(c.base, []*http.Cookie{{Name: "pos_color_scheme", Value: scheme, Path: "/"}})
	body, status, kind, err := c.get(ctx, path)
	manifest := Manifest{Offline: true} // the first addons had no switch
	switch {
	case err != nil:
		return Manifest{}, err
	case status == http.StatusNotFound:
		return Manifest{}, ErrNoManifest
	case status != http.StatusOK || kind != "application/json":
		return Manifest{}, fmt.Errorf("%s answered %d with %s", c.URL(path), status, kind)
	}
	if err := json.Unmarshal(body, &manifest); err != nil {
		return Manifest{}, fmt.Errorf("the manifest of config %d has an unexpected shape: %w", config, err)
	}
	return manifest, nil
}
