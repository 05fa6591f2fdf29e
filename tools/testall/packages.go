package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const module = "poswarm"

// list gives the packages that have tests, the late ones last and in their order.
func list(ctx context.Context, patterns, late []string) ([]string, error) {
	args := []string{"list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}"}
	command := exec.CommandContext(ctx, "go", append(args, patterns...)...)
	command.Stderr = os.Stderr
	text, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("listing the packages: %w", err)
	}
	return sorted(strings.Fields(string(text)), late)
}

func sorted(all, late []string) ([]string, error) {
	var early []string
	for i, name := range late {
		late[i] = module + "/" + name
		if !slices.Contains(all, late[i]) {
			return nil, fmt.Errorf("package %s has no tests", name)
		}
	}
	for _, name := range all {
		if !slices.Contains(late, name) {
			early = append(early, name)
		}
	}
	return append(early, late...), nil
}
