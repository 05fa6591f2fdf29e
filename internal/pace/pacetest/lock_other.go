//go:build !unix

package pacetest

import "os"

// lock gives every test its turn at once: go test's own bound has to do.
func lock(name string, _ bool) (*os.File, error) {
	return os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
}
