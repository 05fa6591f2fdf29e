package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// inspect shows one row a snapshot, and what concerns a whole server below.
func (p *page) inspect(doc *result.Inspect) {
	var rows [][]string
	for _, server := range doc.Servers {
		for _, s := range server.Snapshots {
			outcome, _ := s.Sound()
			rows = append(rows, []string{clean.Line(server.Origin), strconv.Itoa(s.Config), clean.Line(s.Name), p.color(outcome, clean.Line(s.State)), p.age(s.Created),
				strconv.Itoa(s.Entries), size(s.Bytes), fmt.Sprintf("%d of %d", s.Images.Stored, s.Images.Wanted),
				strconv.Itoa(s.Replies), clean.Line(strings.Join(s.Languages, " ")), strconv.Itoa(len(s.Missing)), strconv.Itoa(len(s.Refused))})
		}
	}
	if len(rows) > 0 {
		p.table([]string{"SERVER", "POS", "NAME", "SNAPSHOT", "AGE", "ENTRIES", "SIZE", "IMAGES", "REPLIES", "LANGUAGES", "GONE", "REFUSED"}, rows)
	}
	for _, server := range doc.Servers {
		p.inspectServer(server)
	}
	p.line("")
	if doc.InUse {
		p.line("the profile %s is in use: this is a copy of a moment ago", clean.Line(doc.Profile))
	}
	for _, one := range doc.Checks().Cases {
		if one.Outcome != result.Passed {
			p.line("%s: %s: %s", clean.Line(one.Name), p.outcome(one.Outcome), clean.Line(one.Detail))
		}
	}
	p.sum(doc.Checks(), "POS")
}

func (p *page) inspectServer(server result.InspectServer) {
	p.line("")
	worker := "a worker that is not poswarm's"
	if server.Worker == "poswarm" {
		worker = "poswarm's worker " + clean.Line(server.Version)
	}
	p.line("%s: %s, log-in %s, %s stored, %s", clean.Line(server.Origin), worker, loginText(server.LoginUntil), size(server.Storage.Usage), persistence(server.Storage.Persisted))
	for _, one := range server.Obstacles {
		outcome := result.Degraded
		if one.Certain {
			outcome = result.Failed
		}
		p.line("  %s", p.color(outcome, clean.Line(one.Detail)))
		p.line("    %s", clean.Line(one.Hint))
	}
	if server.LoggedOut {
		p.line("  %s", p.color(result.Degraded, result.LoggedOutWords))
	}
	for _, db := range server.Databases {
		p.line("  POS %d in %s: session %s, %s, %s", db.Config, clean.Line(db.Database), sessions(db.Sessions), plural(db.Products, "product"), plural(db.Orders, "order"))
	}
	for _, s := range server.Snapshots {
		if outcome, detail := s.Sound(); s.LoggedOut && len(s.Missing) == 0 {
			p.line("  %s", p.color(outcome, fmt.Sprintf("POS %d, %s: %s", s.Config, clean.Line(s.State), detail)))
		}
		p.listed(fmt.Sprintf("  POS %d, %s, gone from the disk:", s.Config, clean.Line(s.State)), s.Missing)
		var refused []string
		for _, r := range s.Refused {
			refused = append(refused, r.Reason+"  "+r.URL)
		}
		p.listed(fmt.Sprintf("  POS %d, %s, not stored:", s.Config, clean.Line(s.State)), refused)
		p.listed(fmt.Sprintf("  POS %d, %s, lacks:", s.Config, clean.Line(s.State)), s.Lacking())
	}
}

// listed shows the first of many lines under a title, nothing for none.
func (p *page) listed(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.line("%s", title)
	for _, text := range lines[:min(len(lines), maxRefused)] {
		p.line("    %s", clean.Line(text))
	}
	if more := len(lines) - maxRefused; more > 0 {
		p.line("    and %d more (--format json has all)", more)
	}
}

func loginText(until *string) string {
	if until == nil {
		return "none that lasts"
	}
	at, err := time.Parse(time.RFC3339, *until)
	switch {
	case err != nil:
		return "unknown"
	case time.Until(at) <= 0:
		return "expired " + humanize.Time(at)
	}
	return "until " + at.Local().Format("2006-01-02 15:04")
}

func persistence(persisted bool) string {
	if persisted {
		return "persistent"
	}
	return "Chrome may evict it on a full disk"
}

func sessions(ids []int) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(ids)), " "), "[]")
}

// age is how long ago a moment was, "" when it is none.
func (p *page) age(moment string) string {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return ""
	}
	now := p.o.Now
	if now.IsZero() {
		now = time.Now()
	}
	return humanize.RelTime(at, now, "ago", "ahead")
}
