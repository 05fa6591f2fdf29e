// Package address reads the address of an Odoo server as people write it, and
// writes it as Chrome does: what a profile holds is filed under that.
package address

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"poswarm/internal/hint"
)

const like = "write it like https://pos.example.org"

// Parse accepts a scheme and a host. The error reads on from the name of the
// setting, has a hint, and shows the text again only when it cannot hold a secret.
func Parse(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case strings.Contains(text, "@") && (err != nil || u.User != nil || u.Opaque != ""):
		return nil, hint.Add(errors.New("must not hold a user or a password"), "the log-in and the file of its password have settings of their own")
	case err != nil || u.Scheme != "http" && u.Scheme != "https":
		advice := like
		if !strings.Contains(text, "://") {
			advice = "did you mean http://" + text + "?"
		}
		return nil, hint.Add(fmt.Errorf("%q is not an http or https address", text), advice)
	case u.Hostname() == "":
		return nil, hint.Add(fmt.Errorf("%q has no host", text), like)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return nil, hint.Add(errors.New("is the address of the server, without a path or a query"), "write "+u.Scheme+"://"+u.Host)
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return nil, hint.Add(fmt.Errorf("%q has no valid port", text), "ports are 1 to 65535")
		}
	}
	host, err := browserHost(u)
	if err != nil {
		return nil, hint.Add(fmt.Errorf("%q: %w", text, err), "write the host name as the browser's address bar shows it")
	}
	return &url.URL{Scheme: u.Scheme, Host: host}, nil
}

// likeChrome maps a host name as the URL standard has it: UTS 46, and names that
// only look wrong to a registry, such as my_till, stay.
var likeChrome = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))

// browserHost is host and port as Chrome writes an origin: lower case, other
// alphabets in their ASCII form, without the scheme's own port. What a profile
// holds is filed under that.
func browserHost(u *url.URL) (string, error) {
	host := u.Hostname()
	if address, err := netip.ParseAddr(host); err == nil {
		host = address.String()
	} else if host, err = likeChrome.ToASCII(host); err != nil {
		return "", err
	}
	port := u.Port()
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		port = ""
	}
	switch {
	case port != "":
		return net.JoinHostPort(host, port), nil
	case strings.Contains(host, ":"):
		return "[" + host + "]", nil
	}
	return host, nil
}
