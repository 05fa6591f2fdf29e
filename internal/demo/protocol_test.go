package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

func TestLoginFormAndRedirectBack(t *testing.T) {
	s := start(t, Options{})
	c := newClient(t, s)
	res, _ := c.get("/pos/ui/1/product/x?a=1")
	want := "/web/login?redirect=" + url.QueryEscape("/pos/ui/1/product/x?a=1")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want {
		t.Fatalf("got %d %s, want 303 %s", res.StatusCode, res.Header.Get("Location"), want)
	}
	if res, _ = c.get("/pos/ui/1"); res.Header.Get("Location") != "/web/login?redirect=%2Fpos%2Fui%2F1%3F" {
		t.Errorf("a path without a query leads to %s", res.Header.Get("Location"))
	}
	_, form := c.get(want)
	_, rest, _ := strings.Cut(form, `name="csrf_token" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	post := func(password, token string) *http.Response {
		res, err := c.http.PostForm(s.URL()+"/web/login", url.Values{
			"login": {"cashier"}, "password": {password}, "csrf_token": {token}, "redirect": {"/pos/ui/1"},
		})
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res
	}
	if res := post("cashier", "wrong"); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a wrong CSRF token gives %d", res.StatusCode)
	}
	if res := post("wrong", token); res.StatusCode != http.StatusOK {
		t.Errorf("a wrong password gives %d", res.StatusCode)
	}
	res = post("cashier", token)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/pos/ui/1" {
		t.Fatalf("got %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	cookie := res.Cookies()[0]
	if cookie.Name != sessionCookie || !cookie.HttpOnly || cookie.MaxAge != cookieAge || cookie.Path != "/" {
		t.Errorf("the session cookie is %v", cookie)
	}
	if res, _ := c.get("/pos/ui/1"); res.StatusCode != http.StatusOK {
		t.Errorf("the POS gives %d after the log-in", res.StatusCode)
	}
}

func TestExpiredLogin(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	image := strings.Replace(s.productImage(), "+", "%2B", 1)
	if res, _ := c.get(image); !strings.Contains(res.Header.Get("Content-Disposition"), "Apron.png") {
		t.Errorf("the image is called %s", res.Header.Get("Content-Disposition"))
	}
	s.ExpireLogins()
	err := c.rpc("/pos/ping", record{}, nil)
	if e, ok := err.(*rpcError); !ok || e.code != 100 || e.kind != "odoo.http.SessionExpiredException" {
		t.Errorf("an expired ping gives %v", err)
	}
	if res, _ := c.get("/pos/service-worker.js"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the worker gives %d", res.StatusCode)
	}
	res, _ := c.get(image)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Disposition") != "inline; filename=placeholder.png" ||
		!strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("an expired image gives %d %v", res.StatusCode, res.Header)
	}
}

func TestRotationKillsTheOldSessionAfterItsGrace(t *testing.T) {
	s := start(t, Options{RotateAfter: time.Hour, RotateGrace: time.Minute})
	clock := time.Now()
	s.now = func() time.Time { return clock }
	c := loggedIn(t, s, "admin")
	site, _ := url.Parse(s.URL())
	old := c.http.Jar.Cookies(site)[0].Value
	clock = clock.Add(2 * time.Hour)
	if err := c.rpc("/pos/ping", record{}, nil); err != nil {
		t.Fatal(err)
	}
	if c.http.Jar.Cookies(site)[0].Value == old {
		t.Fatal("the session id did not change")
	}
	copied := newClient(t, s)
	copied.http.Jar.SetCookies(site, []*http.Cookie{{Name: sessionCookie, Value: old}})
	if err := copied.rpc("/pos/ping", record{}, nil); err != nil {
		t.Errorf("the old id does not work within its grace: %v", err)
	}
	clock = clock.Add(2 * time.Minute)
	if err := copied.rpc("/pos/ping", record{}, nil); err == nil {
		t.Error("the old id still works")
	}
	if err := c.rpc("/pos/ping", record{}, nil); err != nil {
		t.Errorf("the new id does not work: %v", err)
	}
}

// pageGlobals reads `var odoo = {…};` of a POS page.
func pageGlobals(t *testing.T, html string) record {
	t.Helper()
	_, rest, found := strings.Cut(html, "var odoo = ")
	text, _, ok := strings.Cut(rest, ";\n")
	if !found || !ok {
		t.Fatalf("no globals in %s", html)
	}
	var globals record
	if err := json.Unmarshal([]byte(text), &globals); err != nil {
		t.Fatal(err)
	}
	return globals
}

func TestPageOpensASessionOnlyWhenNoneIsOpen(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "cashier")
	res, html := c.get("/pos/ui/2")
	globals := pageGlobals(t, html)
	if res.Header.Get("Cache-Control") != "no-store" || globals["pos_session_id"] != 2.0 || globals["from_backend"] != 0.0 {
		t.Errorf("got %v, session %v", res.Header, globals["pos_session_id"])
	}
	if err := s.CloseSession(2); err != nil {
		t.Fatal(err)
	}
	_, html = c.get("/pos/ui/2/product/abc?from_backend=True")
	globals = pageGlobals(t, html)
	if globals["pos_session_id"] != 4.0 || globals["from_backend"] != 1.0 {
		t.Errorf("the new session is %v", globals["pos_session_id"])
	}
	if ps := s.sessions[4]; ps.state != stateOpening || ps.user != users["cashier"].id {
		t.Errorf("the new session is %+v", ps)
	}
	if res, _ := c.get("/pos/ui/9"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("an unknown config gives %d", res.StatusCode)
	}
}

func TestUserWithoutPOSRightsOpensASessionButReadsNothing(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "office")
	if res, _ := c.get("/pos/ui/1"); res.StatusCode != http.StatusOK {
		t.Errorf("the page gives %d", res.StatusCode)
	}
	if err := c.callKW("pos.session", "load_data", nil, record{}, 1, []any{}); err == nil {
		t.Error("load_data answers a user without POS rights")
	}
	if res, _ := c.get("/poswarm/manifest/1"); res.StatusCode != http.StatusForbidden {
		t.Errorf("the manifest gives %d", res.StatusCode)
	}
}

func TestUpgradeChangesHashesAndRestartDoesNot(t *testing.T) {
	s := start(t, Options{})
	c := newClient(t, s)
	before, hash := s.build.jsURL(), s.hash()
	res, _ := c.get(before)
	if res.StatusCode != http.StatusOK || res.Header.Get("Cache-Control") != immutable {
		t.Fatalf("the bundle gives %d %v", res.StatusCode, res.Header)
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if s.build.jsURL() != before || s.hash() != hash {
		t.Error("a restart changed a hash")
	}
	if err := s.Upgrade(); err != nil {
		t.Fatal(err)
	}
	res, _ = c.get(before)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != s.build.jsURL() || s.hash() == hash {
		t.Errorf("an old hash gives %d %s", res.StatusCode, res.Header.Get("Location"))
	}
	_, text := c.get("/web/bundle/point_of_sale.assets_prod?lang=en_US")
	if !strings.Contains(text, s.build.jsURL()) || !strings.Contains(text, s.build.cssURL()) {
		t.Errorf("the bundle list is %s", text)
	}
}

func TestTranslationsAnswerShortWhenTheHashIsKnown(t *testing.T) {
	c := newClient(t, start(t, Options{}))
	var full, short map[string]any
	_, text := c.get("/web/webclient/translations?hash=&lang=en_US")
	if err := json.Unmarshal([]byte(text), &full); err != nil {
		t.Fatal(err)
	}
	if full["modules"] == nil || full["lang_parameters"] == nil {
		t.Errorf("the full body is %s", text)
	}
	_, text = c.get(fmt.Sprintf("/web/webclient/translations?hash=%s&lang=en_US", full["hash"]))
	if err := json.Unmarshal([]byte(text), &short); err != nil {
		t.Fatal(err)
	}
	if len(short) != 2 || short["hash"] != full["hash"] {
		t.Errorf("the short body is %s", text)
	}
}

func TestLoadDataFullAndDelta(t *testing.T) {
	c := loggedIn(t, start(t, Options{Products: 60}), "admin")
	load := func(since any) map[string][]record {
		var data map[string][]record
		ctx := record{"context": record{"pos_last_server_date": since, "pos_limited_loading": true}}
		if err := c.callKW("pos.session", "load_data", &data, ctx, 1, []any{}); err != nil {
			t.Fatal(err)
		}
		return data
	}
	full := load(false)
	mark := full["pos.config"][0]["_data_server_date"]
	if n := len(full["product.product"]); n != 60 {
		t.Errorf("%d products, want 60", n)
	}
	if mark.(string) <= full["pos.config"][0]["last_data_change"].(string) {
		t.Error("the watermark is not newer than the last change: the page would load everything again each time")
	}
	delta := load(mark)
	if len(delta["product.product"]) != 0 || len(delta["pos.session"]) != 1 || delta["pos.config"][0]["_data_server_date"] != mark {
		t.Errorf("the delta has %d products, watermark %v", len(delta["product.product"]), delta["pos.config"][0]["_data_server_date"])
	}
	var params map[string]struct {
		Fields    []string
		Relations map[string]record
	}
	c.call("pos.session", "load_data_params", &params, 1)
	if len(params) != len(full) || len(params["product.product"].Fields) == 0 || params["pos.order"].Relations["lines"]["relation"] != "pos.order.line" {
		t.Errorf("load_data_params has %d models, load_data %d", len(params), len(full))
	}
}

func order(uuid string, session int) record {
	return record{
		"uuid": uuid, "session_id": session, "state": "paid", "amount_total": 12.5, "name": "/", "pos_reference": "261-1-000001",
		"lines":       []any{[]any{0, 0, record{"product_id": 5, "qty": 1, "uuid": uuid + "-l"}}},
		"payment_ids": []any{[]any{0, 0, record{"amount": 12.5, "payment_method_id": 1, "uuid": uuid + "-p"}}},
	}
}

func TestSyncIsIdempotentByUUID(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "cashier")
	var first, again map[string][]record
	c.call("pos.order", "sync_from_ui", &first, []any{order("u1", 1)})
	c.call("pos.order", "sync_from_ui", &again, []any{order("u1", 1)})
	if first["pos.order"][0]["id"] != again["pos.order"][0]["id"] {
		t.Error("the same order got two ids")
	}
	orders := s.Orders()
	if len(orders) != 1 || orders[0].Received != 2 || len(orders[0].Payments) != 1 || orders[0].Lines != 1 || orders[0].Total != 12.5 {
		t.Errorf("the server has %+v", orders)
	}
}

func TestOrderOfAClosedSessionMovesToTheOpenOne(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "cashier")
	if err := s.CloseSession(1); err != nil {
		t.Fatal(err)
	}
	if err := c.callKW("pos.order", "sync_from_ui", nil, record{}, []any{order("u1", 1)}); err == nil {
		t.Error("an order was accepted with no register open")
	}
	if err := s.OpenSession(1); err != nil {
		t.Fatal(err)
	}
	c.call("pos.order", "sync_from_ui", nil, []any{order("u1", 1)})
	if o := s.Orders(); len(o) != 1 || o[0].Session != 4 {
		t.Errorf("the server has %+v", o)
	}
}

// A terminal that is refused must not get into closing control first: no other
// gets in after it.
func TestClosingControlKeepsTerminalsAndOrdersOut(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	draft := order("d", 1)
	draft["state"] = "draft"
	c.call("pos.order", "sync_from_ui", nil, []any{draft})
	for _, method := range []string{"post_closing_cash_details", "close_session_from_ui"} {
		var answer record
		if c.call("pos.session", method, &answer, []any{1}); answer["successful"] != false || answer["message"] == "" {
			t.Errorf("with a draft %s says %v", method, answer)
		}
	}
	if res, _ := c.get("/pos/ui/1"); res.StatusCode != http.StatusOK {
		t.Errorf("a refused register answers %d", res.StatusCode)
	}
	c.call("pos.session", "update_closing_control_state_session", nil, []any{1}, "")
	if res, _ := c.get("/pos/ui/1"); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a closing register answers %d", res.StatusCode)
	}
	if err := c.callKW("pos.order", "sync_from_ui", nil, record{}, []any{order("u", 1)}); err == nil {
		t.Error("an order was accepted by a closing register")
	}
}

func TestReadsOfTheCommandLine(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	var configs []record
	c.call("pos.config", "search_read", &configs, []any{[]any{"id", "in", []int{2}}}, []string{"name", "current_session_id", "company_id"})
	if len(configs) != 1 || configs[0]["name"] != "Demo Bar" || fmt.Sprint(configs[0]["current_session_id"]) != "[2 POS/00002]" {
		t.Errorf("search_read gives %v", configs)
	}
	c.call("pos.config", "read", &configs, []int{1}, []string{"last_data_change", "current_session_state", "has_active_session"})
	if configs[0]["current_session_state"] != "opened" || configs[0]["has_active_session"] != true {
		t.Errorf("read gives %v", configs)
	}
	if err := c.callKW("pos.config", "read", nil, record{}, []int{99}, []string{"name"}); err == nil {
		t.Error("a config that does not exist was read")
	}
	if err := c.callKW("pos.config", "nope", nil, record{}); err == nil {
		t.Error("a method that does not exist was called")
	}
}

func TestManifestNamesWhatThePageAsksFor(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "cashier")
	res, text := c.get("/poswarm/manifest/1")
	var m struct {
		Assets, Extras, Images []string
		PosSession             int `json:"pos_session"`
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || m.PosSession != 1 {
		t.Fatalf("got %d %s", res.StatusCode, text)
	}
	for _, u := range append(append(m.Assets, m.Extras...), m.Images...) {
		res, _ := c.get(strings.ReplaceAll(u, "+", "%2B"))
		if res.StatusCode != http.StatusOK || strings.Contains(res.Header.Get("Content-Disposition"), "placeholder") {
			t.Errorf("%s gives %d %s", u, res.StatusCode, res.Header.Get("Content-Disposition"))
		}
	}
	if res, _ := c.get("/poswarm/manifest/99"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown config gives %d", res.StatusCode)
	}
	if stock := loggedIn(t, start(t, Options{Worker: WorkerStockLike}), "admin"); true {
		if res, _ := stock.get("/poswarm/manifest/1"); res.StatusCode != http.StatusNotFound {
			t.Errorf("without the addon the manifest gives %d", res.StatusCode)
		}
	}
}

func TestImagesRevalidateByETag(t *testing.T) {
	c := loggedIn(t, start(t, Options{}), "admin")
	res, _ := c.get("/web/image/res.company/1/logo/256x256")
	if res.Header.Get("Cache-Control") != revisited {
		t.Errorf("the logo is kept as %s", res.Header.Get("Cache-Control"))
	}
	res, _ = c.get("/web/image/res.company/1/logo/256x256", "If-None-Match", res.Header.Get("ETag"))
	if res.StatusCode != http.StatusNotModified {
		t.Errorf("a known logo gives %d", res.StatusCode)
	}
}

func TestLogCountsPerRoute(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	s.Log().Reset()
	c.get("/pos/ui/1")
	c.get("/pos/ui/1/product/5c9d")
	c.get(s.productImage())
	c.call("pos.session", "load_data_params", nil, 1)
	for _, want := range []string{
		"GET /pos/ui/{config}", "GET /pos/ui/{config}/{page}", "GET /web/image product.template",
		"POST /web/dataset/call_kw pos.session.load_data_params",
	} {
		if s.Log().Count(want) != 1 {
			t.Errorf("%s was counted %d times; counts: %v", want, s.Log().Count(want), s.Log().Counts())
		}
	}
	for range logSize + 10 {
		s.log.add(Entry{Route: "x"})
	}
	if n := len(s.Log().Entries()); n > logSize || s.Log().Count("x") != logSize+10 {
		t.Errorf("%d entries, count %d", n, s.Log().Count("x"))
	}
}

func TestControlOverHTTP(t *testing.T) {
	s := start(t, Options{})
	c := loggedIn(t, s, "admin")
	post := func(verb string) int {
		r, _ := http.NewRequest(http.MethodPost, s.URL()+"/demo/control/"+verb, nil)
		res, _ := c.do(r)
		return res.StatusCode
	}
	number := s.buildNumber()
	if post("upgrade") != http.StatusOK || s.buildNumber() != number+1 {
		t.Error("no upgrade")
	}
	if post("close-session?config=2") != http.StatusOK || s.openSession(2) != nil {
		t.Error("the session is open")
	}
	if post("open-session?config=2") != http.StatusOK || s.openSession(2) == nil {
		t.Error("no session is open")
	}
	if post("open-session?config=7") != http.StatusBadRequest || post("nonsense") != http.StatusNotFound {
		t.Error("nonsense was accepted")
	}
	if post("expire-logins") != http.StatusOK || c.rpc("/pos/ping", record{}, nil) == nil {
		t.Error("the log-in still works")
	}
	if post("restart") != http.StatusAccepted {
		t.Error("no restart")
	}
	c.http.CloseIdleConnections()
	for wait := pacetest.For(t, 5*time.Second, "the server to be started again"); ; {
		r, _ := http.NewRequest(http.MethodGet, s.URL()+"/demo/state", nil)
		r.Close = true
		var state struct{ Starts int }
		if res, err := c.http.Do(r); err == nil {
			err = json.NewDecoder(res.Body).Decode(&state)
			res.Body.Close()
			if err == nil && state.Starts == 2 {
				break
			}
		}
		wait.Over(t)
	}
	for _, path := range []string{"/demo", "/demo/log", "/demo/orders", "/demo/state"} {
		if res, _ := c.get(path); res.StatusCode != http.StatusOK {
			t.Errorf("%s gives %d", path, res.StatusCode)
		}
	}
}

func TestStartRefusesNonsense(t *testing.T) {
	for _, o := range []Options{{Worker: "other"}, {Products: MaxProducts + 1}, {Listen: "256.0.0.1:0"}} {
		if s, err := Start(context.Background(), o); err == nil {
			s.Close()
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestFiftyThousandProducts(t *testing.T) {
	began := time.Now()
	c := loggedIn(t, start(t, Options{Products: MaxProducts}), "admin")
	var found map[string][]record
	c.call("product.template", "load_product_from_pos", &found, 1, []any{[]any{"barcode", "ilike", ean13(40_000)}}, 0, 0)
	if len(found["product.template"]) != 1 || len(found["product.product"]) != 1 {
		t.Errorf("found %d products", len(found["product.template"]))
	}
	either := []any{"|", []any{"name", "ilike", "kettle 1000"}, []any{"barcode", "ilike", "nothing"}, []any{"sale_ok", "=", true}}
	c.call("product.template", "load_product_from_pos", &found, 1, either, 0, 0)
	if len(found["product.template"]) != 1 {
		t.Errorf("a search by either finds %d products", len(found["product.template"]))
	}
	t.Logf("after %v", time.Since(began))
}

func TestGlobalsAreSpacedAsInPython(t *testing.T) {
	got := string(spaced([]byte(`{"a":[1,2],"b":"c,d:\"e\\","f":{}}`)))
	if want := `{"a": [1, 2], "b": "c,d:\"e\\", "f": {}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
