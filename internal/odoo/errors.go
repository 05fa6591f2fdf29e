package odoo

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"poswarm/internal/hint"
)

var (
	// ErrLogin means the server refused the login and password.
	ErrLogin = errors.New("log-in refused")
	// ErrUnreachable means no answer of the server arrived at all.
	ErrUnreachable = errors.New("server not reachable")
	// ErrNoConfig means that the POS config does not exist or is not visible to the user.
	ErrNoConfig = errors.New("no such POS config")
)

// ServerError is an error Odoo reported inside a JSON-RPC reply.
type ServerError struct {
	Path    string // of the call
	Code    int    // 100 = session expired, 0 or 200 = server error
	Name    string // Python exception class, e.g. odoo.exceptions.AccessError
	Message string // first line for people
}

func (e *ServerError) Error() string {
	return fmt.Sprintf("odoo refused %s: %s (%s)", e.Path, e.Message, e.Name)
}

// Unreachable says that no answer of the server at base arrived, and why.
func Unreachable(base string, cause error) error {
	var u *url.Error
	if errors.As(cause, &u) {
		cause = u.Err // its text repeats the whole URL
	}
	advice := "is the server up, and is --url right?"
	if Untrusted(cause) {
		advice = "give the certificate of its authority with --ca-file FILE, or accept any with --insecure"
	}
	return hint.Add(fmt.Errorf("%w: %s: %w", ErrUnreachable, base, cause), advice)
}

// Untrusted says whether the server was there and its certificate refused, by
// us or by Chrome.
func Untrusted(cause error) bool {
	var refused *tls.CertificateVerificationError
	return errors.As(cause, &refused) || strings.Contains(cause.Error(), "net::ERR_CERT_")
}
