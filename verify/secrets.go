package verify

import (
	"context"
	"runtime/debug"

	"poswarm/internal/redact"
	"poswarm/internal/result"
)

// secrets are the values that must not be in a report.
type secrets struct {
	bench *Bench
	known []string // by their value
}

// learn notes those of the cookies that no script may read, of which one is the
// till's log-in. A rotation changes them, so it is asked at the start and at the end.
func (s *secrets) learn(ctx context.Context, testbed *testbed) {
	ctx, cancel := context.WithTimeout(ctx, partWithin)
	defer cancel()
	cookies, err := testbed.browser.Cookies(ctx, testbed.origin()+"/")
	if err != nil {
		return // what a cookie looks like is redacted in any case
	}
	for _, cookie := range cookies {
		if cookie.HTTPOnly {
			s.known = append(s.known, cookie.Value())
		}
	}
}

// redactor takes everything out that is known to be secret now.
func (s *secrets) redactor() *redact.Redactor {
	return redact.New(append(passwords(s.bench), s.known...)...)
}

// hide takes the secrets out of a verdict.
func (s *secrets) hide(out *result.Scenario) { hide(s.redactor(), out) }

// passwords are those that are secret: a demo's is its log-in.
func passwords(bench *Bench) []string {
	var out []string
	for login, password := range map[string]string{bench.Login: bench.Password, bench.OtherLogin: bench.OtherPassword} {
		if password != login {
			out = append(out, password)
		}
	}
	return out
}

// hide takes the secrets out of a verdict: its words are partly those of a page.
func hide(secrets *redact.Redactor, out *result.Scenario) {
	out.Detail, out.Hint = secrets.Text(out.Detail), secrets.Text(out.Hint)
	for i := range out.Steps {
		out.Steps[i].Detail = secrets.Text(out.Steps[i].Detail)
	}
	for i := range out.Warnings {
		out.Warnings[i].Detail = secrets.Text(out.Warnings[i].Detail)
	}
	for i, text := range out.Observed.Dialogs {
		out.Observed.Dialogs[i] = secrets.Text(text)
	}
}

// version is that of this program, as the HAR file wants it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
