package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// render prints a row a story and a column a browser, as Markdown, and below it the
// words of what failed.
func render(w io.Writer, columns []*column) error {
	table := tablewriter.NewTable(w, tablewriter.WithRenderer(renderer.NewMarkdown()), tablewriter.WithHeaderAutoFormat(tw.Off))
	head := []any{"story"}
	for _, c := range columns {
		head = append(head, c.version)
	}
	table.Header(head...)
	for _, story := range stories(columns) {
		cells := []any{story}
		for _, c := range columns {
			cells = append(cells, c.cell(story))
		}
		if err := table.Append(cells...); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	for _, c := range columns {
		if c.err != nil {
			fmt.Fprintf(w, "- %s: %v\n", c.name, c.err)
		}
		for _, one := range c.failed() {
			fmt.Fprintf(w, "- %s, %s: %s\n", c.name, one.story, strings.Join(strings.Fields(one.err.Error()), " "))
		}
	}
	return nil
}

// stories are those of the browser that came furthest.
func stories(columns []*column) (names []string) {
	for _, c := range columns {
		if len(c.rows) > len(names) {
			names = names[:0]
			for _, one := range c.rows {
				names = append(names, one.story)
			}
		}
	}
	return names
}

func (c *column) cell(story string) string {
	for _, one := range c.rows {
		switch {
		case one.story != story:
		case errors.Is(one.err, errForgets):
			return "not to be tried"
		case one.err != nil:
			return "failed"
		default:
			return "passed"
		}
	}
	return "not reached"
}
