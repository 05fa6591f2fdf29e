package bench

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
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
	output, err := exec.CommandContext(ctx, interpreter, option, command).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", flag, err, strings.TrimSpace(string(output)))
	}
	return nil
}
