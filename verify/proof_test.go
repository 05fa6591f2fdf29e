package verify

import (
	"errors"
	"strings"
	"testing"

	"poswarm/internal/chrome"
	"poswarm/verify/scenario"
)

// An answer of the browser's own HTTP cache is no proof of what the worker
// holds, whoever asked for it. Chrome calls an answer of Cache Storage "from
// disk cache" as well.
func TestAnswersOfTheHTTPCacheCount(t *testing.T) {
	document := chrome.Response{Type: "Document", FromServiceWorker: true, Source: "fallback-code"}
	cut := &scenario.Scenario{Steps: []scenario.Step{{Kind: scenario.KindCut}}}
	for _, c := range []struct {
		name  string
		asset chrome.Response
		lie   bool
	}{
		{"the worker's cache", chrome.Response{Type: "Script", FromServiceWorker: true, FromDiskCache: true, Source: "cache-storage"}, false},
		{"the worker asked the HTTP cache", chrome.Response{Type: "Script", FromServiceWorker: true, Source: "http-cache"}, true},
		{"past the worker", chrome.Response{Type: "Script", FromDiskCache: true}, true},
	} {
		p := proof{reached: true}
		if err := p.shown(chrome.Observed{Responses: []chrome.Response{document, c.asset}}); err != nil {
			t.Fatal(err)
		}
		err := p.missing(cut)
		var unproven *notProven
		if got := errors.As(err, &unproven) && strings.Contains(err.Error(), "HTTP cache"); got != c.lie {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	p := proof{}
	if err := p.shown(chrome.Observed{Responses: []chrome.Response{{Type: "Document", Source: "network"}}}); err == nil {
		t.Error("a document from the network passed for the worker's")
	}
}
