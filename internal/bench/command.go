package bench

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Command changes a real server by shell commands of the user's, empty where
// there is none.
type Command struct{ UpgradeCommand, RestartCommand string }

// Upgrade runs the upgrade command.
func (c Command) Upgrade(ctx context.Context) error {
	return shell(ctx, "--upgrade-command", c.UpgradeCommand)
}

// Restart runs the restart command.
func (c Command) Restart(ctx context.Context) error {
	return shell(ctx, "--restart-command", c.RestartCommand)
}

func shell(ctx context.Context, flag, command string) error {
	if command == "" {
		return fmt.Errorf("the scenario changes the server, and %s does not say how", flag)
	}
	interpreter, option := "/bin/sh", "-c"
	if runtime.GOOS == "windows" {
		interpreter, option = "cmd.exe", "/c"
	}
	run := exec.CommandContext(ctx, interpreter, option, command)
	run.WaitDelay = time.Second // what it started may hold its output open
	output, err := run.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("waiting for the command of %s: %w", flag, context.Cause(ctx))
	case err != nil:
		return fmt.Errorf("%s: %w: %s", flag, err, strings.TrimSpace(string(output)))
	}
	return nil
}
