package verify

import (
	"testing"

	"poswarm/internal/chrome"
)

func TestConsoleIsJudgedByItsSource(t *testing.T) {
	const failed = "Failed to load resource: net::ERR_CONNECTION_REFUSED"
	entry := func(text, address string) chrome.Observed {
		return chrome.Observed{Console: []chrome.ConsoleEntry{{Level: "error", Text: text, URL: address}}}
	}
	thrown := func(text string) chrome.Observed { return chrome.Observed{Exceptions: []string{text}} }
	for name, c := range map[string]struct {
		seen   chrome.Observed
		fails  bool
		others int
	}{
		"nothing":                {chrome.Observed{}, false, 0},
		"a warning":              {chrome.Observed{Console: []chrome.ConsoleEntry{{Level: "warning", Text: "x"}}}, false, 0},
		"the ping":               {entry(failed, "http://shop/pos/ping"), false, 0},
		"another model":          {entry(failed, "http://shop/web/dataset/call_kw/queue.display/status"), false, 1},
		"another model, thrown":  {thrown(`Uncaught (in promise): ConnectionLostError: Connection to "/web/dataset/call_kw/queue.display/status" couldn't be established`), false, 1},
		"a route":                {entry(failed, "http://shop/queue_display/status"), false, 1},
		"a model of the POS":     {entry(failed, "http://shop/web/dataset/call_kw/pos.order/read_pos_orders"), true, 0},
		"a product":              {entry(failed, "http://shop/web/dataset/call_kw/product.product/read"), true, 0},
		"a route of the POS":     {entry(failed, "http://shop/pos/ui/1"), true, 0},
		"a file":                 {entry(failed, "http://shop/queue_display/static/src/app.js"), true, 0},
		"a bundle":               {entry(failed, "http://shop/web/assets/1a2b3c4/x.min.js"), true, 0},
		"an error of its own":    {thrown(`Uncaught TypeError: queue is undefined`), true, 0},
		"a call with its status": {entry("Failed to load resource: the server responded with a status of 500 ()", "http://shop/queue_display/status"), true, 0},
	} {
		others, err := judgeConsole(c.seen)
		if (err != nil) != c.fails || len(others) != c.others {
			t.Errorf("%s: %v, %v", name, others, err)
		}
	}
}
