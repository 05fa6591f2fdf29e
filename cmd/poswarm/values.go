package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/strictyaml"
)

// invalidValue is how the flag package words a value of the wrong form.
var invalidValue = regexp.MustCompile(`(?s)^invalid (?:boolean )?value "(.*)" for (?:flag )?-([^:]+): `)

// wrongValue says in our words what the flag package says in its own.
func wrongValue(err error) error {
	m := invalidValue.FindStringSubmatch(err.Error())
	if m == nil {
		return usagef("--help after the command lists its flags", "%v", err)
	}
	return usagef(valueHint(m[1]), "flag %s: %q is not a value it can take", dashed(m[2]), m[1])
}

// valueHint says what to write in place of a value that was refused.
func valueHint(value string) string {
	if strings.Trim(value, "0123456789") == "" && value != "" {
		// A whole number is refused only where a length of time is wanted.
		return "write " + value + "s for seconds or " + value + "m for minutes"
	}
	return "--help after the command says what it takes"
}

// variableOf is the environment variable of a flag.
func variableOf(flag cli.Flag) string {
	return "POSWARM_" + strings.ToUpper(strings.ReplaceAll(flag.Names()[0], "-", "_"))
}

// repeatable says whether a flag may be given several times.
func repeatable(flag cli.Flag) bool {
	_, yes := flag.(*cli.StringSliceFlag)
	return yes
}

// complete fills flags that were not given: from the environment first, then
// from the config file.
func complete(env *environment, c *cli.Context) error {
	for _, flag := range c.Command.VisibleFlags() {
		name := flag.Names()[0]
		text := env.getenv(variableOf(flag))
		if text == "" || given(c, flag) {
			continue
		}
		values := []string{text}
		if repeatable(flag) {
			// As in GOFLAGS: words. A value with a space needs the flag or the file.
			values = strings.Fields(text)
		}
		for _, v := range values {
			if err := c.Set(name, v); err != nil {
				return usagef(valueHint(v), "environment variable %s: %q is not a value that %s can take", variableOf(flag), v, dashed(name))
			}
		}
	}
	if file := env.atHome(c.String(configFileFlag)); file != "" {
		if err := completeFromFile(env, c, file); err != nil {
			return err
		}
	}
	return pathsAtHome(env, c)
}

// pathFlags are files and folders.
var pathFlags = []string{"profile", "password-file", "other-password-file", "ca-file", "chrome", "scratch", "evidence",
	"inventory", "history", "quarantine", "output"}

// pathsAtHome replaces the ~ in every path, wherever it was given: a shell does so
// for the words of a command line only, and not for --flag=~/x.
func pathsAtHome(env *environment, c *cli.Context) error {
	for _, name := range pathFlags {
		if given := c.String(name); env.atHome(given) != given {
			if err := c.Set(name, env.atHome(given)); err != nil {
				return fmt.Errorf("--%s: %w", name, err)
			}
		}
	}
	return nil
}

// given says whether the flag has a value already, under any of its names.
func given(c *cli.Context, flag cli.Flag) bool {
	for _, n := range flag.Names() {
		if c.IsSet(n) {
			return true
		}
	}
	return false
}

// completeFromFile reads the config file: a map from flag names to values. One
// file serves all commands, so a key that only another command knows is left
// to that one; a key that no command knows is a mistake.
func completeFromFile(env *environment, c *cli.Context, file string) error {
	data, err := env.readFile(c.Context, file)
	if err != nil {
		return usagef("--config-file wants a YAML file with flag names as keys", "config file: %v", err)
	}
	doc, root, err := strictyaml.Parse(file, data)
	if err != nil {
		return err
	}
	fields := map[string]func(strictyaml.Node){}
	for _, flag := range allFlags(c.App.Commands) {
		fields[flag.Names()[0]] = func(strictyaml.Node) {}
	}
	for _, flag := range c.Command.VisibleFlags() {
		fields[flag.Names()[0]] = func(n strictyaml.Node) {
			if !given(c, flag) {
				setFromNode(c, flag, n)
			}
		}
	}
	delete(fields, configFileFlag)
	if root.Kind != strictyaml.Null {
		root.Fields("the config file", fields)
	}
	return doc.Err()
}

func setFromNode(c *cli.Context, flag cli.Flag, n strictyaml.Node) {
	name := flag.Names()[0]
	values := []strictyaml.Node{n}
	if repeatable(flag) && n.Kind == strictyaml.List {
		values = n.Items
	}
	for _, v := range values {
		if !v.IsScalar() {
			v.Errorf("write one value, not a list", "%s takes one value, this is %s", name, v.Kind)
			return
		}
		if err := c.Set(name, v.Text); err != nil {
			v.Errorf(valueHint(v.Text), "%q is not a value that %s can take", v.Text, name)
			return
		}
	}
}

// allFlags lists the flags of all commands.
func allFlags(list []*cli.Command) []cli.Flag {
	var out []cli.Flag
	for _, cmd := range list {
		out = append(out, cmd.VisibleFlags()...)
		out = append(out, allFlags(cmd.Subcommands)...)
	}
	return out
}
