package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"poswarm/internal/report"
	"poswarm/internal/result"
	"poswarm/internal/strictyaml"
)

const configFileFlag = "config-file"

// outputFlags are the flags of every command that produces a document.
func outputFlags() []cli.Flag {
	kinds := strings.Join(report.Kinds(), ", ")
	return append([]cli.Flag{
		&cli.StringSliceFlag{Name: "format", Usage: "write the result as `KIND[=FILE]`: " + kinds + "; repeatable, one of them may go to stdout"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the result to `FILE` instead of stdout; with a single --format only"},
	}, progressFlags()...)
}

// progressFlags say how much a command tells on stderr.
func progressFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: configFileFlag, Usage: "read flags that were not given from the YAML `FILE`"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress on stderr"},
		&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "tell more on stderr"},
		&cli.BoolFlag{Name: "no-color", Usage: "no colours and no live lines"},
	}
}

// listFormatFlag is of the commands that write a list, and no document of a run.
func listFormatFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "`KIND` of output: text or json"}
}

// writeList writes the JSON of a list, or calls what writes its text.
func writeList(in *input, list any, text func() error) error {
	switch kind := in.c.String("format"); kind {
	case "json":
		return report.JSON(in.env.stdout, list)
	case "text":
		return text()
	default:
		return usagef("known: json, text", "unknown format %q", kind)
	}
}

// sink is one place that the result goes to.
type sink struct {
	format report.Format
	// file is "" for stdout.
	file string
}

// outputs is everything that --format and -o ask for.
type outputs []sink

// parseOutputs checks the flags before anything runs: a mistake must not cost a
// run of ten minutes.
func parseOutputs(in *input) (outputs, error) {
	specs := in.c.StringSlice("format")
	if len(specs) == 0 {
		specs = []string{report.Kinds()[0]}
	}
	var out outputs
	stdout := ""
	for _, spec := range specs {
		kind, file, toFile := strings.Cut(spec, "=")
		file = in.env.atHome(file)
		format, ok := report.Lookup(kind)
		if !ok {
			return nil, usagef(strictyaml.Suggest(kind, report.Kinds()), "unknown format %q", kind)
		}
		if toFile && file == "" {
			return nil, usagef("write --format "+kind+"=FILE, or --format "+kind+" for stdout", "format %s has no file after =", kind)
		}
		out = append(out, sink{format, file})
		if file == "" && stdout != "" {
			return nil, usagef("give one of them a file, such as --format "+kind+"=result."+kind, "formats %s and %s cannot both go to stdout", stdout, kind)
		}
		if file == "" {
			stdout = kind
		}
	}
	if file := in.c.String("output"); file != "" && file != "-" {
		if len(out) > 1 || out[0].file != "" {
			return nil, usagef("write --format KIND=FILE for each", "--output works with a single --format without a file")
		}
		out[0].file = file
	}
	return out, out.checkFiles(in.env)
}

func (o outputs) checkFiles(env *environment) error {
	seen := map[string]bool{}
	for _, s := range o {
		switch folder := filepath.Dir(s.file); {
		case s.file == "":
		case seen[filepath.Clean(s.file)]:
			return usagef("give each format a file of its own", "two formats go to %s", s.file)
		case env.isFolder(s.file):
			return usagef("name a file inside it", "%s is a folder", s.file)
		case !env.isFolder(folder):
			return usagef("make the folder first", "the folder %s of the result does not exist", folder)
		}
		seen[filepath.Clean(s.file)] = true
	}
	return nil
}

// withReport adds the report in the folder of evidence, if there is one.
func (o outputs) withReport(evidence string) outputs {
	if evidence == "" {
		return o
	}
	format, _ := report.Lookup("html") // one of ours
	return append(o, sink{format, filepath.Join(evidence, "report.html")})
}

// write writes the document everywhere. Files come first, so that a full disk
// does not hide behind a table that looks fine; a file that cannot be written
// keeps the result from no other place.
func (o outputs) write(env *environment, doc result.Document) error {
	var failed []error
	for _, s := range o {
		if s.file != "" {
			failed = append(failed, s.write(env, doc))
		}
	}
	for _, s := range o {
		if s.file == "" {
			failed = append(failed, s.write(env, doc))
		}
	}
	return errors.Join(failed...)
}

// reportOptions says how a report may look on stdout.
func (e *environment) reportOptions() report.Options {
	return report.Options{Width: e.stdout.Width, Color: e.ui.Rich(e.stdout)}
}

// githubSummary is the variable with the file whose Markdown GitHub Actions
// shows on the page of a run. It belongs to the whole job, so it is added to.
const githubSummary = "GITHUB_STEP_SUMMARY"

func (s sink) write(env *environment, doc result.Document) error {
	options := env.reportOptions()
	if s.file != "" {
		options = report.Options{Folder: filepath.Dir(s.file)}
	}
	var b, summary bytes.Buffer
	page := env.getenv(githubSummary)
	if s.format.Kind() == "github" && page != "" {
		options.Summary = &summary
	}
	if err := s.format.Write(&b, doc, options); err != nil {
		return err
	}
	if summary.Len() > 0 {
		if err := env.appendFile(page, summary.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", githubSummary, err)
		}
	}
	if s.file != "" {
		if err := env.writeFile(s.file, b.Bytes()); err != nil {
			return fmt.Errorf("result file: %w", err)
		}
		return nil
	}
	if _, err := env.stdout.Write(b.Bytes()); err != nil {
		return fmt.Errorf("result on stdout: %w", err)
	}
	return nil
}

// finish writes the document and gives the verdict. What could not be written
// neither hides a bad verdict nor leaves a good one.
func (o outputs) finish(env *environment, doc result.Document, strict bool) error {
	unwritten := o.write(env, doc)
	bad := verdict(doc.Checks(), strict)
	if fleet, ok := doc.(*result.Fleet); ok && fleet.Tolerated != "" {
		bad = nil // by the operator's threshold
	}
	if o.toMonitor() {
		bad = monitorVerdict(doc)
	}
	if bad == nil {
		return unwritten
	}
	if unwritten != nil {
		env.fail(unwritten, exitCode(bad))
	}
	return bad
}

// toMonitor tells whether a monitoring system reads stdout, and the exit code
// as it understands it.
func (o outputs) toMonitor() bool {
	return slices.ContainsFunc(o, func(s sink) bool { return s.file == "" && s.format.Kind() == report.NagiosKind })
}

// wantsKind looks for --format KIND without parsing the line: mistakes in it
// are reported in that form, too.
func wantsKind(env *environment, words []string, kind string) bool {
	found, fromFlag := false, false
	for i, w := range words {
		if w == "--" {
			break
		}
		name, value, valued := strings.Cut(strings.TrimLeft(w, "-"), "=")
		if !strings.HasPrefix(w, "-") || name != "format" {
			continue
		}
		if !valued && i+1 < len(words) {
			value = words[i+1]
		}
		fromFlag = true
		found = found || value == kind
	}
	if fromFlag {
		return found
	}
	for _, value := range strings.Fields(env.getenv("POSWARM_FORMAT")) {
		found = found || value == kind
	}
	return found
}
