package main

import (
	"fmt"
	"strings"

	"poswarm/internal/result"
)

// table is what came out, in Markdown: a row a scenario, a column a server, and
// below it the words of all that did not plainly pass.
func table(servers []*server) string {
	var b strings.Builder
	b.WriteString("| scenario |")
	for _, s := range servers {
		fmt.Fprintf(&b, " %s |", cell(s.name))
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(servers)) + "\n| *build* |")
	for _, s := range servers {
		fmt.Fprintf(&b, " *%s* |", cell(s.build))
	}
	b.WriteString("\n")
	for _, name := range names(servers) {
		fmt.Fprintf(&b, "| %s |", cell(name))
		for _, s := range servers {
			fmt.Fprintf(&b, " %s |", cell(short(s, name)))
		}
		b.WriteString("\n")
	}
	b.WriteString("| *passed* |")
	for _, s := range servers {
		fmt.Fprintf(&b, " *%s* |", cell(count(s)))
	}
	b.WriteString("\n\n")
	for _, s := range servers {
		for _, line := range words(s) {
			fmt.Fprintf(&b, "- %s\n", strings.Join(strings.Fields(line), " "))
		}
	}
	return b.String()
}

// names lists the scenarios of all servers, in the order of the first.
func names(servers []*server) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range servers {
		for _, one := range s.scenarios() {
			if !seen[one.Name] {
				seen[one.Name] = true
				out = append(out, one.Name)
			}
		}
	}
	return out
}

func (s *server) scenarios() []result.Scenario {
	if s.document == nil {
		return nil
	}
	return s.document.Scenarios
}

func (s *server) find(name string) *result.Scenario {
	for i := range s.scenarios() {
		if s.document.Scenarios[i].Name == name {
			return &s.document.Scenarios[i]
		}
	}
	return nil
}

func short(s *server, name string) string {
	one := s.find(name)
	switch {
	case one == nil:
		return "not run"
	case one.Reason != "":
		return string(one.Result) + ": " + string(one.Reason)
	case len(one.Warnings) > 0:
		return fmt.Sprintf("%s (%s)", one.Result, one.Warnings[0].Reason)
	}
	return string(one.Result)
}

func count(s *server) string {
	if s.err != nil {
		return "not judged"
	}
	passed, ran := 0, 0
	for _, one := range s.scenarios() {
		if one.Result != result.Skipped {
			ran++
		}
		if one.Result == result.Passed || one.Result == result.Degraded {
			passed++
		}
	}
	return fmt.Sprintf("%d of %d", passed, ran)
}

// words are the reasons of one server in full.
func words(s *server) []string {
	if s.err != nil {
		return []string{fmt.Sprintf("%s could not be judged: %v", s.name, s.err)}
	}
	var out []string
	for _, one := range s.scenarios() {
		if one.Result != result.Passed {
			out = append(out, fmt.Sprintf("%s, %s: %s (%s): %s", s.name, one.Name, one.Result, one.Reason, one.Words()))
		}
		for _, warning := range one.Warnings {
			out = append(out, fmt.Sprintf("%s, %s: warning: %s", s.name, one.Name, warning))
		}
	}
	return out
}

// cell keeps a text inside its column.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

func exitCode(servers []*server) int {
	code := 0
	for _, s := range servers {
		if s.err != nil {
			return 3
		}
		for _, one := range s.scenarios() {
			if one.Result != result.Passed && one.Result != result.Degraded && one.Result != result.Skipped {
				code = 1
			}
		}
	}
	return code
}
