// Package schedule writes what has a system run poswarm every day: a systemd
// service with its timer, and a task of the Windows Task Scheduler.
package schedule

import (
	"embed"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"time"
)

//go:embed *.tmpl
var files embed.FS

var forms = template.Must(template.ParseFS(files, "*.tmpl"))

// Job is what is run, and when.
type Job struct {
	Name        string        // of the unit or task, such as poswarm-prime
	Description string        // one line
	Program     string        // path of poswarm
	Args        []string      // its arguments, unquoted
	User        string        // that runs it: the one whose profile it is
	At          string        // hour and minute, 05:30
	Spread      time.Duration // the start is up to so much later
	Limit       time.Duration // a run that takes longer is ended
}

// CheckTime tells whether a text is an hour and a minute, 00:00 to 23:59.
func CheckTime(text string) error {
	if at, err := time.Parse("15:04", text); err != nil || at.Format("15:04") != text {
		return fmt.Errorf("%q is not a time of day", text)
	}
	return nil
}

// Systemd returns a service and its timer, one after the other, each below a
// comment with the file that it belongs in.
func (j Job) Systemd() (string, error) {
	words := []string{systemdWord(j.Program)}
	for _, arg := range j.Args {
		words = append(words, systemdWord(arg))
	}
	fields := map[string]any{
		"Name": j.Name, "Description": systemdText(j.Description), "User": j.User, "Command": strings.Join(words, " "),
		"At": j.At, "Spread": seconds(j.Spread), "Limit": seconds(j.Limit),
		// Chrome's sandbox gains a namespace or, on old kernels, the set-user-id
		// of its helper, which systemd would take away.
		"Sandbox": !slices.Contains(j.Args, "--no-sandbox"),
	}
	return execute(fields, "service.tmpl", "timer.tmpl")
}

// Windows returns a task for schtasks /create /xml. Its encoding is UTF-8,
// which schtasks reads since Windows 8.
func (j Job) Windows() (string, error) {
	words := make([]string, 0, len(j.Args))
	for _, arg := range j.Args {
		words = append(words, windowsWord(arg))
	}
	fields := map[string]any{
		"Name": escape(j.Name), "Description": escape(j.Description), "User": escape(j.User), "Program": escape(j.Program),
		"Arguments": escape(strings.Join(words, " ")), "At": j.At,
		"SpreadMinutes": minutes(j.Spread), "LimitMinutes": minutes(j.Limit),
	}
	return execute(fields, "task.xml.tmpl")
}

func execute(fields map[string]any, names ...string) (string, error) {
	var out strings.Builder
	var failed error
	for i, name := range names {
		if i > 0 {
			out.WriteByte('\n')
		}
		failed = errors.Join(failed, forms.ExecuteTemplate(&out, name, fields))
	}
	return out.String(), failed
}

// systemdWord quotes a word of ExecStart: systemd.service(5), "Command lines",
// and systemd.unit(5), "Specifiers".
func systemdWord(word string) string {
	word = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "$", "$$").Replace(word)
	if word == "" || strings.ContainsAny(word, " \t';\"") {
		return `"` + word + `"`
	}
	return word
}

// systemdText keeps a description on its line.
func systemdText(text string) string {
	return strings.NewReplacer("%", "%%", "\n", " ").Replace(text)
}

// windowsWord quotes an argument as CommandLineToArgvW reads it.
func windowsWord(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\"") {
		return word
	}
	var out strings.Builder
	out.WriteByte('"')
	slashes := 0
	for _, r := range word {
		if r == '\\' {
			slashes++
			continue
		}
		if r == '"' {
			slashes = 2*slashes + 1
		}
		out.WriteString(strings.Repeat(`\`, slashes))
		out.WriteRune(r)
		slashes = 0
	}
	out.WriteString(strings.Repeat(`\`, 2*slashes) + `"`)
	return out.String()
}

func escape(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

func seconds(d time.Duration) int { return int(d.Round(time.Second).Seconds()) }

func minutes(d time.Duration) int { return max(int(d.Round(time.Minute).Minutes()), 1) }
