package demo

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"poswarm/addon"
)

const offMeta = `<meta name="poswarm" content="off"/>`

// control carries out a verb over HTTP.
func (c *client) control(verb string) int {
	c.t.Helper()
	r, err := http.NewRequest(http.MethodPost, c.s.URL()+"/demo/control/"+verb, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	res, _ := c.do(r)
	return res.StatusCode
}

func (c *client) switches(config string) (offline, afterLogout bool) {
	c.t.Helper()
	_, text := c.get("/poswarm/manifest/" + config)
	var m struct {
		Offline     *bool
		AfterLogout *bool `json:"after_logout"`
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil || m.Offline == nil || m.AfterLogout == nil {
		c.t.Fatalf("the manifest is %s (%v)", text, err)
	}
	return *m.Offline, *m.AfterLogout
}

func (c *client) isOff(path string) bool {
	c.t.Helper()
	_, html := c.get(path)
	off, script := strings.Contains(html, "<head>\n        "+offMeta), strings.Contains(html, "window.poswarm = poswarm")
	if off == script {
		c.t.Errorf("%s: off %v, first-visit script %v", path, off, script)
	}
	return off
}

func TestSwitchOfTheDatabase(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "cashier")
	if c.isOff("/pos/ui/1") || c.control("switch-off") != http.StatusOK {
		t.Error("the demo does not begin switched on")
	}
	for _, path := range []string{"/pos/ui/1", "/pos/ui/2", "/poswarm/page/1"} {
		if !c.isOff(path) {
			t.Errorf("%s is kept", path)
		}
	}
	_, worker := c.get("/pos/service-worker.js")
	if worker != string(stockLikeWorker)+"\n"+string(addon.SwitchedOff()) {
		t.Error("the worker is not Odoo's own with our lines behind it")
	}
	if offline, _ := c.switches("1"); offline {
		t.Error("the manifest says on")
	}
	if c.control("switch-on") != http.StatusOK || c.isOff("/pos/ui/1") {
		t.Error("it stays off")
	}
	if _, worker = c.get("/pos/service-worker.js"); worker != string(addon.ServiceWorker()) {
		t.Error("our worker did not come back")
	}
}

func TestSwitchesOfOnePOS(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "cashier")
	if c.control("offline-off?config=2") != http.StatusOK || !c.isOff("/pos/ui/2") || !c.isOff("/poswarm/page/2") || c.isOff("/pos/ui/1") {
		t.Error("not exactly the second POS is off")
	}
	if _, worker := c.get("/pos/service-worker.js"); worker != string(addon.ServiceWorker()) {
		t.Error("the first POS lost its worker")
	}
	if offline, _ := c.switches("2"); offline {
		t.Error("the manifest says on")
	}
	if c.control("offline-on?config=2") != http.StatusOK || c.isOff("/pos/ui/2") {
		t.Error("it stays off")
	}
	if _, after := c.switches("1"); after || c.control("after-logout-on?config=1") != http.StatusOK {
		t.Error("a POS begins open after a log-out")
	}
	if _, after := c.switches("1"); !after {
		t.Error("the manifest does not say after_logout")
	}
	if _, after := c.switches("2"); after {
		t.Error("the other POS says after_logout as well")
	}
	if c.control("after-logout-off?config=1") != http.StatusOK {
		t.Error("after-logout-off was refused")
	}
	if _, after := c.switches("1"); after || c.control("offline-off?config=7") != http.StatusBadRequest {
		t.Error("after_logout stays, or an unknown POS was switched off")
	}
}

func TestPageCopyNeverOpensASession(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "cashier")
	res, copied := c.get("/poswarm/page/1")
	_, page := c.get("/pos/ui/1")
	if res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != "no-store" || copied != page {
		t.Errorf("the copy gives %d %v and is not the page", res.StatusCode, res.Header)
	}
	if err := s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	res, text := c.get("/poswarm/page/1")
	if res.StatusCode != http.StatusConflict || !strings.Contains(text, `"no-open-session"`) || s.openSession(1) != nil {
		t.Errorf("without a session the copy gives %d %s", res.StatusCode, text)
	}
	if res, _ := c.get("/poswarm/page/9"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown config gives %d", res.StatusCode)
	}
	if res, _ := loggedIn(t, s, "office").get("/poswarm/page/1"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a user without POS rights gets %d", res.StatusCode)
	}
	if res, _ := newClient(t, s).get("/poswarm/page/1"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a visitor gets %d", res.StatusCode)
	}
}

func TestSwitchedOffWorkerLeavesNothingOfOurs(t *testing.T) {
	p := newTill(t, WorkerPoswarm)
	p.navigate("/pos/ui/1")
	p.waitUp()
	p.waitFor("a commit", `window.poswarm.up?.committed`)
	p.call(`async () => { await caches.open("somebody-else"); }`, nil)
	p.s.SetEnabled(false)
	p.reload()
	p.waitUp()
	var left struct {
		Caches, Databases []string
		POS, Other        bool
	}
	p.call(pageScript("left-overs.js"), &left)
	if len(left.Caches)+len(left.Databases) > 0 || !left.POS || !left.Other {
		t.Errorf("left in the browser: %+v", left)
	}
	if p.eval(`Boolean(navigator.serviceWorker.controller)`) != "true" {
		t.Error("Odoo's own worker is not in charge")
	}
}
