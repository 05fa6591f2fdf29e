//go:build !linux

package outage

import "errors"

// RunHelper does nothing here: network namespaces are a thing of Linux.
func RunHelper() {}

func newSpace(*Gate) (space, error) {
	return nil, errors.New("this system has no network namespaces")
}
