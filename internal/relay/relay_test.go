// The tests of this package prove that requests and answers pass whole and at once,
// and that a torn connection stays torn.
package relay_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"poswarm/internal/relay"
)

// A request whose second half is sent only when the answer has begun.
const head, rest = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf", "rest"

// ask sends it through a proxy to a server that begins its answer before the
// request has ended, and ends it with what it was sent.
func ask(t *testing.T, patience time.Duration, wrap func(http.Handler) http.Handler) (string, error) {
	t.Helper()
	server := httptest.NewServer(relay.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s", body)
	})))
	t.Cleanup(server.Close)
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(wrap(&httputil.ReverseProxy{FlushInterval: -1,
		ErrorLog: log.New(t.Output(), "", 0),
		Rewrite:  func(p *httputil.ProxyRequest) { p.SetURL(target) }}))
	t.Cleanup(front.Close)
	c, err := net.Dial("tcp", front.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return exchange(c)
}

func exchange(c net.Conn) (string, error) {
	if _, err := io.WriteString(c, head); err != nil {
		return "", err
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if _, err := io.WriteString(c, rest); err != nil {
		return "", err
	}
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func TestRequestIsReadWhileItIsAnswered(t *testing.T) {
	got, err := ask(t, 10*time.Second, relay.Handler)
	if err != nil || got != "halfrest" {
		t.Errorf("the server was sent %q, %v; want the whole request", got, err)
	}
}

// Without it the proxy tears the exchange. Where Go mends that, this package
// has no reason to be.
func TestPlainProxyTears(t *testing.T) {
	got, err := ask(t, time.Second, func(h http.Handler) http.Handler { return h })
	if err == nil && got == "halfrest" {
		t.Error("a plain proxy passes the request on to its end: this package is not needed")
	}
}
