package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"poswarm/internal/hint"
	"poswarm/internal/odoo"
	"poswarm/internal/result"
)

// TestOwnCertificateIsShown: Chrome must be told the key of the certificate
// that the server sends, verified by us.
func TestOwnCertificateIsShown(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler()) // shows its certificate all the same
	server.Config.ErrorLog = log.New(t.Output(), "", 0)
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	file := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	env := newEnvironment()
	env.readFile = func(context.Context, string) ([]byte, error) { return file, nil }

	one := &target{URL: address, CAFile: "ca.pem"}
	if got := one.shown(t.Context(), env); len(got) != 1 || !got[0].Equal(server.Certificate()) {
		t.Errorf("trusted: %v", got)
	}
	if got := (&target{URL: address}).shown(t.Context(), env); got != nil {
		t.Errorf("untrusted: %v", got)
	}
	_, refused := odoo.New(address, nil).LogIn(t.Context(), "shop", "admin", "admin")
	for _, err := range []error{refused, odoo.Unreachable(server.URL, errors.New("net::ERR_CERT_AUTHORITY_INVALID"))} {
		if got := errorReason(err); got != result.Certificate || exitCode(err) != exitCannotTell || !strings.Contains(hint.Of(err), "--ca-file") {
			t.Errorf("a log-in that the certificate keeps from: %v is %q, exit code %d", err, got, exitCode(err))
		}
	}
	before := connections.Load()
	if options, err := one.browserOptions(t.Context(), env, slog.New(slog.DiscardHandler), false); err == nil && (len(options.TrustSPKI) > 0 || connections.Load() != before) {
		t.Errorf("what judges a till as found asks the server: %d connections, trust %q", connections.Load()-before, options.TrustSPKI)
	}
	if trust, err := one.trust(t.Context(), env); err != nil || len(trust) != 2 || connections.Load() == before {
		t.Errorf("what reaches the server trusts %q, %v", trust, err)
	}
	if got := keys([]*x509.Certificate{server.Certificate()}); len(got) != 1 || len(got[0]) != 44 {
		t.Errorf("keys: %q", got)
	}
}
