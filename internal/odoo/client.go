// Package odoo asks an Odoo 19 server the few questions poswarm needs, over
// its JSON-RPC interface: who am I, which POS configs exist, is a POS session
// open, which service worker is served, did an order arrive.
//
// Every question is a read, and logging in leaves a note of it with Odoo. What
// changes more is in session.go: a register is opened and closed only where a
// command was asked for that.
package odoo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"poswarm/internal/hint"
)

// answerLimit bounds what one reply may make us hold in memory, in bytes.
const answerLimit = 16 << 20

// callTimeout bounds one question, from dialling to the last byte.
const callTimeout = 20 * time.Second

// sessionExpired is the error code Odoo answers with when the login is over
// (odoo/http.py, SessionExpiredException).
const sessionExpired = 100

// Client asks one server, as one user once LogIn succeeded. It is safe for
// use by several goroutines after LogIn returned.
//
// It has more methods than a type should: each is one question to Odoo, and what they
// share, the log-in, is its whole state.
type Client struct {
	base  *url.URL
	http  *http.Client
	db    string
	user  User
	ahead atomic.Int64 // nanoseconds, as of the last answer
}

// User is who the server says we are.
type User struct {
	ID       int    `json:"uid"`
	Login    string `json:"username"`
	Database string `json:"db"`
	Context  struct {
		Lang string `json:"lang"`
	} `json:"user_context"`
}

// New returns a client for the server at base (scheme and host; a path is
// ignored). transport nil means http.DefaultTransport's settings.
func New(base *url.URL, transport http.RoundTripper) *Client {
	jar, _ := cookiejar.New(nil) // never fails with nil options
	root := &url.URL{Scheme: base.Scheme, Host: base.Host}
	return &Client{base: root, http: &http.Client{
		Jar:       jar,
		Timeout:   callTimeout,
		Transport: transport,
		// A redirect is an answer of its own here: Odoo sends an expired
		// login to /web/login, which must not pass for the page asked.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// URL resolves a server path.
func (c *Client) URL(path string) string { return c.base.JoinPath(path).String() }

// User is the user LogIn logged in.
func (c *Client) User() User { return c.user }

// ClockAhead is how far this machine's clock was ahead of the server's at its last
// answer, negative for behind: the Date of the answer has full seconds (RFC 9110, 5.6.7),
// so less than one is none. It is 0 where nothing told.
func (c *Client) ClockAhead() time.Duration { return time.Duration(c.ahead.Load()) }

// noteClock compares an answer's date with the time in which it was made.
func (c *Client) noteClock(date string, asked, answered time.Time) {
	at, err := http.ParseTime(date)
	if err != nil {
		return
	}
	switch {
	case at.Add(time.Second).Before(asked):
		c.ahead.Store(int64(asked.Sub(at)))
	case at.After(answered):
		c.ahead.Store(int64(answered.Sub(at)))
	default:
		c.ahead.Store(0)
	}
}

// Database finds the database to use: the one asked for, or the only one the
// server lists (/web/database/list, which many servers disable).
func (c *Client) Database(ctx context.Context, asked string) (string, error) {
	if asked != "" {
		return asked, nil
	}
	var names []string
	if err := c.rpc(ctx, "/web/database/list", map[string]any{}, &names); err != nil {
		if _, refused := err.(*ServerError); refused {
			return "", hint.Add(fmt.Errorf("%s does not list its databases", c.base), "name the database with --db")
		}
		return "", err
	}
	if len(names) != 1 {
		return "", hint.Add(fmt.Errorf("%s has %d databases", c.base, len(names)), "name one with --db")
	}
	return names[0], nil
}

// LogIn opens a web session of our own (/web/session/authenticate).
func (c *Client) LogIn(ctx context.Context, db, login, password string) (User, error) {
	db, err := c.Database(ctx, db)
	if err != nil {
		return User{}, err
	}
	params := map[string]any{"db": db, "login": login, "password": password}
	var user User
	if err := c.rpc(ctx, "/web/session/authenticate", params, &user); err != nil {
		return User{}, loginError(err, login, db)
	}
	if user.ID == 0 {
		return User{}, hint.Add(fmt.Errorf("log-in of %q on database %q needs a second factor", login, db),
			"use a user without two-factor authentication for checks")
	}
	c.db, c.user = db, user
	return user, nil
}

// loginError says in the user's words what Odoo's exception names mean.
func loginError(err error, login, db string) error {
	refusal, ok := err.(*ServerError)
	switch {
	case !ok:
		return err
	case refusal.Name == "odoo.exceptions.AccessDenied":
		return hint.Add(fmt.Errorf("%w for %q on database %q", ErrLogin, login, db), "check --login and --password-file")
	case strings.Contains(refusal.Message, "Database not found"):
		return hint.Add(fmt.Errorf("database %q does not exist on the server", db), "check --db")
	}
	return err
}

// Call runs a model method (/web/dataset/call_kw) and decodes its result.
func (c *Client) Call(ctx context.Context, model, method string, args []any, kwargs map[string]any, out any) error {
	if kwargs == nil {
		kwargs = map[string]any{}
	}
	params := map[string]any{"model": model, "method": method, "args": args, "kwargs": kwargs}
	return c.rpc(ctx, "/web/dataset/call_kw/"+model+"/"+method, params, out)
}

// rpc posts one JSON-RPC call. Odoo answers errors with status 200 and an
// `error` member, and its proxies with HTML and any status.
func (c *Client) rpc(ctx context.Context, path string, params, out any) error {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "method": "call", "params": params})
	if err != nil {
		return fmt.Errorf("encoding the call of %s: %w", path, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL(path), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	reply, status, err := c.do(req)
	if err != nil {
		return err
	}
	var envelope struct {
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Code int `json:"code"`
			Data struct{ Name, Message string }
		} `json:"error"`
	}
	if json.Unmarshal(reply, &envelope) != nil {
		return hint.Add(fmt.Errorf("%s answered %d with %w", c.URL(path), status, errNotJSON),
			"is --url the address of an Odoo 19 server, and is a proxy in between healthy?")
	}
	if e := envelope.Error; e != nil {
		return &ServerError{Path: path, Code: e.Code, Name: e.Data.Name, Message: e.Data.Message}
	}
	if out == nil {
		return nil // a method that returns nothing has no result to read
	}
	if err := json.Unmarshal(envelope.Result, out); err != nil {
		return fmt.Errorf("the result of %s has an unexpected shape: %w", path, err)
	}
	return nil
}

// do sends a request and reads its bounded body.
func (c *Client) do(req *http.Request) ([]byte, int, error) {
	asked := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		return nil, 0, Unreachable(c.base.String(), err)
	}
	defer res.Body.Close()
	c.noteClock(res.Header.Get("Date"), asked, time.Now())
	body, err := io.ReadAll(io.LimitReader(res.Body, answerLimit))
	if err != nil {
		return nil, 0, Unreachable(c.base.String(), err)
	}
	return body, res.StatusCode, nil
}

// errNotJSON is an answer that no controller of Odoo gave.
var errNotJSON = errors.New("a body that is not a JSON-RPC reply")

// Version is what the server says it is, such as 19.0 or saas~19.4. It needs
// neither a database nor a log-in.
func (c *Client) Version(ctx context.Context) (string, error) {
	var version struct {
		Server string `json:"server_version"`
	}
	err := c.rpc(ctx, "/web/webclient/version_info", map[string]any{}, &version)
	return version.Server, err
}

// isOdoo tells a server that answers nothing without a database from one that is
// something else.
func (c *Client) isOdoo(ctx context.Context) bool {
	version, err := c.Version(ctx)
	return err == nil && version != ""
}

// get fetches a path without following redirects.
func (c *Client) get(ctx context.Context, path string) (body []byte, status int, contentType string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL(path), nil)
	if err != nil {
		return nil, 0, "", fmt.Errorf("%s: %w", path, err)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, 0, "", Unreachable(c.base.String(), err)
	}
	defer res.Body.Close()
	body, err = io.ReadAll(io.LimitReader(res.Body, answerLimit))
	if err != nil {
		return nil, 0, "", Unreachable(c.base.String(), err)
	}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	return body, res.StatusCode, kind, nil
}

// Whoami asks whom the cookies at hand belong to. ErrLogin means nobody, or
// an expired login.
func (c *Client) Whoami(ctx context.Context) (User, error) {
	var user User
	err := c.rpc(ctx, "/web/session/get_session_info", map[string]any{}, &user)
	if refusal, ok := err.(*ServerError); ok && refusal.Code == sessionExpired {
		return User{}, ErrLogin
	}
	if errors.Is(err, errNotJSON) && c.isOdoo(ctx) {
		// Without a database chosen, and with several to choose from, this address
		// does not exist (odoo/http.py, _serve_nodb): nobody is logged in.
		return User{}, ErrLogin
	}
	if err != nil {
		return User{}, err
	}
	if user.ID == 0 {
		return User{}, ErrLogin
	}
	c.db, c.user = user.Database, user
	return user, nil
}
