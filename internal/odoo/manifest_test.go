package odoo_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"poswarm/internal/demo"
	"poswarm/internal/odoo"
)

func TestManifest(t *testing.T) {
	server := serve(t, demo.Options{})
	client := loggedIn(t, server, "admin")
	before, err := client.Manifest(t.Context(), 1, false)
	if err != nil || len(before.Assets) != 2 || before.DataVersion == "" || before.Session != 1 || !before.Offline {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := errors.Join(server.Upgrade(), server.CloseSession(1)); err != nil {
		t.Fatal(err)
	}
	after, err := client.Manifest(t.Context(), 1, true)
	if err != nil || after.Session != 0 || slices.Equal(before.Assets, after.Assets) {
		t.Errorf("after an upgrade, without a session: %+v, %v", after, err)
	}
	if err := server.SetOffline(1, false); err != nil {
		t.Fatal(err)
	}
	if off, err := client.Manifest(t.Context(), 1, false); err != nil || off.Offline {
		t.Errorf("switched off: %+v, %v", off, err)
	}
	for _, entry := range server.Log().Entries() {
		if strings.HasPrefix(entry.Path, "/pos/ui") {
			t.Errorf("%s opens a POS session", entry.Path)
		}
	}
	stock := loggedIn(t, serve(t, demo.Options{Worker: demo.WorkerStockLike}), "admin")
	if _, err := stock.Manifest(t.Context(), 1, false); !errors.Is(err, odoo.ErrNoManifest) {
		t.Errorf("without the addon: %v", err)
	}
	server.ExpireLogins()
	if _, err := client.Manifest(t.Context(), 1, false); err == nil || !strings.Contains(err.Error(), "/poswarm/manifest/1 answered") {
		t.Errorf("without a log-in: %v", err)
	}
}
