package chrome

import (
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/chromedp/cdproto/har"
)

// The parts of a HAR 1.2 file that the generated types do not have: fields of
// our own begin with an underscore, as the format asks.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string       `json:"version"`
		Creator *har.Creator `json:"creator"`
		Pages   []*har.Page  `json:"pages"`
		Entries []harEntry   `json:"entries"`
		Comment string       `json:"comment,omitempty"`
	}
	harEntry struct {
		*har.Entry
		Type   string `json:"_resourceType"`
		Source Source `json:"_source"`
		Worker bool   `json:"_throughServiceWorker"`
		Cache  string `json:"_cacheStorage,omitempty"`
		Error  string `json:"_error,omitempty"`
	}
)

// HAR is the record's requests as an HTTP Archive 1.2, to be encoded as JSON.
// It holds no body, neither of a question nor of an answer. Its headers and
// addresses are as they were: redact them before they are kept.
func (r *Record) HAR(creator, version string) any {
	file := harFile{harLog{Version: "1.2", Creator: &har.Creator{Name: creator, Version: version},
		Pages: []*har.Page{}, Entries: []harEntry{}}}
	for _, x := range r.Exchanges() {
		page := fmt.Sprintf("load_%d", x.Load)
		if n := len(file.Log.Pages); n == 0 || file.Log.Pages[n-1].ID != page {
			file.Log.Pages = append(file.Log.Pages, &har.Page{ID: page, Title: x.URL, StartedDateTime: harTime(x.Began), PageTimings: &har.PageTimings{}})
		}
		file.Log.Entries = append(file.Log.Entries, x.har(page))
	}
	if dropped := r.Dropped(); dropped > 0 {
		file.Log.Comment = fmt.Sprintf("%d further requests and events did not fit", dropped)
	}
	return file
}

func (x *Exchange) har(page string) harEntry {
	wait, receive := x.spans()
	entry := &har.Entry{Pageref: page, StartedDateTime: harTime(x.Began), Time: wait + receive, Cache: &har.Cache{},
		Timings: &har.Timings{Wait: wait, Receive: receive},
		Request: &har.Request{Method: x.Method, URL: x.URL, HTTPVersion: harProtocol(x.Protocol), Cookies: []*har.Cookie{},
			Headers: harHeaders(x.Request), QueryString: harQuery(x.URL), HeadersSize: -1, BodySize: -1},
		Response: &har.Response{Status: int64(x.Status), StatusText: x.StatusText, HTTPVersion: harProtocol(x.Protocol), Cookies: []*har.Cookie{},
			Headers: harHeaders(x.Response), Content: &har.Content{Size: x.Bytes, MimeType: x.MimeType},
			RedirectURL: header(x.Response, "location"), HeadersSize: -1, BodySize: x.Bytes},
	}
	if x.Ended.IsZero() {
		entry.Comment = "not ended"
	}
	return harEntry{Entry: entry, Type: strings.ToLower(x.Type), Source: x.Source, Worker: x.Worker, Cache: x.Cache, Error: x.Error}
}

// spans are the milliseconds up to the answer's head and from there to its end.
func (x *Exchange) spans() (wait, receive float64) {
	switch {
	case x.Answered.IsZero() && x.Ended.IsZero():
		return 0, 0
	case x.Answered.IsZero():
		return milliseconds(x.Ended.Sub(x.Began)), 0
	case x.Ended.IsZero():
		return milliseconds(x.Answered.Sub(x.Began)), 0
	}
	return milliseconds(x.Answered.Sub(x.Began)), milliseconds(x.Ended.Sub(x.Answered))
}

// milliseconds are to the microsecond, and never negative: an answer of a
// cache may be there before Chrome notes that it was asked for.
func milliseconds(d time.Duration) float64 {
	return math.Max(0, float64(d.Microseconds())/1000)
}

func harTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// harProtocol is empty in the answers of workers and caches; readers of HAR
// want a text.
func harProtocol(p string) string {
	if p == "" {
		return "unknown"
	}
	return p
}

func harHeaders(all []Header) []*har.NameValuePair {
	out := make([]*har.NameValuePair, 0, len(all))
	for _, h := range all {
		out = append(out, &har.NameValuePair{Name: h.Name, Value: h.Value})
	}
	return out
}

func harQuery(address string) []*har.NameValuePair {
	out := []*har.NameValuePair{}
	_, query, _ := strings.Cut(address, "?")
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		out = append(out, &har.NameValuePair{Name: unescape(name), Value: unescape(value)})
	}
	return out
}

// unescape leaves what is no valid encoding as it stands.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// header returns the value of a header, or "".
func header(all []Header, name string) string {
	for _, h := range all {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}
