package scenario

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"poswarm/internal/fault"
	"poswarm/internal/result"
	"poswarm/scenarios"
)

// The scenarios that the product promises, and what the POS's own worker must
// show in each.
func TestLibrary(t *testing.T) {
	want := map[string]string{
		"reload-server-dead":             "degraded barcode-parser-missing",
		"reload-cable-out":               "degraded barcode-parser-missing",
		"reload-sub-path":                "failed browser-error-page",
		"reload-from-backend":            "failed alert",
		"cold-start":                     "degraded barcode-parser-missing",
		"never-primed":                   "failed no-emergency-page",
		"translations-after-upgrade":     "failed blank-page",
		"gateway-502":                    "failed not-a-pos-page",
		"captive-portal":                 "failed not-a-pos-page",
		"login-redirect-does-not-poison": "failed browser-error-page",
		"sale-survives-reload":           "failed browser-error-page",
	}
	library, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	if len(library) < len(want) {
		t.Errorf("%d scenarios, want at least %d", len(library), len(want))
	}
	for _, s := range library {
		if s.File != "scenarios/"+s.Name+".yaml" {
			t.Errorf("%s is in %s", s.Name, s.File)
		}
		if s.Stock == nil {
			t.Errorf("%s has no stock expectation", s.Name)
			continue
		}
		stock := strings.TrimSpace(string(s.Stock.Result) + " " + string(s.Stock.Reason))
		if w, ok := want[s.Name]; ok && w != stock {
			t.Errorf("%s: stock is %q, want %q", s.Name, stock, w)
		}
		if s.Stock.Result == result.Failed && !s.Stock.Reason.Known() {
			t.Errorf("%s: unknown reason %s", s.Name, s.Stock.Reason)
		}
		delete(want, s.Name)
	}
	for name := range want {
		t.Errorf("the library has no %s", name)
	}
}

func TestUnknownBuiltin(t *testing.T) {
	_, err := Builtin("reload-server-daed")
	var unknown *UnknownError
	if !errors.As(err, &unknown) || !strings.Contains(unknown.Hint(), `did you mean "reload-server-dead"?`) {
		t.Errorf("error is %v", err)
	}
}

// beyondSchema are the broken files whose mistake JSON Schema cannot say, and
// why.
var beyondSchema = map[string]string{
	"anchors":                 "an editor resolves anchors before it looks at the schema",
	"not-utf8":                "not a document at all",
	"broken-yaml":             "not a document at all",
	"tab-indent":              "not a document at all",
	"duplicate-key":           "gone once the document is read",
	"two-documents":           "each is looked at alone",
	"restore-nothing-cut":     "order of steps",
	"reload-before-open":      "order of steps",
	"requests-before-cut":     "order of steps",
	"orders-before-sale":      "order of steps",
	"wait-bare-time":          "order of steps",
	"wait-for-no-cut":         "order of steps",
	"same-as-nothing":         "order of steps",
	"requests-on-a-slow-line": "order of steps",
	"holds-on-any-page":       "order of steps",
	"ends-on-any-page":        "order of steps",
}

// The published schema accepts every built-in scenario and refuses what the
// parser refuses, so that an editor and the linter do not contradict.
func TestSchema(t *testing.T) {
	schema := compile(t)
	for _, file := range append(inputs(t, "../../scenarios/*.yaml"), inputs(t, "testdata/good/*.yaml")...) {
		if err := schema.Validate(document(t, file)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, file := range inputs(t, "testdata/broken/*.yaml") {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if why := beyondSchema[name]; why != "" {
			continue
		}
		if err := schema.Validate(document(t, file)); err == nil {
			t.Errorf("%s: the schema accepts it, the parser does not", file)
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(scenarios.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func document(t *testing.T, file string) any {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return doc
}

// The page for writers of scenarios names every word of the language.
func TestDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range append(append(append(words(Kinds()), fault.Words(fault.Rows())...), words(Screens())...), words(result.Reasons())...) {
		if !bytes.Contains(page, []byte("`"+word)) {
			t.Errorf("docs/scenarios.md does not name %s", word)
		}
	}
}

// What is written from the steps and faults is that of the steps and faults.
func TestGenerated(t *testing.T) {
	schema, err := JSONSchema()
	if err != nil || !bytes.Equal(schema, scenarios.Schema) {
		t.Errorf("scenarios/schema.json is stale: run go generate ./verify/scenario (%v)", err)
	}
	page, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	written, err := Document(page)
	if err != nil || !bytes.Equal(page, written) {
		t.Errorf("docs/scenarios.md is stale: run go generate ./verify/scenario (%v)", err)
	}
}
