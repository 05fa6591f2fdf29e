package chrome

import (
	"context"
	"errors"
	"testing"
	"time"
)

// A killed browser is gone, all of it, and says that it was not asked to end.
func TestKill(t *testing.T) {
	profile := t.TempDir()
	b, err := Launch(context.Background(), Options{Profile: profile, Headless: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx := within(t, 20*time.Second)
	if err := b.Kill(ctx); err != nil {
		t.Fatal(err)
	}
	var exit *ExitError
	if !errors.As(b.Err(), &exit) {
		t.Errorf("after the kill: %v", b.Err())
	}
	again, err := Launch(ctx, Options{Profile: profile, Headless: true})
	if err != nil {
		t.Fatalf("the profile of a killed browser: %v", err)
	}
	if err := again.Close(ctx); err != nil {
		t.Error(err)
	}
}

// ClearSite leaves a site as a browser that never was there.
func TestClearSite(t *testing.T) {
	b, err := Launch(context.Background(), Options{Profile: t.TempDir(), Headless: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx := within(t, 20*time.Second)
	defer b.Close(ctx)
	s := newSite(t)
	page, err := b.FirstPage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Navigate(ctx, s.URL); err != nil {
		t.Fatal(err)
	}
	const left = `Promise.all([caches.keys(), indexedDB.databases()]).then(([a, b]) => a.length + b.length + localStorage.length)`
	var n int
	err = page.Eval(ctx, `(localStorage.a = "1", caches.open("c").then(() => new Promise(done => indexedDB.open("d").onsuccess = e => (e.target.result.close(), done()))).then(() => `+left+`))`, &n)
	if err != nil || n != 3 {
		t.Fatalf("%d things stored, %v", n, err)
	}
	if err := b.ClearSite(ctx, s.URL); err != nil {
		t.Fatal(err)
	}
	if err := page.Navigate(ctx, s.URL); err != nil {
		t.Fatal(err)
	}
	if err := page.Eval(ctx, left, &n); err != nil || n != 0 {
		t.Errorf("%d things left, %v", n, err)
	}
}
