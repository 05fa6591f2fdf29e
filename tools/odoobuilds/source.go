package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"poswarm/addon"
)

// source looks names up in the sources of one build of Odoo. It reads JavaScript
// by its outer form only: Odoo's files are formatted, a class's members are
// indented by four spaces.
type source struct {
	dir   string
	names map[string]string // as in addon.Declarations
	files map[string]string // texts by path, "" for a file that is not there
}

func (s source) has(r addon.Reliance) (bool, error) {
	switch r.Kind {
	case "odoo":
		return s.contains("point_of_sale/views/pos_assets_index.xml", "'"+r.Member+"'")
	case "dom":
		return s.anywhere(r.Member[1:], ".xml", ".js")
	case "storage":
		return s.anywhere(r.Member, ".js")
	case "text":
		return s.anywhere(r.Member, ".js", ".xml")
	}
	module, export, _ := strings.Cut(s.names[r.Name], ":")
	text, err := s.module(module)
	if err != nil || text == "" {
		return false, err
	}
	if !exports(text, export) {
		return false, nil
	}
	return s.hasMember(text, export, r)
}

func (s source) hasMember(text, export string, r addon.Reliance) (bool, error) {
	switch {
	case r.Of == "#":
		return s.hasClassMember(text, export, r)
	case r.Text != "":
		return strings.Contains(text, r.Text), nil
	case r.Of == ".":
		own := strings.Contains(text, export+"."+r.Member+" = ")
		return own || isEventTarget(text, export), nil
	}
	return true, nil
}

// isEventTarget says whether an export has an event target's own methods.
func isEventTarget(text, export string) bool {
	return regexp.MustCompile(`const ` + export + ` = new Event(Bus|Target)\(`).MatchString(text)
}

func exports(text, export string) bool {
	if export == "default" {
		return strings.Contains(text, "export default ")
	}
	name := regexp.QuoteMeta(export)
	direct := regexp.MustCompile(`(?m)^export (async )?(class|function|const|let) ` + name + `\b`)
	listed := regexp.MustCompile(`(?s)export \{[^}]*\b` + name + `\b[^}]*\}`)
	return direct.MatchString(text) || listed.MatchString(text)
}

var (
	imported  = regexp.MustCompile(`(?s)import (?:\{([^}]*)\}|(\w+)) from "([^"]+)"`)
	classHead = `(?m)^(export )?(default )?class %s(?: extends ([\w.$]+))?[^{]*\{`
)

// hasClassMember looks into the class and into those that it extends.
func (s source) hasClassMember(text, export string, r addon.Reliance) (bool, error) {
	name := export
	if export == "default" {
		name = `\w+`
	}
	head := regexp.MustCompile(fmt.Sprintf(classHead, name))
	if export == "default" {
		head = regexp.MustCompile(strings.Replace(fmt.Sprintf(classHead, name), "(default )?", "default ()", 1))
	}
	at := head.FindStringSubmatchIndex(text)
	if at == nil {
		return false, nil
	}
	body := text[at[1]:]
	if end := strings.Index(body, "\n}"); end >= 0 {
		body = body[:end]
	}
	if bodyHas(body, r) {
		return true, nil
	}
	if at[6] < 0 {
		return false, nil
	}
	return s.inherits(text, text[at[6]:at[7]], r)
}

func bodyHas(body string, r addon.Reliance) bool {
	if r.Method {
		return regexp.MustCompile(`(?m)^    (async )?` + regexp.QuoteMeta(r.Member) + `\(`).MatchString(body)
	}
	first, rest, _ := strings.Cut(r.Member, ".")
	first = regexp.QuoteMeta(first)
	if !regexp.MustCompile(`(?m)\bthis\.` + first + `\b|^    (get )?` + first + `\b`).MatchString(body) {
		return false
	}
	return rest == "" || regexp.MustCompile(`\.`+regexp.QuoteMeta(rest)+`\b|\b`+regexp.QuoteMeta(rest)+`:`).MatchString(body)
}

func (s source) inherits(text, parent string, r addon.Reliance) (bool, error) {
	for _, found := range imported.FindAllStringSubmatch(text, -1) {
		if found[2] != parent && !regexp.MustCompile(`\b`+parent+`\b`).MatchString(found[1]) {
			continue
		}
		from, err := s.module(found[3])
		if err != nil || from == "" {
			return false, err
		}
		if found[2] == parent {
			parent = "default"
		}
		return s.hasClassMember(from, parent, r)
	}
	return s.hasClassMember(text, parent, r)
}

// module reads a JavaScript module by the name that Odoo gives it, "" when there is none.
func (s source) module(name string) (string, error) {
	parts := strings.SplitN(strings.TrimPrefix(name, "@"), "/", 2)
	if len(parts) < 2 {
		return "", nil
	}
	for _, ending := range []string{".js", "/index.js"} {
		text, err := s.file(filepath.Join(parts[0], "static", "src", parts[1]) + ending)
		if err != nil || text != "" {
			return text, err
		}
	}
	return "", nil
}

func (s source) file(name string) (string, error) {
	if text, known := s.files[name]; known {
		return text, nil
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "addons", name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	s.files[name] = string(text)
	return string(text), nil
}

func (s source) contains(name, text string) (bool, error) {
	content, err := s.file(name)
	return strings.Contains(content, text), err
}

// anywhere looks through the page's own sources of the point of sale.
func (s source) anywhere(text string, endings ...string) (bool, error) {
	roots, err := filepath.Glob(filepath.Join(s.dir, "addons", "po[is]*", "static", "src", "app"))
	for _, root := range roots {
		if there, err := s.below(root, text, endings); there || err != nil {
			return there, err
		}
	}
	return false, err
}

func (s source) below(root, text string, endings []string) (bool, error) {
	there := false
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || there {
			return err
		}
		for _, ending := range endings {
			if strings.HasSuffix(path, ending) {
				relative, err := filepath.Rel(filepath.Join(s.dir, "addons"), path)
				if err != nil {
					return err
				}
				if there, err = s.contains(relative, text); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return there, err
}
