package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"log/slog"
	"net/http"
	"time"

	"poswarm/internal/chrome"
)

// browserOptions are the same for every browser of a command. scratch says that
// they run on profiles of our own only.
func (t *target) browserOptions(ctx context.Context, env *environment, logger *slog.Logger, scratch bool) (chrome.Options, error) {
	find := chrome.Find
	if scratch {
		find = chrome.FindScratch
	}
	binary, err := find(t.Chrome)
	if err != nil {
		return chrome.Options{}, err
	}
	env.ui.Detail("browser: %s", binary)
	if words := untried(env.system, env.machine); words != "" {
		env.ui.Warn("%s", words)
	}
	_, err = t.authorities(ctx, env) // one that cannot be read is told before anything runs
	return chrome.Options{Binary: binary, Headless: true, Flags: t.ChromeFlags, NoSandbox: t.NoSandbox, Insecure: t.Insecure, Logger: logger}, err
}

// untried says that nobody has seen this system run the commands, "" where somebody has
// (docs/platforms.md).
func untried(system, machine string) string {
	words := "poswarm was built for " + system + " " + machine + " and never tried there"
	switch {
	case system == "linux" && machine == "amd64":
		return ""
	case system == "linux":
		return words + ": docs/platforms.md says what that means"
	case system == "windows":
		// Chrome locks the store there (net/base/features.cc, kLockProfileCookieDatabase).
		words += "; the cookies of a Chrome that runs cannot be read on Windows, so close the kiosk first"
	}
	return words + ". The server is cut off by a proxy, which is weaker than a network of its own: see docs/platforms.md"
}

// trust names what a browser that reaches the server itself must trust for --ca-file. It
// asks the server: what judges a till as found must not.
func (t *target) trust(ctx context.Context, env *environment) ([]string, error) {
	authorities, err := t.authorities(ctx, env)
	if err != nil || len(authorities) == 0 || t.URL == nil || t.URL.Scheme != "https" {
		return nil, err
	}
	return keys(append(authorities, t.shown(ctx, env)...)), nil
}

// keys name certificates as Chrome wants it. Chrome takes no CA file; it trusts
// what a server sends when the hash of a public key in it is listed
// (net/cert, --ignore-certificate-errors-spki-list).
func keys(certificates []*x509.Certificate) []string {
	var out []string
	for _, certificate := range certificates {
		hash := sha256.Sum256(certificate.RawSubjectPublicKeyInfo)
		out = append(out, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return out
}

// shownWithin bounds the question for the server's certificate.
const shownWithin = 10 * time.Second

// shown is the server's own certificate, verified: servers seldom send that of
// their authority, so Chrome would not find its key. None when there is no
// such server; whoever needs it finds that out and says so.
func (t *target) shown(ctx context.Context, env *environment) []*x509.Certificate {
	ctx, cancel := context.WithTimeout(ctx, shownWithin)
	defer cancel()
	own, err := t.transport(ctx, env)
	if err != nil {
		return nil
	}
	client := &http.Client{Transport: own, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, t.URL.JoinPath("web/health").String(), nil)
	if err != nil {
		return nil
	}
	answer, err := client.Do(request)
	if err != nil {
		env.ui.Detail("no certificate of the server: %v", err)
		return nil
	}
	_ = answer.Body.Close() // a HEAD has none
	return answer.TLS.PeerCertificates[:1]
}

// transport is how our own questions reach the server, nil for the default.
func (t *target) transport(ctx context.Context, env *environment) (http.RoundTripper, error) {
	authorities, err := t.authorities(ctx, env)
	if err != nil || len(authorities) == 0 && !t.Insecure {
		return nil, err
	}
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.TLSClientConfig = &tls.Config{RootCAs: pool(authorities), InsecureSkipVerify: t.Insecure} // asked for with --insecure
	return own, nil
}

// pool adds the authorities to those of the system; nil when there are none to
// add.
func pool(authorities []*x509.Certificate) *x509.CertPool {
	if len(authorities) == 0 {
		return nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without any
	}
	for _, authority := range authorities {
		roots.AddCert(authority)
	}
	return roots
}

// authorities reads --ca-file, once: from a pipe nothing would come again.
func (t *target) authorities(ctx context.Context, env *environment) ([]*x509.Certificate, error) {
	if t.CAFile == "" || len(t.trusted) > 0 {
		return t.trusted, nil
	}
	rest, err := env.readFile(ctx, t.CAFile)
	if err != nil {
		return nil, usagef("it is a PEM file with the certificate of your authority", "--ca-file: %v", err)
	}
	var found []*x509.Certificate
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, usagef("it is a PEM file with the certificate of your authority", "--ca-file %s: %v", t.CAFile, err)
		}
		found = append(found, certificate)
	}
	if len(found) == 0 {
		return nil, usagef("it is a PEM file with the certificate of your authority", "--ca-file %s holds no certificate", t.CAFile)
	}
	t.trusted = found
	return found, nil
}
