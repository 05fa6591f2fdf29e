// Package strictyaml reads the YAML files that people write for poswarm:
// scenarios and config files. It reads less of YAML than YAML allows, on
// purpose: no anchors, no aliases, no tags, no merge keys, one document a
// file, no key twice, no unknown key. Every node knows its line and column, and
// all mistakes of a file are collected, so that one run of a linter is enough.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The parser takes seconds and gigabytes for a few thousand open brackets, so
// what nobody writes by hand is refused before it is parsed.
const (
	maxBytes = 64 << 10
	maxLine  = 1000
	maxDepth = 40
)

// Doc is one file and the mistakes found in it.
type Doc struct {
	file  string
	lines []string
	errs  Errors
}

// Parse reads a file. The root node is of kind Null when the file is empty.
// Mistakes of syntax end it at once; those of meaning are added by the readers
// of Node and are had from Err.
func Parse(file string, data []byte) (*Doc, Node, error) { return ParseUpTo(file, data, maxBytes) }

// ParseUpTo is Parse for files of another size: what lists terminals is longer
// than what tells a story.
func ParseUpTo(file string, data []byte, limit int) (*Doc, Node, error) {
	// What Windows' editors begin a text with is no part of its first key.
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	d := &Doc{file: file, lines: strings.Split(string(data), "\n")}
	for i, line := range d.lines {
		d.lines[i] = strings.TrimSuffix(line, "\r")
	}
	d.checkForm(len(data), limit)
	if err := d.Err(); err != nil {
		return d, Node{}, err
	}
	file1, err := parser.ParseBytes(data, 0)
	if err != nil {
		d.addSyntax(err)
		return d, Node{}, d.Err()
	}
	root := Node{doc: d, Kind: Null, Line: 1, Column: 1, Width: 1}
	seen := false
	for _, doc := range file1.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		if seen {
			d.convert(doc.Body).Errorf("put each document into a file of its own", "a second YAML document in the file")
			break
		}
		seen = true
		root = d.convert(doc.Body)
	}
	return d, root, d.Err()
}

// checkForm refuses what the parser should not see. Brackets are counted
// without a look at quotes: that can only refuse what has 40 of them open.
func (d *Doc) checkForm(size, limit int) {
	if size > limit {
		d.add(1, 1, 1, "", fmt.Sprintf("the file is larger than %d KiB", limit>>10))
		return
	}
	depth := 0
	for i, line := range d.lines {
		depth += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		rest := strings.TrimLeft(line, " ")
		lists := len(rest) - len(strings.TrimLeft(rest, "-? "))
		switch {
		case !utf8.ValidString(line):
			d.add(i+1, 1, 1, "save the file as UTF-8", "the line is not valid UTF-8")
		case len(line) > maxLine:
			d.add(i+1, maxLine, 1, "break it; a text may go on over several lines after >", fmt.Sprintf("the line is longer than %d bytes", maxLine))
		case max(depth, lists/2, (len(line)-len(rest))/2) > maxDepth:
			d.add(i+1, 1, 1, "", fmt.Sprintf("nested deeper than %d levels", maxDepth))
		default:
			continue
		}
		return
	}
}

// Err returns everything that was found wrong so far, sorted by place, or nil.
func (d *Doc) Err() error {
	if len(d.errs) == 0 {
		return nil
	}
	slices.SortStableFunc(d.errs, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return d.errs
}

func (d *Doc) add(line, column, width int, hint, msg string) {
	source := ""
	if line >= 1 && line <= len(d.lines) {
		source = d.lines[line-1]
	}
	d.errs = append(d.errs, &Error{File: d.file, Line: line, Column: column, Width: width, Msg: msg, Hint: hint, Source: source})
}

func (d *Doc) addSyntax(err error) {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		d.add(1, 1, 1, "", "broken YAML: "+err.Error())
		return
	}
	p := at.GetToken().Position
	msg, hint := "broken YAML: "+at.GetMessage(), ""
	if strings.Contains(msg, "already defined") {
		msg, hint = "the key "+strings.TrimSpace(at.GetToken().Value)+" is written twice", "keep one of the two"
	}
	d.add(p.Line, p.Column, width(at.GetToken()), hint, msg)
}

// width is the number of characters of a token on its first line.
func width(t *token.Token) int {
	first, _, _ := strings.Cut(strings.TrimSpace(t.Origin), "\n")
	return max(1, utf8.RuneCountInString(strings.TrimSpace(first)))
}
