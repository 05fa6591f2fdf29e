package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"poswarm/addon"
	"poswarm/internal/fleet/reach"
	"poswarm/worker"
)

func versionCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "version", Usage: "version of this program and of the worker it ships",
		CustomHelpTemplate: commandHelp(exitHealthy, exitUsage),
		Flags:              []cli.Flag{listFormatFlag()}, Action: action(env, runVersion),
	}
}

// versionDocument is the JSON form of `poswarm version`.
type versionDocument struct {
	Schema  string `json:"schema"`
	Version string `json:"version"`
	Commit  string `json:"commit"`
	// Dirty means that the sources differed from the commit.
	Dirty  bool   `json:"dirty"`
	Worker string `json:"worker"`
	Go     string `json:"go"`
	System string `json:"system"`
	// Protocol is what a fleet's requests are written in.
	Protocol int `json:"protocol"`
}

func runVersion(_ context.Context, in *input) error {
	doc := thisVersion()
	return writeList(in, doc, func() error {
		_, err := fmt.Fprint(in.env.stdout, doc.text())
		return err
	})
}

func (v versionDocument) text() string {
	commit := v.Commit
	if commit == "" {
		commit = "unknown"
	}
	if v.Dirty {
		commit += " with changes"
	}
	return fmt.Sprintf("poswarm %s\ncommit %s\nworker %s\n%s %s\n", v.Version, commit, v.Worker, v.Go, v.System)
}

func thisVersion() versionDocument {
	v := versionDocument{
		Schema: "poswarm.version/v1", Version: "devel", Worker: workerVersion(),
		Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Protocol: reach.Protocol,
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	// A build without version control data, as from a tarball, says "(devel)".
	if m := info.Main.Version; m != "" && m != "(devel)" {
		v.Version = m
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Dirty = s.Value == "true"
		}
	}
	return v
}

// workerVersion is that of the file that the addon serves.
func workerVersion() string {
	version, err := worker.Version(addon.ServiceWorker())
	if err != nil {
		return "unknown"
	}
	return version
}
