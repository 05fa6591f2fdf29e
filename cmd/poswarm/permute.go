package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/nearest"
)

// permute sorts the words of one command into flags and arguments, so that
// flags may stand anywhere. urfave/cli stops at the first argument and takes
// every flag after it for one more: `poswarm verify x --format json` would run
// with the wrong format and exit 0. What follows "--" is an argument.
//
// It also refuses unknown flags and missing values, since only here both the
// whole line and the flags are known.
func permute(path string, flags []cli.Flag, words []string) (flagWords, args []string, err error) {
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
