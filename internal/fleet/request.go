package fleet

import (
	"strconv"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/reach"
)

// Standard are the scenarios of a nightly check where the inventory names none:
// the till switched on without a network, and F5 in the middle of an order.
var Standard = []string{"cold-start", "reload-sub-path"}

// checkRequest has a terminal judged as found. It needs no password of Odoo.
func checkRequest(t *inventory.Terminal, flags []string) reach.Request {
	names := t.Scenarios
	if len(names) == 0 {
		names = Standard
	}
	args := append(append([]string{"verify"}, targetArgs(t)...), flags...)
	return reach.Request{Args: append(args, names...)}
}

// primeRequest has a terminal primed. A password is for a profile that is not
// logged in.
func primeRequest(t *inventory.Terminal, secret string, flags []string) reach.Request {
	args := append([]string{"prime"}, targetArgs(t)...)
	if t.Login != "" && secret != "" {
		args = append(args, "--login="+t.Login, "--password-file=-")
	}
	return reach.Request{Args: append(args, flags...), Secret: secret}
}

// targetArgs are the flags that both commands share, one word each, so that no
// value is taken for a flag.
func targetArgs(t *inventory.Terminal) []string {
	args := []string{"--format=json", "--end-with-stdin", "--url=" + t.URL}
	for _, id := range t.Configs {
		args = append(args, "--config="+strconv.Itoa(id))
	}
	for _, one := range []struct{ flag, value string }{
		{"db", t.DB}, {"profile", t.Profile}, {"profile-directory", t.ProfileDirectory}, {"attach", t.Attach},
		{"chrome", t.Chrome}, {"ca-file", t.CAFile},
	} {
		if one.value != "" {
			args = append(args, "--"+one.flag+"="+one.value)
		}
	}
	if t.Insecure {
		args = append(args, "--insecure")
	}
	if t.NoSandbox {
		args = append(args, "--no-sandbox")
	}
	if t.Timeout > 0 {
		args = append(args, "--timeout="+t.Timeout.String())
	}
	return args
}
