package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"poswarm/internal/fleet"
	"poswarm/internal/fleet/inventory"
)

func fleetPrimeCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "prime", Usage: "preload every terminal",
		Description: `Runs poswarm prime on each terminal: with its profile while the kiosk is stopped, or
with the debugging port of its running Chrome. A password that the inventory names is
read here, travels on stdin, and is used only where a profile is not logged in. A new
terminal's profile is made with --create-profile alone: name the terminal with --limit.`,
		CustomHelpTemplate: commandHelp(appExits...),
		Flags:              fleetPrimeFlags(), Action: action(env, runFleetPrime),
	}
}

func fleetPrimeFlags() []cli.Flag {
	return slices.Concat(askFlags(), []cli.Flag{createProfileFlag()}, primingFlags(), outputFlags())
}

// parseFleetPrime gives the flags of each terminal's own poswarm, which reads them:
// as they were given.
func parseFleetPrime(c *cli.Context) (flags []string, err error) {
	if _, err := parsePriming(c); err != nil {
		return nil, err
	}
	for _, flag := range append(primingFlags(), createProfileFlag()) {
		words, err := flagWords(c, flag)
		if err != nil {
			return nil, err
		}
		flags = append(flags, words...)
	}
	return flags, nil
}

func runFleetPrime(ctx context.Context, in *input) error {
	w, err := parseWhich(in)
	if err != nil {
		return err
	}
	flags, err := parseFleetPrime(in.c)
	if err != nil {
		return err
	}
	return ask(ctx, in, w, fleet.Options{Verb: "prime", Flags: flags, Secret: func(t *inventory.Terminal) (string, error) { return secretOf(ctx, in.env, t) }})
}

// secretOf reads the password that the inventory names for a terminal.
func secretOf(ctx context.Context, env *environment, t *inventory.Terminal) (string, error) {
	text := ""
	switch {
	case t.PasswordEnv != "":
		if text = env.getenv(t.PasswordEnv); text == "" {
			return "", fmt.Errorf("the environment variable %s with its password is empty", t.PasswordEnv)
		}
	case t.PasswordFile != "":
		data, err := env.readFile(ctx, env.atHome(t.PasswordFile))
		if err != nil {
			return "", fmt.Errorf("its password file: %w", err)
		}
		text = string(data)
	}
	return onFirstLine(text), nil
}
