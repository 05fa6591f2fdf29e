// The tests of this package prove that every scenario file is read as its reference
// says or refused with the place of each mistake, and that reference, schema and
// parser agree.
package scenario

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected texts anew")

// golden compares with a file beside the input, or writes it with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func inputs(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	return files
}

// Each rule has a broken file of its own, and the exact text that is shown.
func TestBroken(t *testing.T) {
	for _, file := range inputs(t, "testdata/broken/*.yaml") {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Parse(name+".yaml", data)
			if err == nil {
				t.Fatal("the file was accepted")
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

func TestGood(t *testing.T) {
	for _, file := range inputs(t, "testdata/good/*.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse(filepath.Base(file), data)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, step := range s.Steps {
			text.WriteString(step.String() + "\n")
		}
		golden(t, strings.TrimSuffix(file, ".yaml")+".txt", text.String())
	}
}

func TestDefaults(t *testing.T) {
	s, err := Parse("x.yaml", []byte(`name: x
title: 12
story: s
requires: [sales]
steps:
  - open
  - expect: {up: true}
  - sell
  - expect: {orders: {on_server: 0}}
`))
	if err != nil {
		t.Fatal(err)
	}
	zero := 0
	want := []Action{
		&Open{Path: DefaultPath, Config: This, Within: DefaultPageWithin},
		&Expect{Up: &Up{Within: DefaultUpWithin, Config: This}},
		&Sell{Payment: DefaultPayment, Quantity: 1},
		&Expect{Orders: &Orders{OnServer: &zero, Within: DefaultOrdersWithin}},
	}
	var got []Action
	for _, step := range s.Steps {
		got = append(got, step.Do)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if s.Title != "12" || s.Subject != Fresh || s.Safe || s.Stock != nil || s.Line != 1 {
		t.Errorf("top level is %+v", s)
	}
}

func TestFill(t *testing.T) {
	values := map[string]string{VarConfig: "7", VarUser: "{config}"}
	value := func(name string) (string, error) {
		if v, ok := values[name]; ok {
			return v, nil
		}
		return "", errors.New("not known yet")
	}
	got, err := Fill("/pos/ui/{config}/x?as={user}", value)
	if err != nil || got != "/pos/ui/7/x?as={config}" {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := Fill("a {product}", value); err == nil {
		t.Error("a value that is not known was filled in")
	}
	if got, err := Fill("plain", func(string) (string, error) { panic("asked for nothing") }); got != "plain" || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

// A file from anywhere must end in an error with a place, never in a crash.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.yaml", "testdata/good/*.yaml", "../../scenarios/*.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(strings.Repeat("[", 10_000)))
	f.Add([]byte(strings.Repeat("a: {", 10_000)))
	f.Add([]byte(strings.Repeat("- ", 10_000)))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("fuzz.yaml", data)
		if (s == nil) == (err == nil) {
			t.Errorf("scenario %v with error %v", s, err)
		}
	})
}
