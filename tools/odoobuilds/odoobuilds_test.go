// The tests of this package prove that the page of all names that the addon relies
// on is that of its sources, and that no name is missing in it.
package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"poswarm/addon"
)

const docs = "../../docs"

func TestPageIsFresh(t *testing.T) {
	declared, err := addon.Declared()
	if err != nil {
		t.Fatal(err)
	}
	f, err := readLookups(docs)
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(declared, f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(docs, pageName))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("docs/%s is stale: run go generate ./tools/odoobuilds", pageName)
	}
}

// A name that nobody has looked up in a known build is an error, not a "no".
func TestUnknownNameIsAnError(t *testing.T) {
	declared := addon.Declarations{Patches: []addon.DeclaredPatch{{Name: "p", Relies: []string{"odoo.nothing"}}}}
	_, err := render(declared, lookups{Builds: map[string]map[string]bool{"19.0": {}}})
	if err == nil || !strings.Contains(err.Error(), "odoo.nothing was not looked up in build 19.0") {
		t.Errorf("error %v", err)
	}
}

func TestLookUp(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"point_of_sale/static/src/app/store.js": `
import { Base } from "./base";
import { Parent as Other, Root } from "@web/core/root";

export class Store extends Root {
    async load() {
        this.network = { offline: false };
        this.loadLater = debounce(this.load, 100);
    }
}

export default class Unnamed {
    get() {}
}

export class Orphan extends Base {}
`,
		"web/static/src/core/root.js": `
export const bus = new EventBus();

export function rpc(url) {}

rpc._rpc = function () {
    bus.trigger("RPC:RESPONSE");
};

export class Root {
    setup() {}
}
`,
		"point_of_sale/static/src/app/loader.xml":    `<div class="pos-loader"/>`,
		"point_of_sale/views/pos_assets_index.xml":   `'access_token': access_token,`,
		"point_of_sale/static/src/app/a_database.js": "`point-of-sale-${id}`",
	} {
		path := filepath.Join(dir, "addons", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := source{dir: dir, files: map[string]string{}, names: map[string]string{
		"Store": "@point_of_sale/app/store:Store", "Unnamed": "@point_of_sale/app/store:default",
		"Orphan": "@point_of_sale/app/store:Orphan", "rpc": "@web/core/root:rpc", "bus": "@web/core/root:bus",
		"Gone": "@web/core/gone:Gone", "Hidden": "@web/core/root:Hidden",
	}}
	for text, want := range map[string]bool{
		"Store#load()": true, "Store#setup()": true, "Store#store()": false, "Store#network.offline": true,
		"Store#loadLater": true, "Store#loadLater()": false, "Store#network.gone": false, "Unnamed#get()": true,
		"Unnamed#load()": false, "rpc._rpc()": true, "rpc.other()": false, "rpc._rpc~RPC:RESPONSE": true,
		"rpc._rpc~RPC:REQUEST": false, "bus.addEventListener()": true, "rpc.addEventListener()": false,
		"Gone": false, "Hidden": false, "rpc": true, "dom:.pos-loader": true, "dom:.pos-other": false,
		"odoo.access_token": true, "odoo.token": false, "storage:point-of-sale-": true, "storage:other-": false,
		"Orphan#setup()": false,
	} {
		reliance, err := addon.ParseReliance(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.has(reliance); err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", text, got, err, want)
		}
	}
}
