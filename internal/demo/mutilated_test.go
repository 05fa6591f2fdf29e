package demo

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"poswarm/addon"
	"poswarm/internal/chrome"
	"poswarm/internal/demo/bundle/pagecode"
	"poswarm/internal/pace/pacetest"
)

// deployCode serves other page code.
func (s *Server) deployCode(js []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.build.js = js
}

// Odoo has other names for all that the page module relies on, some in each part
// of the test. The till comes up and sells each time, what is off has its name, and
// so has what is missing.
func TestMutilatedOdoo(t *testing.T) {
	declared, err := addon.Declared()
	if err != nil {
		t.Fatal(err)
	}
	target := pagecode.WithPageModule(Odoo19)
	p := newTill(t, WorkerPoswarm)
	for i, part := range parts(reliances(t, declared)) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			js, err := pagecode.Mutilated(".", target, declared.Names, part...)
			if err != nil {
				t.Fatal(err)
			}
			p := p.renew(t)
			p.comesUp(js)
			p.offAre(declared, func(r addon.Reliance) bool {
				return r.LookedUp() && slices.ContainsFunc(part, func(gone addon.Reliance) bool { return goes(gone, r) })
			})
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
			p.offAre(declared, func(r addon.Reliance) bool {
				return strings.HasPrefix(declared.Names[r.Name], module+":")
			})
		})
	}
}

// goes reports whether r goes with gone: the bundler renames a property wherever
// it stands, and a method's text goes with the method.
func goes(gone, r addon.Reliance) bool {
	if gone == r {
		return true
	}
	return gone.Property() && r.Of != "" && r.Kind == "" && r.Word() == gone.Word()
}

// each takes the names in turn and not by the dozen: `make mutilated`, some minutes.
var each = flag.Bool("each", false, "TestMutilatedOdoo: take away one name at a time")

// parts deals all out to parts of a dozen. Names that are looked for in the text
// of the POS are apart from those that the bundler changes there.
func parts(all []addon.Reliance) [][]addon.Reliance {
	size := 12
	if *each {
		size = 1
	}
	slices.SortStableFunc(all, func(a, b addon.Reliance) int {
		switch {
		case a.Property() == b.Property():
			return 0
		case a.Property():
			return -1
		}
		return 1
	})
	first := slices.IndexFunc(all, func(r addon.Reliance) bool { return !r.Property() })
	return append(slices.Collect(slices.Chunk(all[:first], size)), slices.Collect(slices.Chunk(all[first:], size))...)
}

func reliances(t *testing.T, declared addon.Declarations) []addon.Reliance {
	t.Helper()
	var all []addon.Reliance
	for _, patch := range declared.Patches {
		for _, text := range patch.Relies {
			r, err := addon.ParseReliance(text)
			if err != nil {
				t.Fatal(err)
			}
			if r.Kind != "text" && !slices.Contains(all, r) { // the demo shows fewer pictures than Odoo
				all = append(all, r)
			}
		}
	}
	return all
}

// renew is the same tab for another test, and time of its own.
func (p *till) renew(t *testing.T) *till {
	next := *p
	next.t = t
	next.ctx = pacetest.Within(t, 45*time.Second)
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

// offAre checks that what is gone is missing or changed in each patch that relies
// on it, and that those are off and no others.
func (p *till) offAre(declared addon.Declarations, gone func(addon.Reliance) bool) {
	p.t.Helper()
	var names, want []string
	for _, patch := range declared.Patches {
		var lacks []string
		for _, text := range patch.Relies {
			if r, _ := addon.ParseReliance(text); gone(r) {
				lacks = append(lacks, text)
			}
		}
		if len(lacks) > 0 {
			slices.Sort(lacks)
			names = append(names, patch.Name)
			want = append(want, patch.Name+": "+strings.Join(lacks, " "))
		}
	}
	slices.Sort(want)
	off := p.eval(`window.poswarm.patches.filter(({ state }) => state === "off")
		.map(({ name, missing, changed }) => name + ": " + [...missing, ...changed].sort().join(" ")).sort().join("\n")`)
	if off != strings.Join(want, "\n") {
		p.t.Errorf("off are\n%s\nwant\n%s", off, strings.Join(want, "\n"))
	}
	if len(names) > 0 && !slices.ContainsFunc(p.page.Observed().Console, func(line chrome.ConsoleEntry) bool {
		named := func(name string) bool { return strings.Contains(line.Text, name+" (") }
		return line.Level == "warning" && !slices.ContainsFunc(names, func(name string) bool { return !named(name) })
	}) {
		p.t.Errorf("the console does not name %q", names)
	}
}

// Whatever of ours throws, when it is put on or when it runs: the till comes up
// and sells as Odoo's own does, and says what threw.
func TestOwnFaults(t *testing.T) {
	target := pagecode.WithPageModule(Odoo19)
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
