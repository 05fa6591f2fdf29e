package verify_test

import (
	"strings"
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// TestACallThatNobodyKnowsIsAWarning: an addon's own call does not fail a shop,
// and is not passed over in silence either. The user may say what it is.
func TestACallThatNobodyKnowsIsAWarning(t *testing.T) {
	t.Parallel()
	for allowed, warnings := range map[string]int{"": 1, "pos.config.weigh_in": 0} {
		t.Run("allowed "+allowed, func(t *testing.T) {
			t.Parallel()
			_, at := lyingPage(t, "calls-an-addon").serve(t)
			verdict := judge(t, verify.Options{Subject: scenario.Fresh, Scenarios: parsed(t, "soon"),
				Benches: bench.NewOne(at), ReadOnlyCalls: strings.Fields(allowed)})["soon"]
			if verdict.Result != result.Passed || len(verdict.Warnings) != warnings {
				t.Fatalf("%s (%s): %s, warnings %v, want a pass with %d", verdict.Result, verdict.Reason, verdict.Words(), verdict.Warnings, warnings)
			}
			for _, warning := range verdict.Warnings {
				if warning.Reason != result.UnknownCall || !strings.Contains(warning.Detail, "pos.config.weigh_in") {
					t.Errorf("the warning %v, want an unknown call of pos.config.weigh_in", warning)
				}
			}
		})
	}
}
