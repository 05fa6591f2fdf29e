package odoo

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

func TestClockAhead(t *testing.T) {
	var behind time.Duration
	dated := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		if dated {
			w.Header().Set("Date", time.Now().Add(-behind).UTC().Format(http.TimeFormat))
		}
		_, _ = w.Write([]byte(`{"result": {"server_version": "19.0"}}`))
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		behind  time.Duration
		dated   bool
		at, til time.Duration
	}{
		{0, true, 0, 0},
		{time.Hour, true, time.Hour - time.Second, time.Hour + 2*time.Second},
		{-time.Hour, true, -time.Hour - 2*time.Second, -time.Hour + 2*time.Second},
		{time.Hour, false, 0, 0},
	} {
		behind, dated = c.behind, c.dated
		client := New(base, nil)
		if _, err := client.Version(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := client.ClockAhead(); got < c.at || got > c.til {
			t.Errorf("%+v: %s ahead", c, got)
		}
	}
}
