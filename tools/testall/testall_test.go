// The tests of this package prove how the output of go test is counted and in which
// order packages run.
package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOrder(t *testing.T) {
	got, err := sorted([]string{"poswarm/a", "poswarm/verify", "poswarm/worker", "poswarm/z"}, []string{"worker", "verify"})
	if diff := cmp.Diff([]string{"poswarm/a", "poswarm/z", "poswarm/worker", "poswarm/verify"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := sorted([]string{"poswarm/a"}, []string{"gone"}); err == nil || err.Error() != "package gone has no tests" {
		t.Errorf("a package that is not there: %v", err)
	}
}

// A line for a package as it ends; one that failed with what its failing tests said
// and no others, in a file too.
func TestTally(t *testing.T) {
	var out bytes.Buffer
	folder := t.TempDir()
	tally := &tally{out: &out, folder: folder}
	err := tally.read(strings.NewReader(`
{"Action":"run","Package":"poswarm/verify","Test":"TestA"}
{"Action":"output","Package":"poswarm/verify","Test":"TestA","Output":"fine\n"}
{"Action":"pass","Package":"poswarm/verify","Test":"TestA","Elapsed":1}
{"Action":"output","Package":"poswarm/verify","Test":"TestB","Output":"broken\n"}
{"Action":"output","Package":"poswarm/a","Output":"ok\n"}
{"Action":"pass","Package":"poswarm/a","Elapsed":0.5}
{"Action":"fail","Package":"poswarm/verify","Test":"TestB","Elapsed":1}
{"Action":"output","Package":"poswarm/verify","Output":"FAIL\n"}
{"Action":"fail","Package":"poswarm/verify","Elapsed":62.26}
{"ImportPath":"poswarm/b [poswarm/b.test]","Action":"build-output","Output":"b.go:1: no such thing\n"}
{"Action":"output","Package":"poswarm/b","Output":"FAIL b [build failed]\n"}
{"Action":"fail","Package":"poswarm/b","Elapsed":0}
`))
	want := `ok    a                                   0.5s
FAIL  verify                             62.3s
broken
FAIL  b                                   0.0s
b.go:1: no such thing
FAIL b [build failed]
`
	if diff := cmp.Diff(want, out.String()); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if kept, err := os.ReadFile(filepath.Join(folder, "verify.txt")); err != nil || string(kept) != "broken\n" {
		t.Errorf("kept %q, %v", kept, err)
	}
	if len(tally.failed) != 2 || len(tally.ended) != 3 {
		t.Errorf("%d of %d failed", len(tally.failed), len(tally.ended))
	}
}

func TestTallyReadsNoNonsense(t *testing.T) {
	if err := (&tally{out: &bytes.Buffer{}}).read(strings.NewReader("panic: no JSON")); err == nil {
		t.Error("no error")
	}
}
