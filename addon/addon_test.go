// The tests of this package prove that what is exported is the addon, whole and sealed, that its
// Odoo side reads as Odoo expects, and that an export never overwrites what is not its own.
package addon_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"poswarm/addon"
)

func TestFirstVisitCanStandInline(t *testing.T) {
	for _, forbidden := range []string{"</", "<!--"} {
		if bytes.Contains(addon.FirstVisit(), []byte(forbidden)) {
			t.Errorf("the script holds %q, which would end or change its script element", forbidden)
		}
	}
}

func TestNoBundlePicksUpTheWorker(t *testing.T) {
	if !bytes.HasPrefix(addon.ServiceWorker(), []byte("// @odoo-module ignore")) {
		t.Error("the worker does not say that it is no module of a bundle")
	}
	manifest, err := addon.FS.ReadFile(addon.Name + "/__manifest__.py")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range regexp.MustCompile(`"poswarm_offline_cache/[^"]*"`).FindAllString(string(manifest), -1) {
		if !strings.HasPrefix(pattern, `"poswarm_offline_cache/static/`) {
			t.Errorf("the assets pattern %s reaches beyond static", pattern)
		}
	}
}
