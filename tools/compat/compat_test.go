// The tests of this package prove how the results of several servers become one
// table.
package main

import (
	"errors"
	"strings"
	"testing"

	"poswarm/internal/result"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]server{
		"http://a:1":                           {name: "a:1", config: 1},
		"june=http://a:1?db=x&config=3":        {name: "june", database: "x", config: 3},
		"http://a:1?db=x":                      {name: "a:1", database: "x", config: 1},
		"19.0 of June=https://pos.example.org": {name: "19.0 of June", config: 1},
	} {
		got, err := parse(text)
		if err != nil || got.name != want.name || got.database != want.database || got.config != want.config {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "june=", "http://a?config=x", "/a"} {
		if got, err := parse(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestTable(t *testing.T) {
	servers := []*server{
		{name: "june", build: "19.0", document: &result.Verify{Scenarios: []result.Scenario{
			{Name: "one", Result: result.Passed, Warnings: []result.Warning{{Reason: result.UnknownCall, Detail: "x"}}},
			{Name: "two", Result: result.Failed, Reason: result.OrdersLost, Detail: "0 | 1"},
			{Name: "three", Result: result.Skipped}}}},
		{name: "saas", build: "saas~19.4", document: &result.Verify{Scenarios: []result.Scenario{{Name: "two", Result: result.Passed}}}},
		{name: "gone", err: errors.New("no answer")},
	}
	want := strings.Join([]string{
		"| scenario | june | saas | gone |",
		"|---|---|---|---|",
		"| *build* | *19.0* | *saas~19.4* | ** |",
		"| one | passed (unknown-call) | not run | not run |",
		"| two | failed: orders-lost | passed | not run |",
		"| three | skipped | not run | not run |",
		"| *passed* | *1 of 2* | *1 of 1* | *not judged* |",
		"",
		"- june, one: warning: unknown-call: x",
		"- june, two: failed (orders-lost): 0 | 1",
		"- june, three: skipped ():",
		"- gone could not be judged: no answer",
		""}, "\n")
	if got := table(servers); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for n, code := range map[int]int{3: 3, 2: 1} {
		if got := exitCode(servers[:n]); got != code {
			t.Errorf("%d servers: %d, want %d", n, got, code)
		}
	}
	if got := exitCode(servers[1:2]); got != 0 {
		t.Errorf("all passed: %d", got)
	}
}
