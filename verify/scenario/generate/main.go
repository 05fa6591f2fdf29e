// Command generate writes what editors and people read about the language of the
// scenarios: scenarios/schema.json and the tables in docs/scenarios.md. It is run
// by go generate in verify/scenario.
package main

import (
	"fmt"
	"os"

	"poswarm/verify/scenario"
)

// The files, from the folder of the package.
const (
	schemaFile = "../../scenarios/schema.json"
	pageFile   = "../../docs/scenarios.md"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run() error {
	schema, err := scenario.JSONSchema()
	if err != nil {
		return err
	}
	if err := os.WriteFile(schemaFile, schema, 0o644); err != nil {
		return fmt.Errorf("writing the schema: %w", err)
	}
	page, err := os.ReadFile(pageFile)
	if err != nil {
		return fmt.Errorf("reading the page: %w", err)
	}
	if page, err = scenario.Document(page); err != nil {
		return fmt.Errorf("%s: %w", pageFile, err)
	}
	if err := os.WriteFile(pageFile, page, 0o644); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}
