package verify

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"poswarm/internal/chrome"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
	"poswarm/scenarios"
)

// judgeConsole is the verdict on what the page wrote to the console: nil when there is
// nothing but what a POS without its server always writes. What another addon says
// about its own call, which was cut, is listed and no fault of the POS.
func judgeConsole(seen chrome.Observed) (others []result.Warning, err error) {
	lines := slices.Clone(seen.Exceptions)
	for _, entry := range seen.Console {
		if entry.Level == "error" {
			lines = append(lines, entry.Text+" ("+entry.URL+")")
		}
	}
	for _, line := range lines {
		switch {
		case expected(line):
		case ofAnother(line):
			others = append(others, result.Warning{Reason: result.ConsoleError, Detail: line,
				Hint: "another addon calls the server while the POS is up; it writes this whenever the server is away"})
		default:
			return nil, odooui.Failf(result.ConsoleError, "%s", line)
		}
	}
	return others, nil
}

func expected(line string) bool {
	return slices.ContainsFunc(scenarios.ExpectedConsole(), func(known *regexp.Regexp) bool { return known.MatchString(line) })
}

// lost is what Chrome and Odoo's rpc (addons/web/static/src/core/network/rpc.js) write
// about a call that was cut, with its address.
var lost = regexp.MustCompile(`^(?:Failed to load resource: net::ERR_\w+ \((\S+)\)$|(?:Uncaught \(in promise\):? )?ConnectionLostError: Connection to "([^"]+)")`)

// posModels begin the names of the models that the POS itself asks for.
var posModels = regexp.MustCompile(`^(pos|product|barcode|restaurant|loyalty|uom|account|sale|event|decimal|res\.(partner|users|lang|currency|country))\.`)

// callKW is followed by a model and a method (addons/web/controllers/dataset.py).
const callKW = "/web/dataset/call_kw/"

// ofAnother says whether a line is about a cut call of a model or a route that the POS
// does not have. A file that is missing is none.
func ofAnother(line string) bool {
	m := lost.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	address, err := url.Parse(m[1] + m[2])
	if err != nil {
		return false
	}
	if model, is := strings.CutPrefix(address.Path, callKW); is {
		return !posModels.MatchString(model)
	}
	first, rest, found := strings.Cut(strings.TrimPrefix(address.Path, "/"), "/")
	return found && !strings.Contains(rest, ".") && !strings.HasPrefix(rest, "static/") &&
		!slices.Contains([]string{"pos", "web", "bus", "odoo", "poswarm"}, first)
}
