// The tests of this package prove that both forms of an inventory give the same
// terminals, and that every mistake is shown with its line.
package inventory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"

	"github.com/google/go-cmp/cmp"
)

const native = `defaults:
  url: https://pos.example.org
  config: 1
  profile: /home/kiosk/{name}
  timeout: 90s
groups:
  north: {login: north, password_env: NORTH_PW}
  cafe: {config: [2, 3], timeout: 2m}
  empty:
terminals:
  - {name: "till-[08:10]", groups: [north], ssh: "kiosk@{name}.shop"}
  - {name: bar, groups: [north, cafe], scenarios: [cold-start]}
  - {name: counter, profile: till, ca_file: ca.pem, password_file: pw, login: c, deadline: 3m}
`

// short is a terminal on one line.
func short(t *Terminal) string {
	return fmt.Sprintf("%s %v %v at %q profile %s login %s %s%s timeout %s deadline %s scenarios %v ca %s",
		t.Name, t.Groups, t.Configs, t.SSH, t.Profile, t.Login, t.PasswordEnv, t.PasswordFile, t.Timeout, t.Deadline, t.Scenarios, t.CAFile)
}

func parsed(t *testing.T, text string) *Inventory {
	t.Helper()
	inv, err := Parse("/etc/poswarm/fleet.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func shorts(all []*Terminal) (out []string) {
	for _, t := range all {
		out = append(out, short(t))
	}
	return out
}

// Defaults, then the groups in the order in which a terminal names them, then
// its own; files of this machine stand beside the inventory.
func TestNative(t *testing.T) {
	inv := parsed(t, native)
	want := []string{
		`till-08 [north] [1] at "kiosk@till-08.shop" profile /home/kiosk/till-08 login north NORTH_PW timeout 1m30s deadline 0s scenarios [] ca `,
		`till-09 [north] [1] at "kiosk@till-09.shop" profile /home/kiosk/till-09 login north NORTH_PW timeout 1m30s deadline 0s scenarios [] ca `,
		`till-10 [north] [1] at "kiosk@till-10.shop" profile /home/kiosk/till-10 login north NORTH_PW timeout 1m30s deadline 0s scenarios [] ca `,
		`bar [north cafe] [2 3] at "" profile /home/kiosk/bar login north NORTH_PW timeout 2m0s deadline 0s scenarios [cold-start] ca `,
		`counter [] [1] at "" profile /etc/poswarm/till login c /etc/poswarm/pw timeout 1m30s deadline 3m0s scenarios [] ca /etc/poswarm/ca.pem`,
	}
	if diff := cmp.Diff(want, shorts(inv.Terminals)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(inv.Groups, []string{"cafe", "empty", "north"}) {
		t.Errorf("groups %v", inv.Groups)
	}
}

const ansible = `all:
  vars:
    poswarm_url: https://pos.example.org
    poswarm_config: 1
    poswarm_profile: /home/kiosk/till
    ansible_user: root
    secret_of_somebody_else: [1, {a: b}]
  children:
    shops:
      children:
        north:
        south:
          vars: {poswarm_config: 2}
          hosts:
            s-1: {ansible_host: 10.0.0.7, ansible_user: kiosk, ansible_port: 2222}
    lab:
      hosts:
        here: {ansible_connection: local, poswarm_config: 9}
north:
  vars: {poswarm_timeout: 30s}
  hosts:
    n-a: {poswarm_ssh: "kiosk@{name}"}
    n-b:
`

// Parents before children, the host last, and Ansible's own way to a host.
func TestAnsible(t *testing.T) {
	want := []string{
		`s-1 [shops south] [2] at "ssh://kiosk@10.0.0.7:2222" profile /home/kiosk/till login   timeout 0s deadline 0s scenarios [] ca `,
		`here [lab] [9] at "" profile /home/kiosk/till login   timeout 0s deadline 0s scenarios [] ca `,
		`n-a [shops north] [1] at "kiosk@n-a" profile /home/kiosk/till login   timeout 30s deadline 0s scenarios [] ca `,
		`n-b [shops north] [1] at "root@n-b" profile /home/kiosk/till login   timeout 30s deadline 0s scenarios [] ca `,
	}
	if diff := cmp.Diff(want, shorts(parsed(t, ansible).Terminals)); diff != "" {
		t.Error(diff)
	}
}

func TestLimit(t *testing.T) {
	inv := parsed(t, native)
	for words, want := range map[string]string{
		"":             "till-08 till-09 till-10 bar counter",
		"all":          "till-08 till-09 till-10 bar counter",
		"north":        "till-08 till-09 till-10 bar",
		"till-0*":      "till-08 till-09",
		"counter cafe": "bar counter",
		"till-[01]?":   "till-08 till-09 till-10",
	} {
		got, err := inv.Limit(strings.Fields(words))
		var names []string
		for _, one := range got {
			names = append(names, one.Name)
		}
		if err != nil || strings.Join(names, " ") != want {
			t.Errorf("%q: %v, %v", words, names, err)
		}
	}
	var nobody *NoMatchError
	for _, word := range []string{"sorth", "empty", "till-[", "bar counter"} {
		if _, err := inv.Limit([]string{word}); !errors.As(err, &nobody) || nobody.Hint() == "" {
			t.Errorf("%q: %v", word, err)
		}
	}
	if _, err := inv.Limit([]string{"bar", "nobody"}); !errors.As(err, &nobody) {
		t.Errorf("one of two fits nothing: %v", err)
	}
}

// Every mistake has its place, and nothing is guessed.
func TestMistakes(t *testing.T) {
	const good = "defaults: {url: https://a, config: 1, profile: /p}\n"
	for text, want := range map[string][]string{
		"":                {"fleet.yaml:1:1: an inventory is a map"},
		"hosts: [a]\n":    {"an inventory has the key terminals"},
		good:              {"the inventory has no terminal"},
		"terminals: []\n": {"the inventory has no terminal"},
		good + "terminals:\n  - {name: a}\n  - {name: a}\n":                                    {`fleet.yaml:4:12: a second terminal "a"`, "the other one is in line 3"},
		good + "terminals:\n  - {name: a, groups: [north]}\n":                                  {`fleet.yaml:3:24: there is no group "north"`},
		good + "terminals:\n  - {name: a, profil: x}\n":                                        {`fleet.yaml:3:15: a terminal has no setting "profil"`, `did you mean "profile"?`, "^^^^^^"},
		good + "terminals:\n  - {name: a, password: x}\n":                                      {"a password does not belong into an inventory", "password_file"},
		good + "terminals:\n  - {config: 2}\n":                                                 {"a terminal without a name"},
		good + "terminals:\n  - {name: a, attach: \"http://127.0.0.1:9222\"}\n":                {`terminal "a" has both profile and attach`},
		good + "terminals:\n  - {name: a, ssh: -oProxyCommand=x}\n":                            {"is not a destination"},
		good + "terminals:\n  - {name: a, tunnel: true}\n":                                     {"has a tunnel without ssh and attach"},
		good + "terminals:\n  - {name: a, config: [1, 1]}\n":                                   {"config 1 stands there twice"},
		good + "terminals:\n  - {name: a, config: 0}\n":                                        {"config"},
		good + "terminals:\n  - {name: a, timeout: soon}\n":                                    {"timeout"},
		good + "terminals:\n  - {name: a, login: x, password_file: f, password_env: E}\n":      {"has both password_file and password_env"},
		good + "terminals:\n  - {name: a, password_file: f}\n":                                 {"has a password but no login"},
		good + "terminals:\n  - {name: \"a[9:1]\"}\n":                                          {"has no range that can be counted"},
		good + "terminals:\n  - {name: \"a[1:100][1:100][1:100][1:100]\"}\n":                   {"the range stands for more than 10000 terminals"},
		good + "terminals:\n  - {name: \"a[0:99999]\"}\n":                                      {"has no range that can be counted"},
		"terminals:\n  - {name: a, config: 1, profile: /p}\n":                                  {`terminal "a" has no url`},
		"terminals:\n  - {name: a, url: \"http://x:99999\", config: 1, profile: /p}\n":         {"fleet.yaml:2:12: terminal \"a\": url \"http://x:99999\" has no valid port", "hint: ports are 1 to 65535"},
		"terminals:\n  - {name: a, url: https://u:p@h, config: 1, profile: /p}\n":              {"must not hold a user or a password"},
		"terminals:\n  - {name: a, url: https://h, profile: /p}\n":                             {`terminal "a" has no config`},
		"all: {hosts: {a: {poswarm_url: https://h, poswarm_config: 1, poswarm_profil: /p}}}\n": {`a terminal has no setting "poswarm_profil"`, `did you mean "poswarm_profile"?`},
		"all: {hosts: {a: {poswarm_url: \"{{ server }}\"}}}\n":                                 {"templates are not evaluated here"},
		"all: {hosts: {a: {poswarm_password: x}}}\n":                                           {"a password does not belong"},
	} {
		_, err := Parse("fleet.yaml", []byte(text))
		for _, part := range want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %v\n  want %s", text, err, part)
			}
		}
	}
}

// A chain of thousands is read in no time.
func TestMany(t *testing.T) {
	began := pacetest.Start()
	inv := parsed(t, "defaults: {url: https://a, config: 1, profile: /p}\nterminals: [{name: \"till-[0001:5000]\"}]\n")
	if len(inv.Terminals) != 5000 || inv.Terminals[4999].Name != "till-5000" {
		t.Errorf("%d terminals", len(inv.Terminals))
	}
	if began.Longer(5 * time.Second) {
		t.Errorf("took %s", began)
	}
}
