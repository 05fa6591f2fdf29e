//go:build !windows

package chrome

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// versionLimit is for a busy machine: an idle one takes tenths of a second.
const versionLimit = time.Minute

// askVersion runs the browser with --version. Only stdout counts: Debian's
// start script complains on stderr.
func askVersion(path string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), versionLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--version")
	// A child of the start script can hold the pipe open.
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return "", fmt.Errorf("waiting %v for its --version: %w", versionLimit, ctx.Err())
	}
	if err != nil {
		return "", fmt.Errorf("asking for its --version: %w", err)
	}
	v := versionPattern.FindString(string(out))
	if v == "" {
		return "", fmt.Errorf("its --version is %q, not a Chrome version", strings.TrimSpace(string(out)))
	}
	return v, nil
}
