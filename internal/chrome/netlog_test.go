package chrome

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReached(t *testing.T) {
	const head = `{"constants": {"logEventTypes":{"TCP_CONNECT":51,"UDP_CONNECT":96,"UDP_BYTES_SENT":99}},` + "\n" + `"events": [` + "\n"
	for name, c := range map[string]struct {
		log   string
		want  []string
		fails bool
	}{
		"nothing":            {head, nil, false},
		"a connection":       {head + `{"params":{"remote_address":"192.0.2.1:80"},"phase":2,"source":{"id":1},"type":51},` + "\n", []string{"192.0.2.1:80"}, false},
		"one that failed":    {head + `{"params":{"net_error":-102},"phase":2,"source":{"id":1},"type":51},` + "\n", nil, false},
		"a packet":           {head + `{"params":{"address":"192.0.2.2:53"},"source":{"id":7},"type":96},` + "\n" + `{"params":{"byte_count":3},"source":{"id":7},"type":99}],` + "\n" + `"polledData": [{}]}`, []string{"192.0.2.2:53"}, false},
		"of no connection":   {head + `{"params":{"address":"192.0.2.3:3478","byte_count":20},"source":{"id":8},"type":99}` + "\n", []string{"192.0.2.3:3478"}, false},
		"to nobody knows":    {head + `{"params":{"byte_count":20},"source":{"id":8},"type":99}` + "\n", []string{"an address that its log does not name"}, false},
		"none was sent":      {head + `{"params":{"address":"192.0.2.2:53"},"source":{"id":7},"type":96},` + "\n", nil, false},
		"the last, cut off":  {head + `{"params":{"remote_address":"192.0.2.1:80"},"type":51},` + "\n" + `{"params":{"remote_addr`, []string{"192.0.2.1:80"}, false},
		"another browser's":  {`{"constants": {"logEventTypes":{}},` + "\n", nil, true},
		"no log":             {"", nil, true},
		"something else":     {"<html>\n", nil, true},
		"the last of a list": {head + `{"params":{"remote_address":"192.0.2.9:443"},"source":{"id":1},"type":51}],` + "\n", []string{"192.0.2.9:443"}, false},
	} {
		got, err := reached(strings.NewReader(c.log))
		if !slices.Equal(got, c.want) || (err != nil) != c.fails {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := Reached(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a log that is not there has no addresses")
	}
}

// What this Chrome writes is what is read.
func TestReachedByChrome(t *testing.T) {
	s := newSite(t)
	log := filepath.Join(t.TempDir(), "netlog.json")
	b := open(t, t.TempDir(), func(o *Options) { o.NetLog = log })
	visit(t, firstPage(t, b), s.URL+"/plain")
	if err := b.Close(within(t, 20*time.Second)); err != nil {
		t.Fatal(err)
	}
	got, err := Reached(log)
	if host := strings.TrimPrefix(s.URL, "http://"); err != nil || !slices.Contains(got, host) {
		t.Errorf("%q, %v, want %s", got, err, host)
	}
}
