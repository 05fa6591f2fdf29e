// The test of this package proves that the committed bundles of the demo's page are
// those of their sources.
package pagecode

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestCommittedBundlesAreCurrent(t *testing.T) {
	const dir = "../.."
	for _, target := range Targets() {
		want, err := Build(dir, target)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, target.Output))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./internal/demo", target.Output)
		}
	}
}
