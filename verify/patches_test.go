package verify_test

import (
	"net/http"
	"strings"
	"testing"

	"poswarm/addon"
	"poswarm/internal/bench"
	"poswarm/internal/demo"
	"poswarm/internal/demo/bundle/pagecode"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// TestARepairThatDoesNotFitIsAWarning: an Odoo that has another name for what a
// patch of the page module relies on comes up all the same, and the verdict says
// which repair it lacks.
func TestARepairThatDoesNotFitIsAWarning(t *testing.T) {
	t.Parallel()
	_, at := otherOdoo(t, "PosStore#reloadData()").serve(t)
	verdict := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: parsed(t, "soon"), Benches: bench.NewOne(at)})["soon"]
	if verdict.Result != result.Passed || len(verdict.Warnings) == 0 {
		t.Fatalf("%s (%s): %s, warnings %v, want a pass with some", verdict.Result, verdict.Reason, verdict.Words(), verdict.Warnings)
	}
	for _, warning := range verdict.Warnings {
		if warning.Reason != result.PatchOff || !strings.Contains(warning.Detail, "PosStore#reloadData()") || warning.Hint == "" {
			t.Errorf("the warning %v, want one of PosStore#reloadData()", warning)
		}
	}
}

// otherOdoo is a server whose POS has another name for one thing.
func otherOdoo(t *testing.T, reliance string) liar {
	t.Helper()
	declared, err := addon.Declared()
	if err != nil {
		t.Fatal(err)
	}
	lacks, err := addon.ParseReliance(reliance)
	if err != nil {
		t.Fatal(err)
	}
	code, err := pagecode.Mutilated("../internal/demo", pagecode.WithPageModule(demo.Odoo19), declared.Names, lacks)
	if err != nil {
		t.Fatal(err)
	}
	return liar{answer: func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, "/point_of_sale.assets_prod.min.js") {
			rewrite(r, func([]byte) []byte { return code })
		}
	}}
}
