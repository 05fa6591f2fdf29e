package outage

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"sync"
	"time"

	"poswarm/internal/fault"
)

// tlsEnd is the gate's own end of TLS for the name of the target. It sees every
// request with its path, and forwards or answers it.
type tlsEnd struct {
	config *tls.Config
	// untrusted has another key, which the browser was told nothing of.
	untrusted *tls.Config
	spki      string // what Chrome must trust
	server    *http.Server
	queue     *connQueue
}

// newTLSEnd makes keys and certificates that live as long as the gate.
func newTLSEnd(host string) (*tlsEnd, error) {
	now := time.Now()
	config, spki, err := selfSigned(host, now.Add(-time.Hour), now.Add(7*24*time.Hour))
	if err != nil {
		return nil, err
	}
	untrusted, _, err := selfSigned(host, now.Add(-90*24*time.Hour), now.Add(-time.Hour))
	if err != nil {
		return nil, err
	}
	return &tlsEnd{config: config, untrusted: untrusted, spki: spki, queue: newConnQueue()}, nil
}

// selfSigned makes a key and a certificate for a host, and gives the hash by which
// Chrome may be told to trust it.
func selfSigned(host string, from, until time.Time) (*tls.Config, string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, "", fmt.Errorf("making a key for the gate: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(from.UnixNano()), Subject: pkix.Name{CommonName: host},
		NotBefore: from, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, "", fmt.Errorf("making a certificate for the gate: %w", err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, "", fmt.Errorf("making a certificate for the gate: %w", err)
	}
	sum := sha256.Sum256(spki)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12}, base64.StdEncoding.EncodeToString(sum[:]), nil
}

// serveTarget starts the server for the requests inside TLS.
func (g *Gate) serveTarget() {
	g.tls.server = g.watched(&http.Server{ErrorLog: g.quiet(), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect {
			http.Error(w, "this is no proxy", http.StatusMethodNotAllowed)
			return
		}
		// Whatever the request calls its host, the target is the only one.
		r.URL.Scheme, r.URL.Host = g.scheme, g.target
		g.serveRequest(w, r, g.target)
	})})
	g.running.Go(func() { _ = g.tls.server.Serve(g.tls.queue) }) // ends when it is closed, with no news
}

// connectTarget plays the target on a CONNECT. Nothing is forwarded before the
// requests inside are known, so only a fault that is silent refuses it; a change of
// the fault resets it with all other connections.
func (g *Gate) connectTarget(w http.ResponseWriter, r *http.Request) {
	q := g.present()
	e := g.journal.add(g.target, r.Method, nil, q.fault)
	config := g.tls.config
	switch {
	case q.fault == fault.BadCertificate:
		config = g.tls.untrusted
	case q.fault.Silent():
		g.reply(w, r, q, e)
		return
	}
	g.journal.decide(e, Answered, http.StatusOK)
	c, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = c.Close()
		return
	}
	g.tls.queue.put(tls.Server(&bufferedConn{Conn: c, r: buf.Reader}, config))
}

// connQueue is a listener for connections that were accepted elsewhere.
type connQueue struct {
	conns  chan net.Conn
	closed chan struct{}
	end    func()
}

func newConnQueue() *connQueue {
	closed := make(chan struct{})
	return &connQueue{conns: make(chan net.Conn), closed: closed, end: sync.OnceFunc(func() { close(closed) })}
}

// put hands a connection to the server, or closes it when that has ended.
func (q *connQueue) put(c net.Conn) {
	select {
	case q.conns <- c:
	case <-q.closed:
		reset(c)
	}
}

func (q *connQueue) Accept() (net.Conn, error) {
	select {
	case c := <-q.conns:
		return c, nil
	case <-q.closed:
		return nil, net.ErrClosed
	}
}

func (q *connQueue) Close() error { q.end(); return nil }

// Addr is a name for logs: the queue has no address.
func (q *connQueue) Addr() net.Addr { return &net.UnixAddr{Name: "gate", Net: "tls"} }
