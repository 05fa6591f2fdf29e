package verify_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/internal/bench"
	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/relay"
	"poswarm/internal/result"
	"poswarm/verify"
	"poswarm/verify/scenario"
)

// secureDemo is a demo behind a proxy that ends TLS, as most shops have it,
// with a certificate that only the bench trusts.
func secureDemo(t *testing.T) (*verify.Bench, chrome.Options) {
	t.Helper()
	_, inner := demoAt(t, demo.Options{})
	front := unstarted(t, &httputil.ReverseProxy{
		Rewrite:  func(p *httputil.ProxyRequest) { p.SetURL(inner); p.Out.Host = p.In.Host },
		ErrorLog: log.New(t.Output(), "", 0)})
	front.StartTLS()
	at := benchOf(t, front)
	at.Transport, at.RootCAs = front.Client().Transport, x509.NewCertPool()
	at.RootCAs.AddCert(front.Certificate())
	hash := sha256.Sum256(front.Certificate().RawSubjectPublicKeyInfo)
	return at, chrome.Options{TrustSPKI: []string{base64.StdEncoding.EncodeToString(hash[:])}}
}

// unstarted is a server of ours in front of a demo.
func unstarted(t *testing.T, handler http.Handler) *httptest.Server {
	front := httptest.NewUnstartedServer(relay.Handler(handler))
	front.Config.ErrorLog = log.New(t.Output(), "", 0)
	t.Cleanup(front.Close)
	return front
}

// benchOf judges what a started front serves.
func benchOf(t *testing.T, front *httptest.Server) *verify.Bench {
	t.Helper()
	address, err := url.Parse(front.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &verify.Bench{URL: address, Config: bench.Config, Other: bench.Other, Login: "admin", Password: "admin"}
}

func TestHTTPSIsProvenToo(t *testing.T) {
	t.Parallel()
	at, browser := secureDemo(t)
	proven := func(o verify.Options) {
		t.Helper()
		o.Benches, o.Browser = bench.NewOne(at), browser
		for name, verdict := range judge(t, o) {
			if verdict.Result != result.Passed {
				t.Errorf("%s: %s (%s): %s", name, verdict.Result, verdict.Reason, verdict.Words())
			}
			proof := verdict.Proof
			if proof.RequestsServedWhileCut != 0 || proof.CanaryWorker == "not sent" || proof.DocumentSource != "service-worker" {
				t.Errorf("%s passed on this proof: %+v", name, proof)
			}
		}
	}
	proven(verify.Options{Subject: scenario.Fresh, Scenarios: named(t, "reload-server-dead", "gateway-502")})

	profile := filepath.Join(t.TempDir(), "till")
	primeTill(t, at.URL, profile, browser)
	found := verify.Options{Subject: scenario.AsFound, Profile: profile, Scenarios: named(t, "cold-start")}
	proven(found)

	t.Run("untrusted", func(t *testing.T) {
		stranger := *at
		stranger.RootCAs = nil
		fresh := verify.Options{Subject: scenario.Fresh, Scenarios: named(t, "reload-server-dead"), Benches: bench.NewOne(&stranger), Browser: browser}
		verdict := judge(t, fresh)["reload-server-dead"]
		if verdict.Result != result.Failed || verdict.Reason != result.Certificate ||
			!strings.Contains(verdict.Detail, "is not trusted") || !strings.Contains(verdict.Hint, "--ca-file") {
			t.Errorf("%s (%s): %s; %s", verdict.Result, verdict.Reason, verdict.Detail, verdict.Hint)
		}
	})
}
