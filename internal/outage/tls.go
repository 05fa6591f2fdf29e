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
)

// tlsEnd is the gate's own end of TLS for the name of the target.
type tlsEnd struct {
	config *tls.Config
	spki   string // what Chrome must trust
}

// newTLSEnd makes a key and a certificate that live as long as the gate.
func newTLSEnd(host string) (*tlsEnd, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making a key for the gate: %w", err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: host},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(7 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("making a certificate for the gate: %w", err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("making a certificate for the gate: %w", err)
	}
	sum := sha256.Sum256(spki)
	return &tlsEnd{
		config: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
			NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12},
		spki: base64.StdEncoding.EncodeToString(sum[:]),
	}, nil
}

// serveTLS plays the target on a CONNECT, until the fault changes and the
// connection is reset with all the others.
func (g *Gate) serveTLS(w http.ResponseWriter) {
	c, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer c.Close()
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	one := newOneConn(tls.Server(&bufferedConn{Conn: c, r: buf.Reader}, g.tls.config))
	server := &http.Server{ErrorLog: g.server.ErrorLog, ConnState: one.state, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		fault := g.fault
		g.mu.Unlock()
		r.URL.Scheme, r.URL.Host = g.scheme, r.Host
		e := g.journal.add(g.target, r.Method, r.URL, fault)
		if fault == "" {
			// The fault ended under the request; the browser asks again on a
			// connection to the real server.
			fault = ServerDead
		}
		g.reply(w, r, request{fault: fault, ours: true}, e)
	})}
	_ = server.Serve(one)
}

// oneConn is a listener with a single connection. Accept fails once that
// connection is closed, which ends the server.
type oneConn struct {
	conn   net.Conn
	first  sync.Once
	closed chan struct{}
	end    func()
}

func newOneConn(c net.Conn) *oneConn {
	closed := make(chan struct{})
	return &oneConn{conn: c, closed: closed, end: sync.OnceFunc(func() { close(closed) })}
}

func (o *oneConn) Accept() (net.Conn, error) {
	var c net.Conn
	o.first.Do(func() { c = o.conn })
	if c != nil {
		return c, nil
	}
	<-o.closed
	return nil, net.ErrClosed
}

func (o *oneConn) state(_ net.Conn, s http.ConnState) {
	if s == http.StateClosed || s == http.StateHijacked {
		o.end()
	}
}

func (o *oneConn) Close() error   { o.end(); return nil }
func (o *oneConn) Addr() net.Addr { return o.conn.LocalAddr() }
