package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"poswarm/tools/sshhost"
)

// hosts starts an sshd for each NAME[:FAULT], and writes ssh_config for them and
// the script there, which is the poswarm of each.
func hosts(ts *testscript.TestScript, neg bool, args []string) {
	folder := ts.MkAbs("ssh")
	ts.Check(os.Mkdir(folder, 0o700))
	all, err := sshhost.New(folder)
	if errors.Is(err, sshhost.ErrNoServer) {
		ts.Logf("%v: nothing of this script is tested", err)
		ts.Setenv("NOSSH", "1")
		return
	}
	ts.Check(err)
	ts.Defer(all.Close)
	for _, arg := range args {
		name, fault, _ := strings.Cut(arg, ":")
		ts.Check(all.Add(name, sshhost.Fault(fault)))
	}
	config, err := all.Config()
	ts.Check(err)
	ts.Setenv("SSHCONFIG", config)
	command, err := program(ts, nil)
	ts.Check(err)
	var there strings.Builder
	there.WriteString("#!/bin/sh\n")
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		fmt.Fprintf(&there, "export %s='%s'\n", name, ts.Getenv(name))
	}
	fmt.Fprintf(&there, "exec '%s' \"$@\"\n", command.Path)
	ts.Check(os.WriteFile(ts.MkAbs("there"), []byte(there.String()), 0o700))
}
