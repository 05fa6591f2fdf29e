package main

import (
	"crypto/x509"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/address"
	"poswarm/internal/chrome"
	"poswarm/internal/hint"
	"poswarm/internal/userfile"
)

// target is the POS that a command works on, and the browser it works with.
type target struct {
	// URL is scheme and host; nil when a demo is used instead.
	URL *url.URL
	DB  string
	// Configs are POS numbers, without doubles.
	Configs []int
	// Login is "" when none was given; Password belongs to it.
	Login, Password           string
	Profile, ProfileDirectory string
	// Scratch is the folder for copies of profiles, "" to choose one.
	Scratch             string
	Chrome              string
	ChromeFlags         []string
	CAFile              string
	Insecure, NoSandbox bool
	Timeout             time.Duration
	Jobs                int

	trusted []*x509.Certificate // of CAFile, once it was read
}

// targetFlags are the same on every command that touches a POS.
func targetFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "url", Usage: "`URL` of the Odoo server, such as https://pos.example.org"},
		&cli.StringFlag{Name: "db", Usage: "`NAME` of the database; may be left out when the server has only one"},
		&cli.StringSliceFlag{Name: "config", Usage: "`ID` of a POS, the number in /pos/ui/1; repeatable"},
		&cli.StringFlag{Name: "login", Usage: "log-in `NAME`, used only where the profile has no valid log-in"},
		&cli.StringFlag{Name: "password-file", Usage: "read the password from the first line of `FILE`; - is stdin"},
		&cli.StringFlag{Name: "profile", Usage: "the terminal's own Chrome profile: the user data `DIR`"},
		&cli.StringFlag{Name: "profile-directory", Usage: "`NAME` of the profile inside --profile, such as \"Profile 1\""},
		&cli.StringFlag{Name: "scratch", Usage: "put temporary profiles and copies of profiles into `DIR` (default: beside --profile, else the system's folder for temporary files)"},
		&cli.StringFlag{Name: "chrome", Usage: "`PATH` of Chrome or Chromium, for verify without --profile of chrome-headless-shell too; found by itself when left out"},
		&cli.StringSliceFlag{Name: "chrome-flag", Usage: "one more `FLAG` for Chrome, such as --chrome-flag=--lang=de; repeatable"},
		&cli.StringFlag{Name: "ca-file", Usage: "trust the certificates in the PEM `FILE` for the server"},
		&cli.BoolFlag{Name: "insecure", Usage: "accept any certificate of the server"},
		&cli.BoolFlag{Name: "no-sandbox", Usage: "run Chrome without its sandbox, as containers without user namespaces need it"},
		&cli.DurationFlag{Name: "timeout", Value: 5 * time.Minute, Usage: "the longest `TIME` for one scenario or one POS"},
		&cli.IntFlag{Name: "jobs", Usage: "run `N` at a time (default: one on a real server, one a core on a demo)"},
	}
}

// parseTarget reads and checks the target flags. The files of --ca-file and of
// the password are read here, so that a missing one is found before a profile
// is looked at or a browser starts.
func parseTarget(in *input) (target, error) {
	c := in.c
	t := target{
		DB: c.String("db"), Login: c.String("login"),
		Profile: c.String("profile"), ProfileDirectory: c.String("profile-directory"),
		Chrome: c.String("chrome"), ChromeFlags: c.StringSlice("chrome-flag"), CAFile: c.String("ca-file"),
		Insecure: c.Bool("insecure"), NoSandbox: c.Bool("no-sandbox"), Timeout: c.Duration("timeout"), Jobs: c.Int("jobs"),
		Scratch: c.String("scratch"),
	}
	switch {
	case t.Timeout <= 0:
		return t, usagef("write it like 90s or 5m", "--timeout must be more than 0")
	case t.Jobs < 0:
		return t, usagef("leave --jobs out for as many as fit", "--jobs cannot be negative")
	case t.ProfileDirectory != "" && t.Profile == "":
		return t, usagef("add --profile DIR", "--profile-directory is a folder inside --profile, which is missing")
	case strings.ContainsAny(t.ProfileDirectory, `/\`):
		return t, usagef(`it is one folder name inside --profile, such as "Profile 1"`, "--profile-directory %q is a path", t.ProfileDirectory)
	}
	for _, flag := range t.ChromeFlags {
		if !strings.HasPrefix(flag, "--") {
			return t, usagef("write --chrome-flag=--"+strings.TrimLeft(flag, "-"), "chrome flag %q does not start with two hyphens", flag)
		}
		if err := chrome.OwnedFlag(flag); err != nil {
			return t, usagef(hint.Of(err), "%v", err)
		}
	}
	var err error
	if t.URL, err = parseURL(c.String("url")); err != nil {
		return t, err
	}
	if t.Configs, err = parseConfigs(c.StringSlice("config")); err != nil {
		return t, err
	}
	if _, err := t.authorities(in.c.Context, in.env); err != nil {
		return t, err
	}
	return t, t.readPassword(in)
}

// needServer asks for what every run against a real server needs.
func (t *target) needServer() error {
	if t.URL == nil {
		return usagef("add --url, such as --url https://pos.example.org", "no server given")
	}
	if len(t.Configs) == 0 {
		return usagef("add --config with the number in the POS's address: 1 for /pos/ui/1", "no POS given")
	}
	return nil
}

// parseURL reads --url, nil when it was not given.
func parseURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := address.Parse(text)
	if err != nil {
		return nil, usagef(hint.Of(err), "--url %v", err)
	}
	return u, nil
}

func parseConfigs(texts []string) ([]int, error) {
	var out []int
	seen := map[int]bool{}
	for _, text := range texts {
		id, err := strconv.Atoi(text)
		if err != nil || id < 1 || strconv.Itoa(id) != text {
			hint := "it is the number in the POS's address: 1 for /pos/ui/1"
			if strings.ContainsAny(text, ", ") {
				hint = "repeat the flag: --config 1 --config 2"
			}
			return nil, usagef(hint, "--config %q is not the number of a POS", text)
		}
		if seen[id] {
			return nil, usagef("give each POS once", "--config %d is given twice", id)
		}
		seen[id] = true
		out = append(out, id)
	}
	return out, nil
}

// maxPassword bounds what is read: a wrong file must not end in the memory.
const maxPassword = 4096

func (t *target) readPassword(in *input) (err error) {
	t.Password, err = readPassword(in, "login", "password-file")
	return err
}

// readPassword reads the password that belongs to a log-in flag, "" when the
// flag was not given.
func readPassword(in *input, login, from string) (string, error) {
	file, name := in.c.String(from), in.c.String(login)
	switch {
	case file == "" && name == "":
		return "", nil
	case file == "":
		return "", usagef("add --"+from+" FILE, or --"+from+" - to read stdin", "--%s without --%s", login, from)
	case name == "":
		return "", usagef("add --"+login+" NAME", "--%s without --%s", from, login)
	}
	var data []byte
	var err error
	if file == "-" {
		data, err = userfile.While(in.c.Context, func() ([]byte, error) { return firstLine(in.env.stdin) })
	} else {
		data, err = in.env.readFile(in.c.Context, file)
	}
	if err != nil {
		return "", usagef("it is a file with the password on its first line", "password file: %v", err)
	}
	password := onFirstLine(string(data))
	switch {
	case password == "":
		return "", usagef("the password stands on the first line", "the password file is empty")
	case len(password) > maxPassword:
		return "", usagef("the password stands on the first line", "the first line of the password file is longer than %d bytes", maxPassword)
	}
	return password, nil
}

// byteOrderMark is what Windows editors begin a text with.
const byteOrderMark = "\ufeff"

// onFirstLine is the password of a file's or a variable's text.
func onFirstLine(text string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(text, byteOrderMark), "\n")
	return strings.TrimSuffix(first, "\r")
}

// firstLine reads up to the end of a line and not a byte further: a caller may
// keep its end of stdin open, see --end-with-stdin.
func firstLine(r io.Reader) (line []byte, err error) {
	one := make([]byte, 1)
	for len(line) <= maxPassword {
		n, err := r.Read(one)
		if n > 0 {
			if one[0] == '\n' {
				break
			}
			line = append(line, one[0])
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return line, nil
}
