package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/nearest"
)

// permute puts a command line into the order that urfave/cli reads: the command, its
// flags, "--", its arguments. urfave/cli stops at the first argument and takes every
// flag after it for one more: `poswarm verify x --format json` would run with the
// wrong format and exit 0.
//
// It also refuses unknown flags and missing values, since only here both the
// whole line and the flags are known.
func permute(app *cli.App, words []string) ([]string, error) {
	cmd, path, rest := commandOf(app, words)
	line, name := path, strings.Join(append([]string{app.Name}, path...), " ")
	group := cmd == nil || len(cmd.Subcommands) > 0
	switch {
	case group && len(rest) > 0 && strings.HasPrefix(rest[0], "-") && !helpAsked(rest[:1]):
		return nil, usagef(misplacedHint(name, rest[0]), "unknown flag %s before the command", beforeEquals(rest[0]))
	case group && !helpAsked(rest[:min(1, len(rest))]):
		return append(line, rest...), nil // an unknown command, or none
	case helpAsked(rest):
		return append(line, "--help"), nil
	}
	flagWords, args, err := sortWords(name, cmd.Flags, rest)
	return slices.Concat(line, flagWords, []string{"--"}, args), err
}

// commandOf walks down the words as long as they name commands; nil is the app.
func commandOf(app *cli.App, words []string) (cmd *cli.Command, path, rest []string) {
	list := app.Commands
	for i, word := range words {
		at := slices.IndexFunc(list, func(c *cli.Command) bool { return c.Name == word })
		if at < 0 {
			return cmd, path, words[i:]
		}
		cmd, list, path = list[at], list[at].Subcommands, append(path, word)
	}
	return cmd, path, nil
}

// helpAsked looks for -h and --help among the flags.
func helpAsked(words []string) bool {
	for _, w := range words {
		switch w {
		case "--":
			return false
		case "-h", "--help":
			return true
		}
	}
	return false
}

func misplacedHint(path, word string) string {
	if word == "--version" || word == "-V" {
		return "run " + path + " version"
	}
	return "flags belong to a command and stand after it; see " + path + " --help"
}

// sortWords tells the flags of one command from its arguments. What follows "--" is
// an argument.
func sortWords(path string, flags []cli.Flag, words []string) (flagWords, args []string, err error) {
	known := map[string]cli.Flag{}
	var names []string
	for _, f := range flags {
		for _, n := range f.Names() {
			known[n] = f
			names = append(names, n)
		}
	}
	for i := 0; i < len(words); i++ {
		word := words[i]
		if word == "--" {
			return flagWords, append(args, words[i+1:]...), nil
		}
		if word == "-" || !strings.HasPrefix(word, "-") {
			args = append(args, word)
			continue
		}
		name, _, valued := strings.Cut(strings.TrimLeft(word, "-"), "=")
		flag, ok := known[name]
		if !ok || strings.HasPrefix(word, "---") {
			return nil, nil, usagef(unknownFlagHint(path, name, names), "unknown flag %s", beforeEquals(word))
		}
		flagWords = append(flagWords, word)
		if _, isBool := flag.(*cli.BoolFlag); isBool || valued {
			continue
		}
		if i+1 == len(words) {
			return nil, nil, usagef("write "+dashed(name)+" "+placeholder(flag), "flag %s needs a value", dashed(name))
		}
		i++
		if next, _, _ := strings.Cut(strings.TrimLeft(words[i], "-"), "="); strings.HasPrefix(words[i], "-") && known[next] != nil {
			return nil, nil, usagef("write "+dashed(name)+"="+beforeEquals(words[i])+" if that is the value", "flag %s needs a value", dashed(name))
		}
		flagWords = append(flagWords, words[i])
	}
	return flagWords, args, nil
}

// beforeEquals leaves out a value: it could be a secret that somebody tried to
// pass in a flag.
func beforeEquals(word string) string {
	name, _, _ := strings.Cut(word, "=")
	return name
}

func unknownFlagHint(path, name string, names []string) string {
	if name == "password" || name == "pass" {
		return "passwords are never given on the command line, where every user of the machine can read them: use --password-file"
	}
	if near := nearest.Of(name, names); near != "" {
		return "did you mean " + dashed(near) + "?"
	}
	return "see " + path + " --help"
}

// dashed writes a flag's name as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
