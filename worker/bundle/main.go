// Command bundle writes the service worker that Odoo serves.
//
// Odoo registers its worker without `type: module`, so the modules in src become one classic
// script. It stays readable: nobody should meet code on a till without being able to read it.
package main

import (
	"fmt"
	"os"

	"poswarm/worker/internal/build"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// run is called from the folder of the package worker, as go generate does.
func run() error {
	script, err := build.Bundle("src")
	if err != nil {
		return err
	}
	if err := os.WriteFile(build.Target, script, 0o644); err != nil {
		return fmt.Errorf("%w\nhint: run `go generate ./worker` in the module's root", err)
	}
	return nil
}
