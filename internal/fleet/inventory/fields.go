package inventory

import (
	"slices"
	"strconv"
	"strings"

	"poswarm/internal/nearest"
	"poswarm/internal/strictyaml"
)

// place is where a mistake is shown.
type place interface {
	Errorf(hint, format string, args ...any)
}

// layer is what one place of the file says about terminals: defaults, a group,
// or a terminal itself. Later layers win.
type layer []func(*Terminal)

func (l layer) apply(t *Terminal) {
	for _, set := range l {
		set(t)
	}
}

// fields are the settings of a terminal. Each reads its value once, where it
// stands, and gives what it does to a terminal.
var fields = map[string]func(strictyaml.Node) func(*Terminal){
	"url":               text(func(t *Terminal) *string { return &t.URL }),
	"db":                text(func(t *Terminal) *string { return &t.DB }),
	"config":            configs,
	"login":             text(func(t *Terminal) *string { return &t.Login }),
	"password_file":     text(func(t *Terminal) *string { return &t.PasswordFile }),
	"password_env":      text(func(t *Terminal) *string { return &t.PasswordEnv }),
	"profile":           text(func(t *Terminal) *string { return &t.Profile }),
	"profile_directory": text(func(t *Terminal) *string { return &t.ProfileDirectory }),
	"attach":            text(func(t *Terminal) *string { return &t.Attach }),
	"ssh":               destination,
	"ssh_config":        text(func(t *Terminal) *string { return &t.SSHConfig }),
	"poswarm":           text(func(t *Terminal) *string { return &t.Poswarm }),
	"chrome":            text(func(t *Terminal) *string { return &t.Chrome }),
	"ca_file":           text(func(t *Terminal) *string { return &t.CAFile }),
	"insecure":          yes("insecure", func(t *Terminal) *bool { return &t.Insecure }),
	"no_sandbox":        yes("no_sandbox", func(t *Terminal) *bool { return &t.NoSandbox }),
	"tunnel":            yes("tunnel", func(t *Terminal) *bool { return &t.Tunnel }),
	"scenarios":         scenarios,
	"timeout": func(n strictyaml.Node) func(*Terminal) {
		d := n.Duration("timeout")
		return func(t *Terminal) { t.Timeout = d }
	},
	"deadline": func(n strictyaml.Node) func(*Terminal) {
		d := n.Duration("deadline")
		return func(t *Terminal) { t.Deadline = d }
	},
}

func fieldNames() []string {
	var out []string
	for name := range fields {
		out = append(out, name)
	}
	slices.Sort(out) // a hint must not depend on chance
	return out
}

// setting reads one key, given without a prefix. It returns nil after a mistake.
func setting(key, value strictyaml.Node, name string) func(*Terminal) {
	if secret(name) {
		key.Errorf("write password_file: with a file that has it on its first line, or password_env: with the name of a variable",
			"a password does not belong into an inventory, which is copied around and kept in repositories")
		return nil
	}
	read, ok := fields[name]
	if !ok {
		// The nearest name with the prefix that the file uses.
		prefix := strings.TrimSuffix(key.Text, name)
		hint := strictyaml.Suggest(name, fieldNames())
		if near := nearest.Of(name, fieldNames()); near != "" {
			hint = "did you mean " + strconv.Quote(prefix+near) + "?"
		}
		key.Errorf(hint, "a terminal has no setting %q", key.Text)
		return nil
	}
	if value.Kind == strictyaml.Null {
		value.Errorf("give it one, or leave the key out; \"\" takes a default away", "%s has no value", key.Text)
		return nil
	}
	return read(value)
}

// secret says whether a key is made to hold a password itself.
func secret(name string) bool {
	return slices.Contains([]string{"password", "pass", "passwd", "pwd", "secret"}, name)
}

func text(of func(*Terminal) *string) func(strictyaml.Node) func(*Terminal) {
	return func(n strictyaml.Node) func(*Terminal) {
		value := n.Str("the value")
		if strings.Contains(value, "{{") {
			n.Errorf("write the value out; {name} stands for the terminal's name", "templates are not evaluated here")
		}
		return func(t *Terminal) { *of(t) = value }
	}
}

func yes(what string, of func(*Terminal) *bool) func(strictyaml.Node) func(*Terminal) {
	return func(n strictyaml.Node) func(*Terminal) {
		value := n.Bool(what)
		return func(t *Terminal) { *of(t) = value }
	}
}

// destination refuses what ssh would take for one of its flags.
func destination(n strictyaml.Node) func(*Terminal) {
	value := n.Str("ssh")
	if strings.HasPrefix(value, "-") || strings.ContainsAny(value, " \t\n") {
		n.Errorf("write a host, user@host, ssh://user@host:port or a name from your ssh configuration", "ssh %q is not a destination", value)
	}
	return func(t *Terminal) { t.SSH = value }
}

// configs reads one POS number or a list of them.
func configs(n strictyaml.Node) func(*Terminal) {
	items := []strictyaml.Node{n}
	if n.Kind == strictyaml.List {
		items = n.Items
	}
	var ids []int
	for _, item := range items {
		id := item.Count("config", 1)
		if slices.Contains(ids, id) && id > 0 {
			item.Errorf("give each POS once", "config %d stands there twice", id)
		}
		ids = append(ids, id)
	}
	return func(t *Terminal) { t.Configs = ids }
}

func scenarios(n strictyaml.Node) func(*Terminal) {
	if n.Kind != strictyaml.List {
		n.Errorf("write [cold-start, reload-server-dead]", "scenarios is a list of names")
		return func(*Terminal) {}
	}
	var names []string
	for _, item := range n.Items {
		names = append(names, item.Str("a scenario"))
	}
	return func(t *Terminal) { t.Scenarios = names }
}
