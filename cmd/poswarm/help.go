package main

import (
	"fmt"
	"io"
	"strings"
)

// writeHelp writes the help of a command, always to stdout: it was asked for.
func writeHelp(w io.Writer, cmd *command, path string) error {
	var b strings.Builder
	if cmd.name == "poswarm" {
		rootHelp(&b, cmd)
	} else {
		commandHelp(&b, cmd, path)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rootExits are the codes that the help of the whole program names.
var rootExits = []int{exitHealthy, exitCheckFailed, exitUsage, exitCannotTell, exitInterrupted, exitTerminated}

func rootHelp(b *strings.Builder, cmd *command) {
	b.WriteString("poswarm makes POS terminals come up complete when their server is away, and proves it.\n\n")
	b.WriteString("USAGE\n  poswarm COMMAND [flags] [arguments]\n\n")
	listCommands(b, cmd)
	b.WriteString("\nEvery flag NAME can also be set by the environment variable POSWARM_NAME, or in a\n" +
		"YAML file given with --config-file. The flag wins over the variable, the variable\nover the file.\n")
	listExits(b, rootExits)
}

func commandHelp(b *strings.Builder, cmd *command, path string) {
	fmt.Fprintf(b, "%s: %s\n\n", path, cmd.summary)
	form := path
	switch {
	case len(cmd.subs) > 0:
		form += " COMMAND"
	case len(cmd.flags) > 0:
		form += " [flags]"
	}
	fmt.Fprintf(b, "USAGE\n  %s\n", strings.TrimSpace(form+" "+cmd.usage))
	if cmd.about != "" {
		fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(cmd.about))
	}
	if len(cmd.subs) > 0 {
		b.WriteString("\n")
		listCommands(b, cmd)
	}
	listFlags(b, cmd)
	listExits(b, cmd.exits)
}

func listCommands(b *strings.Builder, cmd *command) {
	b.WriteString("COMMANDS\n")
	for _, sub := range cmd.subs {
		fmt.Fprintf(b, "  %-12s %s\n", sub.name, sub.summary)
	}
}

// listFlags writes name and text on lines of their own: the texts are whole
// sentences, and a terminal has 80 columns.
func listFlags(b *strings.Builder, cmd *command) {
	if len(cmd.flags) == 0 {
		return
	}
	b.WriteString("\nFLAGS\n")
	for _, flag := range cmd.flags {
		var forms []string
		for _, n := range flag.Names() {
			forms = append(forms, strings.TrimSpace(dashed(n)+" "+placeholder(flag)))
		}
		fmt.Fprintf(b, "  %s  [$%s]\n      %s\n", strings.Join(forms, ", "), variableOf(flag), describe(flag))
	}
}

func listExits(b *strings.Builder, codes []int) {
	if len(codes) == 0 {
		return
	}
	b.WriteString("\nEXIT STATUS\n")
	for _, code := range codes {
		fmt.Fprintf(b, "  %-4d %s\n", code, exitText[code])
	}
}
