// The tests of this package prove that questions to an Odoo server are answered or
// fail with the reason, against the demo and made-up servers, and that no log-in,
// session or order is left that was not asked for.
package odoo_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"poswarm/internal/demo"
	"poswarm/internal/hint"
	"poswarm/internal/odoo"
)

func serve(t *testing.T, o demo.Options) *demo.Server {
	t.Helper()
	o.Products = 5
	server, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func clientOf(t *testing.T, address string) *odoo.Client {
	t.Helper()
	base, err := url.Parse(address + "/some/path")
	if err != nil {
		t.Fatal(err)
	}
	return odoo.New(base, nil)
}

func loggedIn(t *testing.T, server *demo.Server, login string) *odoo.Client {
	t.Helper()
	client := clientOf(t, server.URL())
	if _, err := client.LogIn(t.Context(), "", login, login); err != nil {
		t.Fatal(err)
	}
	return client
}

func TestLogIn(t *testing.T) {
	server := serve(t, demo.Options{})
	client := clientOf(t, server.URL())
	if _, err := client.Whoami(t.Context()); !errors.Is(err, odoo.ErrLogin) {
		t.Errorf("nobody is logged in, and Whoami says %v", err)
	}
	user, err := client.LogIn(t.Context(), "", "cashier", "cashier")
	if err != nil {
		t.Fatal(err)
	}
	if user.ID == 0 || user.Login != "cashier" || user.Database != "demo" || user.Context.Lang != "en_US" {
		t.Errorf("logged in as %+v", user)
	}
	again, err := client.Whoami(t.Context())
	if err != nil || again != user || client.User() != user {
		t.Errorf("%+v and %+v (%v), want %+v", again, client.User(), err, user)
	}
	server.ExpireLogins()
	if _, err := client.Whoami(t.Context()); !errors.Is(err, odoo.ErrLogin) {
		t.Errorf("the login is over, and Whoami says %v", err)
	}
	var refusal *odoo.ServerError
	if _, err := client.Configs(t.Context()); !errors.As(err, &refusal) || !strings.Contains(err.Error(), "listing the POS configs") {
		t.Errorf("the login is over, and Configs says %v", err)
	}
}

func TestRefusedLogIn(t *testing.T) {
	server := serve(t, demo.Options{})
	for name, c := range map[string]struct{ db, login, password, text, hint string }{
		"wrong password": {"", "admin", "secret", `log-in refused for "admin" on database "demo"`, "check --login and --password-file"},
		"unknown user":   {"demo", "nobody", "secret", `log-in refused for "nobody" on database "demo"`, "check --login and --password-file"},
		"wrong database": {"shop", "admin", "admin", `database "shop" does not exist on the server`, "check --db"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := clientOf(t, server.URL()).LogIn(t.Context(), c.db, c.login, c.password)
			if err == nil || err.Error() != c.text || hint.Of(err) != c.hint {
				t.Errorf("%v, hint %q", err, hint.Of(err))
			}
			if errors.Is(err, odoo.ErrLogin) == (name == "wrong database") {
				t.Errorf("wrong kind of error: %v", err)
			}
		})
	}
}

func TestConfigs(t *testing.T) {
	server := serve(t, demo.Options{})
	client := loggedIn(t, server, "admin")
	if err := server.CloseSession(2); err != nil {
		t.Fatal(err)
	}
	got, err := client.Configs(t.Context())
	want := []odoo.Config{{ID: 1, Name: "Demo Shop", SessionID: 1, SessionState: "opened"}, {ID: 2, Name: "Demo Bar"},
		{ID: 3, Name: "Demo Bistro", SessionID: 3, SessionState: "opened", Restaurant: true}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if one, err := client.Config(t.Context(), 2); err != nil || one != want[1] {
		t.Errorf("%+v, %v", one, err)
	}
	_, err = client.Config(t.Context(), 7)
	if !errors.Is(err, odoo.ErrNoConfig) || hint.Of(err) != "this user sees: 1 (Demo Shop), 2 (Demo Bar), 3 (Demo Bistro)" {
		t.Errorf("%v, hint %q", err, hint.Of(err))
	}
	for _, entry := range server.Log().Entries() {
		if strings.HasPrefix(entry.Path, "/pos/ui") {
			t.Errorf("%s opens a POS session", entry.Path)
		}
	}
}

func TestBarcodes(t *testing.T) {
	for _, none := range []bool{false, true} {
		if got, err := loggedIn(t, serve(t, demo.Options{NoBarcodes: none}), "admin").Barcodes(t.Context(), 1); err != nil || got == none {
			t.Errorf("a shop without barcodes: %t: %t, %v", none, got, err)
		}
	}
}

func TestWorkerKind(t *testing.T) {
	for worker, want := range map[string]odoo.WorkerKind{
		demo.WorkerPoswarm: odoo.WorkerPoswarm, demo.WorkerStockLike: odoo.WorkerOther, demo.WorkerUpstreamLike: odoo.WorkerOther,
	} {
		if got, err := loggedIn(t, serve(t, demo.Options{Worker: worker}), "admin").Worker(t.Context()); err != nil || got != want {
			t.Errorf("%s: %s, %v", worker, got, err)
		}
	}
	// Without a log-in the server sends to its log-in page, which is no worker.
	if got, err := clientOf(t, serve(t, demo.Options{}).URL()).Worker(t.Context()); err != nil || got != odoo.WorkerNone {
		t.Errorf("without a log-in: %s, %v", got, err)
	}
}

// sell sends an order as the POS does.
func sell(t *testing.T, client *odoo.Client, uuid string, total float64) {
	t.Helper()
	order := map[string]any{"uuid": uuid, "config_id": 1, "session_id": 1, "user_id": 2, "state": "paid",
		"amount_total": total, "amount_paid": total, "pos_reference": false, "lines": []any{},
		"payment_ids": []any{[]any{0, 0, map[string]any{"amount": total, "payment_method_id": 1, "uuid": uuid + "-payment"}}}}
	var out any
	if err := client.Call(t.Context(), "pos.order", "sync_from_ui", []any{[]any{order}}, nil, &out); err != nil {
		t.Fatal(err)
	}
}

func TestOrders(t *testing.T) {
	client := loggedIn(t, serve(t, demo.Options{}), "admin")
	sell(t, client, "one", 4.5)
	sell(t, client, "one", 4.5) // sent again after a lost answer
	sell(t, client, "two", 7)
	orders, err := client.Orders(t.Context(), []string{"one", "never-sold"})
	if err != nil || len(orders) != 1 {
		t.Fatalf("%+v, %v", orders, err)
	}
	if got := orders[0]; got.UUID != "one" || got.Total != 4.5 || got.Paid != 4.5 || got.State != "paid" || got.ID == 0 || got.Reference != "" {
		t.Errorf("%+v", got)
	}
}

func TestCloseAndOpenSession(t *testing.T) {
	server := serve(t, demo.Options{})
	client := loggedIn(t, server, "admin")
	config := func() odoo.Config {
		t.Helper()
		config, err := client.Config(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		return config
	}
	before := config()
	if err := client.CloseSession(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if closed := config(); closed.SessionID != 0 {
		t.Errorf("closed, and session %d is open", closed.SessionID)
	}
	if err := client.CloseSession(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "no open POS session") {
		t.Errorf("closed twice: %v", err)
	}
	for range 2 { // the second time there is nothing left to do
		if err := client.OpenSession(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if opened := config(); opened.SessionID <= before.SessionID || opened.SessionState != "opened" {
		t.Errorf("session %d before, now %+v", before.SessionID, opened)
	}
	if err := client.OpenSession(t.Context(), 99); err == nil {
		t.Error("a session was opened for a POS that does not exist")
	}
}

// TestARefusedClosing: an open table keeps the register open.
func TestARefusedClosing(t *testing.T) {
	server := serve(t, demo.Options{})
	client := loggedIn(t, server, "admin")
	draft := map[string]any{"uuid": "d", "session_id": 1, "state": "draft", "amount_total": 3, "lines": []any{}, "payment_ids": []any{}}
	if err := client.Call(t.Context(), "pos.order", "sync_from_ui", []any{[]any{draft}}, nil, nil); err != nil {
		t.Fatal(err)
	}
	err := client.CloseSession(t.Context(), 1)
	if want := "closing POS session 1: the server refuses: You cannot close the POS while there are still draft orders for the day."; err == nil || err.Error() != want || hint.Of(err) == "" {
		t.Errorf("closed with a draft: %v, want %s", err, want)
	}
	config, err := client.Config(t.Context(), 1)
	if err != nil || config.SessionState != "opened" {
		t.Errorf("after the refusal the register is %q, %v: no terminal gets in", config.SessionState, err)
	}
}

// TestClosingWithoutCash: Odoo says so by an empty object, and refuses cash then.
func TestClosingWithoutCash(t *testing.T) {
	answers := map[string]string{
		"pos.config/search_read":               `[{"id": 1, "name": "Kiosk", "current_session_id": [7, "POS/7"], "current_session_state": "opened"}]`,
		"pos.session/get_closing_control_data": `{"default_cash_details": {}}`,
		"pos.session/close_session_from_ui":    `{"successful": true}`,
	}
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		call := strings.TrimPrefix(r.URL.Path, "/web/dataset/call_kw/")
		asked = append(asked, call)
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"jsonrpc": "2.0", "id": 0, "result": %s}`, answers[call])
	}))
	defer server.Close()
	if err := clientOf(t, server.URL).CloseSession(t.Context(), 1); err != nil {
		t.Error(err)
	}
	want := []string{"pos.config/search_read", "pos.session/get_closing_control_data", "pos.session/close_session_from_ui"}
	if !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	answers["pos.session/close_session_from_ui"] = `{"successful": false, "message": "No account"}`
	if err := clientOf(t, server.URL).CloseSession(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "the server refuses: No account") {
		t.Errorf("refused: %v", err)
	}
}

// TestOpeningARegisterThatIsBeingClosed: no terminal gets into it.
func TestOpeningARegisterThatIsBeingClosed(t *testing.T) {
	client := loggedIn(t, serve(t, demo.Options{}), "admin")
	if err := client.Call(t.Context(), "pos.session", "update_closing_control_state_session", []any{[]any{1}, ""}, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := client.OpenSession(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "is in closing_control") || hint.Of(err) == "" {
		t.Errorf("opened: %v", err)
	}
}

func TestServersThatCannotBeAsked(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>Bad Gateway</html>"))
	}))
	defer page.Close()
	_, err := clientOf(t, page.URL).LogIn(t.Context(), "", "admin", "admin")
	if want := page.URL + "/web/database/list answered 502 with a body that is not a JSON-RPC reply"; err == nil || err.Error() != want || hint.Of(err) == "" {
		t.Errorf("%v, want %s", err, want)
	}

	gone := httptest.NewServer(nil)
	gone.Close()
	_, err = clientOf(t, gone.URL).LogIn(t.Context(), "", "admin", "admin")
	if !errors.Is(err, odoo.ErrUnreachable) || strings.Contains(err.Error(), "/web/database") || hint.Of(err) == "" {
		t.Errorf("%v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := loggedIn(t, serve(t, demo.Options{}), "admin").Configs(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestWhichDatabase(t *testing.T) {
	for name, c := range map[string]struct{ answer, want, hint string }{
		"several":    {`{"jsonrpc":"2.0","result":["a","b"]}`, "has 2 databases", "name one with --db"},
		"not listed": {`{"jsonrpc":"2.0","error":{"code":200,"data":{"name":"odoo.exceptions.AccessDenied","message":"Access Denied"}}}`, "does not list its databases", "name the database with --db"},
		"nonsense":   {`{"jsonrpc":"2.0","result":7}`, "the result of /web/database/list has an unexpected shape", ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(c.answer)) }))
			defer server.Close()
			_, err := clientOf(t, server.URL).Database(t.Context(), "")
			if err == nil || !strings.Contains(err.Error(), c.want) || hint.Of(err) != c.hint {
				t.Errorf("%v, hint %q", err, hint.Of(err))
			}
			if got, err := clientOf(t, server.URL).Database(t.Context(), "mine"); got != "mine" || err != nil {
				t.Errorf("asked for mine, got %q, %v", got, err)
			}
		})
	}
}

// A log-in that is over is answered with a redirect, which must not pass for
// what was asked.
func TestRedirectsAreNotFollowed(t *testing.T) {
	followed := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/web/login" {
			followed = true
			return
		}
		http.Redirect(w, r, "/web/login", http.StatusSeeOther)
	}))
	defer server.Close()
	if got, err := clientOf(t, server.URL).Worker(t.Context()); err != nil || got != odoo.WorkerNone || followed {
		t.Errorf("%s, %v, followed %t", got, err, followed)
	}
}
