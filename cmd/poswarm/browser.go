package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"log/slog"
	"net/http"

	"poswarm/internal/chrome"
)

// browserOptions are the same for every browser of a command.
func (t *target) browserOptions(env *environment, logger *slog.Logger) (chrome.Options, error) {
	binary, err := chrome.Find(t.Chrome)
	if err != nil {
		return chrome.Options{}, err
	}
	env.ui.detail("browser: %s", binary)
	options := chrome.Options{Binary: binary, Headless: true, Flags: t.ChromeFlags, NoSandbox: t.NoSandbox, Logger: logger}
	if t.Insecure {
		options.Flags = append(options.Flags, "--ignore-certificate-errors")
	}
	authorities, err := t.authorities(env)
	if err != nil {
		return chrome.Options{}, err
	}
	for _, authority := range authorities {
		// Chrome takes no CA file; it trusts a chain by the hash of a public
		// key in it (net/cert, --ignore-certificate-errors-spki-list).
		hash := sha256.Sum256(authority.RawSubjectPublicKeyInfo)
		options.TrustSPKI = append(options.TrustSPKI, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return options, nil
}

// transport is how our own questions reach the server, nil for the default.
func (t *target) transport(env *environment) (http.RoundTripper, error) {
	authorities, err := t.authorities(env)
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

// authorities reads --ca-file.
func (t *target) authorities(env *environment) ([]*x509.Certificate, error) {
	if t.CAFile == "" {
		return nil, nil
	}
	rest, err := env.readFile(t.CAFile)
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
	return found, nil
}
