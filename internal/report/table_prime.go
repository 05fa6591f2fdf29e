package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"poswarm/internal/clean"
	"poswarm/internal/result"
)

// maxRefused is how many refused answers are listed; the document has them all.
const maxRefused = 10

// prime shows one row a POS with what the terminal holds now.
func (p *page) prime(doc *result.Prime) {
	rows := make([][]string, 0, len(doc.Configs))
	for _, c := range doc.Configs {
		row := []string{strconv.Itoa(c.Config), p.outcome(c.Result), clean.Line(string(c.Session))}
		if s := c.Snapshot; s != nil {
			row = append(row, clean.Line(s.State), p.age(s.Created), strconv.Itoa(s.Entries), size(s.Bytes),
				fmt.Sprintf("%d of %d", s.Images.Stored, s.Images.Wanted), strconv.Itoa(s.Replies), clean.Line(strings.Join(s.Languages, " ")))
		} else {
			row = append(row, "none", "", "", "", "", "", "")
		}
		rows = append(rows, append(row, fmt.Sprintf("%s, %s", plural(c.Downloaded.Files, "file"), size(c.Downloaded.Bytes)), span(c.DurationMS)))
	}
	p.table([]string{"POS", "RESULT", "SESSION", "SNAPSHOT", "AGE", "ENTRIES", "SIZE", "IMAGES", "REPLIES", "LANGUAGES", "DOWNLOADED", "TIME"}, rows)
	for _, c := range doc.Configs {
		p.primeDetail(c)
	}
	p.warnings(doc)
	if !doc.Lasting {
		p.line("")
		p.line("the profile was a temporary one: nothing was kept on this terminal")
	}
	p.sum(doc.Checks(), "POS")
}

// warnings says how long the terminal stays ready, and what may end that.
func (p *page) warnings(doc *result.Prime) {
	if doc.Lasting && doc.Storage != nil {
		p.line("")
		p.line("log-in %s; %s stored for this server, %s", loginText(doc.LoginUntil), size(doc.Storage.Usage), persistence(doc.Storage.Persisted))
	}
	for _, text := range doc.Warnings {
		p.line("%s", p.color(result.Degraded, "warning: "+clean.Line(text)))
	}
}

func (p *page) primeDetail(c result.PrimeConfig) {
	if c.Detail != "" {
		p.line("")
		p.line("POS %d: %s: %s", c.Config, p.outcome(c.Result), clean.Line(c.Detail))
	}
	if c.Snapshot == nil || len(c.Snapshot.Refused) == 0 {
		return
	}
	refused := c.Snapshot.Refused
	p.line("")
	p.line("POS %d: %s not stored:", c.Config, plural(len(refused), "answer"))
	for _, r := range refused[:min(len(refused), maxRefused)] {
		p.line("  %-18s %s", clean.Line(r.Reason), clean.Line(r.URL))
	}
	if more := len(refused) - maxRefused; more > 0 {
		p.line("  and %d more (--format json has all)", more)
	}
}

func size(bytes int64) string { return humanize.IBytes(uint64(max(bytes, 0))) }
