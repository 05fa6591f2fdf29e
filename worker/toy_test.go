package worker_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/template"
	"time"
)

// toy is a server that speaks just enough of Odoo's protocol for its page,
// testdata/toy.js, to boot. Its knobs are what the tests turn.
type toy struct {
	mu sync.Mutex
	knobs
}

type knobs struct {
	build       string        // hash in the addresses of the bundles
	session     int           // open POS session of config 1; config 2 has one more
	state       string        // of the POS session
	lang        string        // of every user
	terms       string        // hash of the translations
	expired     bool          // the log-in is over
	pageDelay   time.Duration // before the page is answered
	callDelay   time.Duration // before load_data is answered
	rpcError    bool          // calls answer 200 with an error
	noManifest  bool          // the addon's manifest is not there
	missing     string        // path that answers 404
	silent      string        // path that is never answered
	extraImages int
	quit        chan struct{} // closed at the end of the test
	worker      string        // text added to the worker, to make it another version
	hold        chan struct{} // the worker is answered when it is closed; nil for at once
	stock       bool          // the addon is not installed: Odoo's own worker, no first-visit script
	off         bool          // the addon is switched off for this POS
	afterLogout bool          // the POS may open without a server after a log-out
	broken      bool          // the bundle throws before it starts
}

func newToy() *toy {
	return &toy{knobs: knobs{build: "0a1b2c3", session: 7, state: "opened", lang: "en_US", terms: "h1"}}
}

// set changes knobs while the server runs.
func (s *toy) set(change func(*toy)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *toy) now() toy {
	s.mu.Lock()
	defer s.mu.Unlock()
	return toy{knobs: s.knobs}
}

const (
	products   = 3
	addonFiles = "../addon/poswarm_offline_cache/worker/"
)

var (
	toyPage = template.Must(template.ParseFiles("testdata/toy.html"))
	pixel   = must(base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
	grey    = must(base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEElEQVR42mNkYPhfz8DAAAAGBQGA3VqhGwAAAABJRU5ErkJggg=="))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (s *toy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := s.now()
	path := r.URL.Path
	switch {
	case path == now.missing:
		http.NotFound(w, r)
	case path == now.silent:
		select {
		case <-now.quit:
		case <-r.Context().Done():
		}
	case path == "/toy/login":
		http.SetCookie(w, &http.Cookie{Name: "uid", Value: r.FormValue("uid"), Path: "/"})
		http.SetCookie(w, &http.Cookie{Name: "poswarm_logout", Path: "/", MaxAge: -1})
		answer(w, "text/html", "", "<title>in</title>")
	case path == "/toy/logout":
		http.SetCookie(w, &http.Cookie{Name: "poswarm_logout", Value: fmt.Sprintf("%d.toy", user(r)), Path: "/"})
		http.SetCookie(w, &http.Cookie{Name: "uid", Path: "/", MaxAge: -1})
		answer(w, "text/html", "", "<title>out</title>")
	case path == "/web/login":
		answer(w, "text/html", "no-cache", `<form action="/web/login" method="post"><input name="login"></form>`)
	case path == "/pos/service-worker.js":
		if now.hold != nil {
			<-now.hold
		}
		answer(w, "text/javascript", "", now.script("service-worker.js")+now.worker)
	case path == "/pos/poswarm":
		answer(w, "text/html", "", "<title>poswarm</title>")
	case strings.HasPrefix(path, "/pos/ui/"):
		now.page(w, r)
	case strings.HasPrefix(path, "/web/assets/"):
		now.asset(w, r)
	case strings.HasPrefix(path, "/web/image"):
		now.image(w, r)
	case path == "/web/webclient/translations":
		now.translations(w, r)
	case strings.HasPrefix(path, "/poswarm/manifest/"):
		now.manifest(w, r)
	case r.Method == http.MethodPost:
		now.call(w, r)
	case strings.HasSuffix(path, ".js"):
		answer(w, "text/javascript", "public, max-age=604800", "// "+path)
	case strings.HasSuffix(path, ".woff2"):
		answer(w, "font/woff2", "public, max-age=604800", "wOF2 "+path)
	default:
		answer(w, "image/png", "public, max-age=604800", string(pixel))
	}
}

// script is a script of the addon, or what stands in its place without it.
func (s *toy) script(name string) string {
	switch {
	case !s.stock:
		return string(must(os.ReadFile(addonFiles + name)))
	case name == "service-worker.js":
		return string(must(os.ReadFile("testdata/stock.js")))
	}
	return ""
}

func answer(w http.ResponseWriter, kind, cache, body string) {
	w.Header().Set("Content-Type", kind)
	if cache != "" {
		w.Header().Set("Cache-Control", cache)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	fmt.Fprint(w, body)
}

func user(r *http.Request) int {
	c, err := r.Cookie("uid")
	if err != nil {
		return 0
	}
	return must(strconv.Atoi(c.Value))
}

// page renders the POS page; like Odoo's it needs a log-in and an open session.
func (s *toy) page(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.pageDelay)
	if s.expired || user(r) == 0 {
		http.Redirect(w, r, "/web/login?redirect="+r.URL.Path, http.StatusSeeOther)
		return
	}
	config := must(strconv.Atoi(strings.Split(r.URL.Path, "/")[3]))
	build := s.build
	debug := r.FormValue("debug")
	urls := must(json.Marshal([]string{
		"/web/assets/" + build + "/toy.min.css", "/web/assets/" + build + "/toy.min.js",
		fmt.Sprintf("/pos/ui/%d?from_backend=True", config), fmt.Sprintf("/pos/ui/%d", config),
	}))
	backend := 0
	if r.FormValue("from_backend") != "" {
		backend = 1
	}
	odoo := must(json.Marshal(map[string]any{
		"__session_info__": map[string]any{
			"uid": user(r), "db": "toy", "bundle_params": map[string]any{"lang": s.lang},
			"user_context": map[string]any{"lang": s.lang, "uid": user(r), "allowed_company_ids": []int{1}},
		},
		"from_backend": backend, "pos_session_id": s.session + config - 1, "pos_config_id": config, "toy_extra_images": s.extraImages,
		"urls_to_cache": string(urls), "use_pos_fake_tours": false, "debug": debug,
	}))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	must(0, toyPage.Execute(w, map[string]any{"FirstVisit": s.script("first-visit.js"), "Odoo": string(odoo), "Build": build, "Off": s.off}))
}

// asset serves a bundle; an old hash is redirected to the new one, as Odoo does.
func (s *toy) asset(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	if parts[3] != s.build {
		http.Redirect(w, r, "/web/assets/"+s.build+"/"+parts[4], http.StatusSeeOther)
		return
	}
	const forever = "public, max-age=31536000, immutable"
	if strings.HasSuffix(r.URL.Path, ".css") {
		answer(w, "text/css", forever, `@font-face{font-family:Toy;src:url("/toy/static/toy.eot");src:url("/toy/static/toy.eot?#iefix") format("embedded-opentype"),url("/toy/static/toy.woff2") format("woff2"),url("/toy/static/toy.ttf")}
.lazy{background:url(/toy/static/lazy.png)} /* `+s.build+` */`)
		return
	}
	if s.broken {
		answer(w, "application/javascript", forever, `document.body.innerHTML = '<div class="pos-error"></div>';`)
		return
	}
	answer(w, "application/javascript", forever, "/* "+s.build+" */ window.toyBuild='"+s.build+"';\n"+string(must(os.ReadFile("testdata/toy.js"))))
}

// image answers a placeholder, cacheable for a year, when the log-in is over.
func (s *toy) image(w http.ResponseWriter, r *http.Request) {
	cache, body := "no-cache, private", pixel
	if r.FormValue("unique") != "" {
		cache = "max-age=31536000, private, immutable"
	}
	if s.expired {
		w.Header().Set("Content-Disposition", "inline; filename=placeholder.png")
		body = grey
	} else {
		w.Header().Set("Content-Disposition", `inline; filename="Lamp.png"`)
	}
	answer(w, "image/png", cache, string(body))
}

func (s *toy) translations(w http.ResponseWriter, r *http.Request) {
	body := map[string]any{"lang": r.FormValue("lang"), "hash": s.terms}
	if r.FormValue("hash") != s.terms {
		body["modules"] = map[string]any{"point_of_sale": map[string]any{"messages": []any{}}}
		body["lang_parameters"] = map[string]any{"direction": "ltr", "grouping": "[3,0]"}
		body["multi_lang"] = false
	}
	answer(w, "application/json; charset=utf-8", "public, max-age=31536000", string(must(json.Marshal(body))))
}

func (s *toy) manifest(w http.ResponseWriter, r *http.Request) {
	if s.noManifest {
		http.NotFound(w, r)
		return
	}
	config := must(strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/poswarm/manifest/")))
	body := map[string]any{
		"schema": 1, "database": "toy", "user": user(r), "config": map[string]any{"id": config, "name": fmt.Sprintf("Shop %d", config)},
		"after_logout": s.afterLogout, "extras": []string{"/toy/static/bell.png"},
		"translations": []map[string]string{{"lang": s.lang, "url": "/web/webclient/translations?hash=&lang=" + s.lang}},
		"deadlines":    map[string]int{"page": 1000, "call": 1000, "ping": 800},
	}
	answer(w, "application/json", "no-store", string(must(json.Marshal(body))))
}

// call answers JSON-RPC. The replies name the user, so that a mix-up shows.
func (s *toy) call(w http.ResponseWriter, r *http.Request) {
	var body struct {
		ID     int
		Params struct {
			Args   []any
			Kwargs struct{ Context map[string]any }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply := map[string]any{"jsonrpc": "2.0", "id": body.ID}
	switch {
	case s.expired || s.rpcError:
		reply["error"] = map[string]any{"code": 100, "message": "Odoo Session Expired"}
		reply["id"] = nil
	case r.URL.Path == "/pos/ping":
		reply["result"] = map[string]string{"response": "pong"}
	case strings.HasSuffix(r.URL.Path, "/load_data"):
		time.Sleep(s.callDelay)
		reply["result"] = s.data(body.Params.Args[0], body.Params.Kwargs.Context["pos_last_server_date"])
	default:
		reply["result"] = map[string]any{"user": user(r), "path": r.URL.Path, "args": body.Params.Args}
	}
	// Odoo's own order of members, which Go's map would not keep.
	value := `"result": ` + string(must(json.Marshal(reply["result"])))
	if reply["error"] != nil {
		value = `"error": ` + string(must(json.Marshal(reply["error"])))
	}
	text := fmt.Sprintf(`{"jsonrpc": "2.0", "id": %s, %s}`, must(json.Marshal(reply["id"])), value)
	answer(w, "application/json; charset=utf-8", "", text)
}

func (s *toy) data(session, since any) any {
	list := []map[string]any{}
	if since == false {
		for id := 1; id <= products; id++ {
			list = append(list, map[string]any{"id": id, "name": fmt.Sprintf("Product %d", id)})
		}
	}
	return map[string]any{"pos.session": []any{map[string]any{"id": session, "state": s.state}}, "product.product": list}
}

// till is a tab of a logged-in cashier before a toy server.
type till struct {
	*front
	toy *toy
}

func newTill(t *testing.T) till {
	t.Helper()
	s := newToy()
	f := newFront(t, s)
	s.quit = f.quit
	return till{f, s}
}

const isUp = `document.body?.dataset.up === "1"`
