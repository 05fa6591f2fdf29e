package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// This file has all that a help looks like. urfave/cli fills the templates; their
// data is the app or the command.

func init() {
	// Every command has it, so no list of flags names it.
	cli.HelpFlag = &cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "show help", Hidden: true}
	cli.FlagStringer = flagText
}

const (
	appTemplate = `{{.Name}} {{.Usage}}.

USAGE
  {{.UsageText}}
` + commandsTemplate + `
{{.Description}}
`
	commandTemplate = `{{.HelpName}}: {{.Usage}}

USAGE
  {{.HelpName}}{{if .VisibleCommands}} COMMAND{{else if .VisibleFlags}} [flags]{{end}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}
{{if .Description}}
{{trim .Description}}
{{end}}{{if .VisibleCommands}}` + commandsTemplate + `{{end}}{{if .VisibleFlags}}
FLAGS{{range .VisibleFlags}}
  {{.}}{{end}}
{{end}}`
	commandsTemplate = `
COMMANDS{{range .VisibleCommands}}
  {{.Name}}{{"\t"}}{{.Usage}}{{end}}
`
)

// appExits are the codes of the whole program, and of the commands that judge.
var appExits = []int{exitHealthy, exitCheckFailed, exitUsage, exitCannotTell, exitInterrupted, exitTerminated}

func appHelp() string { return appTemplate + exitStatus(appExits) }

// commandHelp is the help of a command that can end with the exit codes.
func commandHelp(exits ...int) string { return commandTemplate + exitStatus(exits) }

func exitStatus(codes []int) string {
	var b strings.Builder
	b.WriteString("\nEXIT STATUS\n")
	for _, code := range codes {
		fmt.Fprintf(&b, "  %-4d %s\n", code, exitText[code])
	}
	return b.String()
}

// flagText has name and text on lines of their own: the texts are whole sentences,
// and a terminal has 80 columns.
func flagText(flag cli.Flag) string {
	var forms []string
	for _, n := range flag.Names() {
		forms = append(forms, strings.TrimSpace(dashed(n)+" "+placeholder(flag)))
	}
	return fmt.Sprintf("%s  [$%s]\n      %s", strings.Join(forms, ", "), variableOf(flag), describe(flag))
}

// placeholder is the word for a flag's value in the help.
func placeholder(flag cli.Flag) string {
	doc, ok := flag.(cli.DocGenerationFlag)
	if !ok || !doc.TakesValue() {
		return ""
	}
	if _, rest, found := strings.Cut(doc.GetUsage(), "`"); found {
		word, _, _ := strings.Cut(rest, "`")
		return word
	}
	return "VALUE"
}

// describe is a flag's text in the help, with its default.
func describe(flag cli.Flag) string {
	doc, ok := flag.(cli.DocGenerationFlag)
	if !ok {
		return ""
	}
	text := strings.ReplaceAll(doc.GetUsage(), "`", "")
	if v := strings.Trim(doc.GetDefaultText(), `"`); doc.TakesValue() && v != "" && v != "0" && v != "0s" && !strings.HasPrefix(v, "[") {
		text += fmt.Sprintf(" (default %s)", v)
	}
	return text
}
