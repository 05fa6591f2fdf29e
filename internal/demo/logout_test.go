package demo

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
)

func site(c *client) *url.URL {
	u, _ := url.Parse(c.s.URL())
	return u
}

// tombstoneOf is the tombstone that a client holds.
func tombstoneOf(c *client) string {
	for _, cookie := range c.http.Jar.Cookies(site(c)) {
		if cookie.Name == tombstone {
			return cookie.Value
		}
	}
	return ""
}

func TestLogoutLeavesATombstoneForScripts(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "cashier")
	res, _ := c.get("/web/session/logout")
	for _, cookie := range res.Cookies() {
		if cookie.Name == tombstone && (cookie.HttpOnly || cookie.Path != "/" || cookie.MaxAge != oneYear ||
			cookie.SameSite != http.SameSiteLaxMode) {
			t.Errorf("the tombstone is %v", cookie)
		}
	}
	want := fmt.Sprintf("%d.%s", users["cashier"].id, database)
	for _, path := range []string{"/odoo", "/web/login", "/pos/ui/1", "/poswarm/manifest/1"} {
		c.get(path)
		if got := tombstoneOf(c); got != want {
			t.Fatalf("after %s the tombstone is %q, want %q", path, got, want)
		}
	}
	if c.rpc("/web/session/authenticate", record{"login": "cashier", "password": "wrong"}, nil) == nil || tombstoneOf(c) != want {
		t.Error("a refused log-in took the tombstone away")
	}
	for login, left := range map[string]string{"admin": want, "cashier": ""} {
		if err := c.rpc("/web/session/authenticate", record{"login": login, "password": login}, nil); err != nil {
			t.Fatal(err)
		}
		if got := tombstoneOf(c); got != left {
			t.Errorf("after %s logged in the tombstone is %q, want %q", login, got, left)
		}
		c.get("/web/session/logout")
		c.http.Jar.SetCookies(site(c), []*http.Cookie{{Name: tombstone, Value: want, Path: "/"}})
	}
}

func TestLogoutsOfTwoUsersStandBesideEachOther(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "cashier")
	cashier, admin := tombstoneValue(users["cashier"]), tombstoneValue(users["admin"])
	c.get("/web/session/logout")
	if err := c.rpc("/web/session/authenticate", record{"login": "admin", "password": "admin"}, nil); err != nil {
		t.Fatal(err)
	}
	c.get("/web/session/logout")
	if got := tombstoneOf(c); got != cashier+"&"+admin {
		t.Errorf("the tombstone is %q", got)
	}
}

func TestTombstoneOfAnEarlierLoginGoesWithAnyPage(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "cashier")
	c.http.Jar.SetCookies(site(c), []*http.Cookie{{Name: tombstone, Value: tombstoneValue(users["cashier"]), Path: "/"}})
	c.get("/pos/ui/1")
	if got := tombstoneOf(c); got != "" {
		t.Errorf("the tombstone is %q", got)
	}
}

func TestNoTombstoneWithoutALogout(t *testing.T) {
	s := start(t, Options{})
	nobody := newClient(t, s)
	nobody.get("/web/session/logout")
	expired := loggedIn(t, s, "admin")
	s.ExpireLogins()
	expired.get("/pos/ui/1")
	stock := loggedIn(t, start(t, Options{Worker: WorkerStockLike}), "admin")
	stock.get("/web/session/logout")
	for name, c := range map[string]*client{"nobody": nobody, "expired": expired, "without the addon": stock} {
		if got := tombstoneOf(c); got != "" {
			t.Errorf("%s: the tombstone is %q", name, got)
		}
	}
}
