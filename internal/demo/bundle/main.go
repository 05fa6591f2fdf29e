// Command bundle builds the page code of the demo. It is run by go generate in internal/demo.
package main

import (
	"fmt"
	"os"

	"poswarm/internal/demo/bundle/pagecode"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

func run() error {
	for _, target := range pagecode.Targets() {
		code, err := pagecode.Build(".", target)
		if err != nil {
			return err
		}
		if err := os.WriteFile(target.Output, code, 0o644); err != nil {
			return err
		}
	}
	return nil
}
