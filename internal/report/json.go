package report

import (
	"encoding/json"
	"io"

	"poswarm/internal/result"
)

// jsonFormat writes the document itself: its fields are a contract.
type jsonFormat struct{}

func (jsonFormat) Kind() string { return "json" }

func (jsonFormat) Write(w io.Writer, doc result.Document, _ Options) error { return JSON(w, doc) }

// JSON writes any value as indented JSON with a line end.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	// The text is read by programs and people, not put into a web page.
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
