package scenario

import (
	"bytes"
	"fmt"
	"strings"

	"poswarm/internal/fault"
)

// tables are the generated parts of docs/scenarios.md, by the name in their marks.
var tables = map[string]func() string{"steps": stepsTable, "faults": faultsTable}

// Document writes the tables of steps and faults anew into the text of
// docs/scenarios.md, between their marks.
func Document(page []byte) ([]byte, error) {
	for name, table := range tables {
		begin, end := fmt.Appendf(nil, "<!-- %s: written by go generate ./verify/scenario -->\n", name), fmt.Appendf(nil, "<!-- end of %s -->\n", name)
		before, rest, has := bytes.Cut(page, begin)
		_, after, ends := bytes.Cut(rest, end)
		if !has || !ends {
			return nil, fmt.Errorf("the page has no marks of the table of %s", name)
		}
		page = bytes.Join([][]byte{before, begin, []byte(table()), end, after}, nil)
	}
	return page, nil
}

func stepsTable() string {
	var b strings.Builder
	b.WriteString("| step | does |\n|---|---|\n")
	for _, d := range Definitions() {
		// The bar of a choice would end the cell.
		fmt.Fprintf(&b, "| %s | %s |\n", strings.ReplaceAll(d.Form, "|", `\|`), strings.ReplaceAll(d.Does, "|", `\|`))
	}
	return b.String()
}

func faultsTable() string {
	var b strings.Builder
	b.WriteString("| fault | what the terminal meets |\n|---|---|\n")
	for _, r := range fault.Rows() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.Name, r.Meets)
	}
	return b.String()
}
