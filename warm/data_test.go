package warm_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
	"testing"

	"poswarm/warm"
)

// slowToStore makes the page of the shop take so many milliseconds to store its
// data, as that of a large shop does.
func (s shop) slowToStore(t *testing.T, ms int) warm.Options {
	t.Helper()
	const look = "async function dataIsStored() {"
	return s.through(t, &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(s.address); r.Out.Header.Del("Accept-Encoding") },
		ModifyResponse: func(r *http.Response) error {
			if !strings.HasSuffix(r.Request.URL.Path, ".js") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			body = bytes.Replace(body, []byte(look), []byte(look+"await new Promise((resolve) => setTimeout(resolve, "+strconv.Itoa(ms)+"));"), 1)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return err
		},
	})
}

// The products of a large shop are on screen long before they are stored, and
// only a page that says so has its snapshot committed.
func TestPrimeWaitsForTheDataOfThePage(t *testing.T) {
	t.Parallel()
	o := newShop(t).slowToStore(t, 4000)
	o.Images = "none"
	out, err := warm.Prime(within(t, o.Timeout), o)
	if err != nil {
		t.Fatal(err)
	}
	if one := out.Document.Configs[0]; one.Snapshot == nil || one.Snapshot.State != "current" {
		t.Errorf("%s: %s, snapshot %+v", one.Result, one.Detail, one.Snapshot)
	}
}
