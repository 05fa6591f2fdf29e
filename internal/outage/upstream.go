package outage

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/net/http/httpproxy"
)

// upstream is the way from the gate to the target.
type upstream struct{ proxy *url.URL } // nil for none between them

// upstreamOf is the proxy through which the target is reached, nil for none: that of the
// environment, by the rules by which our own questions go (net/http.ProxyFromEnvironment).
func upstreamOf(target *url.URL) (upstream, error) {
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(target)
	if err != nil {
		return upstream{}, fmt.Errorf("the proxy of the environment for %s: %w", target.Host, err)
	}
	return upstream{proxy}, nil
}

// dial connects with the target, through the proxy where there is one (RFC 9110,
// 9.3.6).
func (u upstream) dial(ctx context.Context, host string) (net.Conn, error) {
	if u.proxy == nil {
		return (&net.Dialer{}).DialContext(ctx, "tcp", host)
	}
	conn, err := u.dialProxy(ctx)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	ask := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: host}, Host: host, Header: http.Header{}}
	if user := u.proxy.User; user != nil {
		ask.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(decoded(user))))
	}
	reader := bufio.NewReader(conn)
	err = ask.Write(conn)
	var answer *http.Response
	if err == nil {
		answer, err = http.ReadResponse(reader, ask)
	}
	switch {
	case err != nil:
	case answer.StatusCode != http.StatusOK:
		err = fmt.Errorf("the proxy %s refused: %s", u.proxy.Host, answer.Status)
	case reader.Buffered() > 0: // the browser speaks first, in TLS and in a websocket
		err = fmt.Errorf("%s sent data before the request", host)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (u upstream) dialProxy(ctx context.Context) (net.Conn, error) {
	switch u.proxy.Scheme {
	case "http":
		return (&net.Dialer{}).DialContext(ctx, "tcp", canonical(u.proxy.Host, "http"))
	case "https":
		return (&tls.Dialer{}).DialContext(ctx, "tcp", canonical(u.proxy.Host, "https"))
	}
	return nil, fmt.Errorf("a websocket cannot go through a proxy of the kind %s", u.proxy.Scheme)
}

func decoded(user *url.Userinfo) string {
	password, _ := user.Password()
	return user.Username() + ":" + password
}
