package demo

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/addon"
	"poswarm/internal/chrome"
	"poswarm/internal/demo/bundle/pagecode"
)

// deployCode serves other page code.
func (s *Server) deployCode(js []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.build.js = js
}

// Odoo has another name for each thing in turn that the page module relies on.
// The till comes up and sells each time, and what is off has its name.
func TestMutilatedOdoo(t *testing.T) {
	declared, err := addon.Declared()
	if err != nil {
		t.Fatal(err)
	}
	target := pageTarget()
	p := newTill(t, WorkerPoswarm)
	for _, text := range reliances(declared) {
		t.Run(text, func(t *testing.T) {
			reliance, err := addon.ParseReliance(text)
			if err != nil {
				t.Fatal(err)
			}
			js, err := pagecode.Mutilated(".", target, declared.Names, reliance)
			if err != nil {
				t.Fatal(err)
			}
			p := p.renew(t)
			p.comesUp(js)
			base := strings.TrimSuffix(text, "()")
			want := relyOn(declared, func(r string) bool { return r == text || strings.HasPrefix(r, base+"~") })
			if reliance.Kind == "dom" || reliance.Kind == "storage" {
				want = nil // known by sight, not looked up
			}
			p.offAre(want)
		})
	}
	modules := map[string]bool{}
	for _, from := range declared.Names {
		module, _, _ := strings.Cut(from, ":")
		modules[module] = true
	}
	for module := range modules {
		t.Run(module, func(t *testing.T) {
			js, err := pagecode.Missing(".", target, module)
			if err != nil {
				t.Fatal(err)
			}
			p := p.renew(t)
			p.comesUp(js)
			p.offAre(relyOn(declared, func(text string) bool {
				r, _ := addon.ParseReliance(text)
				return strings.HasPrefix(declared.Names[r.Name], module+":")
			}))
		})
	}
}

// pageTarget is the bundle that a demo serves unless told otherwise.
func pageTarget() pagecode.Target {
	targets := pagecode.Targets()
	return targets[slices.IndexFunc(targets, func(t pagecode.Target) bool { return t.PageModule && t.Build == Odoo19 })]
}

func reliances(declared addon.Declarations) []string {
	var all []string
	for _, patch := range declared.Patches {
		for _, text := range patch.Relies {
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	return all
}

// relyOn names the patches that rely on what fits, in the order of the names.
func relyOn(declared addon.Declarations, fits func(string) bool) []string {
	var names []string
	for _, patch := range declared.Patches {
		if slices.ContainsFunc(patch.Relies, fits) {
			names = append(names, patch.Name)
		}
	}
	slices.Sort(names)
	return names
}

// renew is the same tab for another test, and time of its own.
func (p *till) renew(t *testing.T) *till {
	next := *p
	next.t = t
	var cancel context.CancelFunc
	next.ctx, cancel = context.WithTimeout(context.Background(), 45*time.Second)
	t.Cleanup(cancel)
	return &next
}

func (p *till) comesUp(js []byte) {
	p.t.Helper()
	p.s.deployCode(js)
	p.call(`() => { window.before = true; }`, nil)
	p.navigate("/pos/ui/1")
	p.waitFor("the POS", `!window.before && window.posmodel && document.querySelector(".open-register-btn, article.product")`)
	if dialogs := p.eval(`document.querySelector(".pos-error, .modal, .o_error_dialog")?.innerText ?? ""`); dialogs != "" {
		p.t.Errorf("over the POS stands %q", dialogs)
	}
}

func (p *till) offAre(want []string) {
	p.t.Helper()
	off := p.eval(`window.poswarm.patches.filter(({ state }) => state === "off").map(({ name }) => name).sort().join(" ")`)
	if off != strings.Join(want, " ") {
		p.t.Errorf("off are %q, want %q; %s", off, want, p.eval(`window.poswarm.patches`))
	}
	if len(want) > 0 && !slices.ContainsFunc(p.page.Observed().Console, func(line chrome.ConsoleEntry) bool {
		named := func(name string) bool { return strings.Contains(line.Text, name+" (") }
		return line.Level == "warning" && !slices.ContainsFunc(want, func(name string) bool { return !named(name) })
	}) {
		p.t.Errorf("the console does not name %q", want)
	}
}

// Whatever of ours throws, when it is put on or when it runs: the till comes up
// and sells as Odoo's own does, and says what threw.
func TestOwnFaults(t *testing.T) {
	target := pageTarget()
	code, err := pagecode.Build(".", target)
	if err != nil {
		t.Fatal(err)
	}
	for name, fault := range map[string]struct{ where, want string }{
		"when it runs":   {`(?m)^ +(async )?\w+\(stock(, [^)]*)?\) \{$`, "on"},
		"when it is put": {`(?m)^ +definePatch\("\w+", \(.*\) => \{$`, "off"},
	} {
		t.Run(name, func(t *testing.T) {
			faulty := regexp.MustCompile(fault.where).ReplaceAll(code, []byte("$0 throw new Error('a fault of ours');"))
			p := newTill(t, WorkerPoswarm)
			p.comesUp(faulty)
			p.sell()
			p.waitFor("the sale on the server", `posmodel.getOrder().isSynced`)
			states := p.eval(`[...new Set(window.poswarm.patches.filter(({ error }) => error === "Error: a fault of ours")
				.map(({ state }) => state))].join(" ")`)
			if states != fault.want {
				t.Errorf("the patches with a fault are %q, want %q", states, fault.want)
			}
			if n := len(p.s.Orders()); n != 1 {
				t.Errorf("%d orders on the server, want 1", n)
			}
		})
	}
}
