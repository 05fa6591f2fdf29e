// Package inventory reads which terminals a fleet has: a fleet.yaml of our own
// form, or the YAML inventory that Ansible's users have already. Nothing in it
// is guessed: an unknown key, a terminal named twice and a group that does not
// exist are mistakes with their place in the file.
package inventory

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"poswarm/internal/address"
	"poswarm/internal/hint"
)

// Terminal is one till and how it is reached.
type Terminal struct {
	Name   string
	Groups []string
	// URL, DB and Configs are the POS that it runs.
	URL, DB string
	Configs []int
	// Login and where its password stands; the inventory never holds one.
	Login, PasswordFile, PasswordEnv string
	// Profile is the terminal's own Chrome profile, Attach the debugging port of
	// its running Chrome. One of the two is given.
	Profile, ProfileDirectory, Attach string
	// SSH is where the terminal's own poswarm runs, as ssh takes it: an alias,
	// user@host, or ssh://user@host:port; "" for on this machine. SSHConfig is a
	// configuration file for it, "" for the user's own.
	SSH, SSHConfig string
	// Tunnel primes through SSH to the port of Attach, without a poswarm there.
	Tunnel bool
	// Poswarm is the program there, "poswarm" by default.
	Poswarm             string
	Chrome, CAFile      string
	Insecure, NoSandbox bool
	// Scenarios are what is checked, none for all that fit.
	Scenarios []string
	// Timeout bounds one scenario there, Deadline all that is done on this
	// terminal; 0 for the command's own.
	Timeout, Deadline time.Duration

	way way
	// at is where mistakes about the whole terminal are shown.
	at place
}

// Remote says whether Chrome runs elsewhere.
func (t *Terminal) Remote() bool { return t.SSH != "" }

// Where says in one word or two how the terminal is reached.
func (t *Terminal) Where() string {
	switch {
	case t.Remote():
		return t.SSH
	case t.Attach != "":
		return t.Attach
	}
	return "this machine"
}

// Judged names what is judged: an answer about anything else is none of this
// terminal, whatever it is called. It holds no secret, and no setting that only says
// how to judge.
func (t *Terminal) Judged() string {
	text, _ := json.Marshal(struct { // of texts and numbers, which JSON has
		URL              string `json:"url"`
		DB               string `json:"db,omitempty"`
		Configs          []int  `json:"configs"`
		Profile          string `json:"profile,omitempty"`
		ProfileDirectory string `json:"profile_directory,omitempty"`
		Attach           string `json:"attach,omitempty"`
		SSH              string `json:"ssh,omitempty"`
	}{t.URL, t.DB, slices.Sorted(slices.Values(t.Configs)), t.Profile, t.ProfileDirectory, t.Attach, t.SSH})
	return string(text)
}

// In says whether the terminal is in the group.
func (t *Terminal) In(group string) bool { return slices.Contains(t.Groups, group) }

// expand puts the terminal's name where {name} stands, so that defaults can say
// how all of them are reached.
func (t *Terminal) expand() {
	for _, text := range []*string{&t.URL, &t.DB, &t.Login, &t.PasswordFile, &t.PasswordEnv, &t.Profile, &t.Attach, &t.SSH} {
		*text = strings.ReplaceAll(*text, "{name}", t.Name)
	}
}

// resolve makes the files of this machine those beside the inventory, wherever
// poswarm is started. Those of another machine are that machine's.
func (t *Terminal) resolve(folder string) {
	files := []*string{&t.PasswordFile, &t.SSHConfig}
	if !t.Remote() {
		files = append(files, &t.Profile, &t.CAFile)
	}
	for _, file := range files {
		if *file != "" && !filepath.IsAbs(*file) && !strings.HasPrefix(*file, "~/") {
			*file = filepath.Join(folder, *file)
		}
	}
}

// check reports what a terminal lacks, and writes its url as Chrome does.
func (t *Terminal) check() {
	lacks := func(hint, format string, args ...any) { t.at.Errorf(hint, format, args...) }
	switch {
	case t.URL == "":
		lacks("add url: https://…, here or under defaults", "terminal %q has no url", t.Name)
	case len(t.Configs) == 0:
		lacks("add config: with the number in the POS's address: 1 for /pos/ui/1", "terminal %q has no config", t.Name)
	case t.Profile == "" && t.Attach == "":
		lacks("add profile: with the user data folder of its Chrome", "terminal %q has neither profile nor attach", t.Name)
	case t.Profile != "" && t.Attach != "":
		lacks("leave one of them out: attach finds the profile by itself", "terminal %q has both profile and attach", t.Name)
	case t.ProfileDirectory != "" && t.Profile == "":
		lacks("add profile", "terminal %q has a profile_directory without a profile", t.Name)
	case t.PasswordFile != "" && t.PasswordEnv != "":
		lacks("leave one of them out", "terminal %q has both password_file and password_env", t.Name)
	case t.Login == "" && t.PasswordFile+t.PasswordEnv != "":
		lacks("add login", "terminal %q has a password but no login", t.Name)
	case t.SSHConfig != "" && t.SSH == "":
		lacks("add ssh", "terminal %q has ssh_config without ssh", t.Name)
	case t.Tunnel && (t.SSH == "" || t.Attach == ""):
		lacks("add both, or leave tunnel out", "terminal %q has a tunnel without ssh and attach", t.Name)
	}
	if t.URL == "" {
		return
	}
	if u, err := address.Parse(t.URL); err != nil {
		lacks(hint.Of(err), "terminal %q: url %v", t.Name, err)
	} else {
		t.URL = u.String()
	}
}
