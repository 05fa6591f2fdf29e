package main

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"poswarm/internal/chrome"
)

// parseAttach reads the debugging port of a running Chrome.
func parseAttach(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	const like = "write it like http://127.0.0.1:9222"
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "ws" || u.Hostname() == "" || u.User != nil:
		return nil, usagef(like, "--attach is not the address of a debugging port")
	case u.Port() == "":
		return nil, usagef(like, "--attach %q has no port", text)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return nil, usagef("write --attach "+u.Scheme+"://"+u.Host, "--attach is scheme, host and port only")
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, nil
}

// findProfile asks the Chrome of --attach where its profile is, of which a copy
// is judged.
func (t *target) findProfile(ctx context.Context, port *url.URL, env *environment) error {
	if port == nil {
		return nil
	}
	running, err := chrome.FindRunning(ctx, port)
	if err != nil {
		return err
	}
	t.Profile, t.ProfileDirectory = running.Profile, cmp.Or(t.ProfileDirectory, running.ProfileDirectory)
	env.ui.Detail("the Chrome at %s has pid %d and the profile %s", port, running.PID, running.Profile)
	return nil
}
