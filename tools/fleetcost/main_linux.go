// Command measure plays a night over a fleet on this machine: many terminals,
// each behind an sshd of its own, some of them broken in a way of their own, and
// a run that is killed again and again. It is part of make bench. POSWARM names
// the program, OLD_POSWARM one from before fleets; FLEET=50 sets the size.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"poswarm/internal/chrome/chrometest"
	"poswarm/internal/demo"
	"poswarm/internal/result"
	"poswarm/tools/sshhost"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// night is what a fleet is played with.
type night struct {
	folder, program, till string
	hosts                 *sshhost.Hosts
	server                *demo.Server
	size                  int
	// want is the state and reason of each terminal that is not fine.
	want map[string]string
	list []string // terminals, as inventory items
}

func run(ctx context.Context) error {
	size, err := strconv.Atoi(cmp.Or(os.Getenv("FLEET"), "50"))
	if err != nil || size < 10 {
		return fmt.Errorf("FLEET=%s is no size of a fleet, which is 10 at least", os.Getenv("FLEET"))
	}
	folder, err := os.MkdirTemp("", "poswarm-fleet-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	n := &night{folder: folder, program: cmp.Or(os.Getenv("POSWARM"), "poswarm"), size: size, want: map[string]string{}}
	if n.server, err = demo.Start(ctx, demo.Options{}); err != nil {
		return err
	}
	defer n.server.Close()
	if n.hosts, err = sshhost.New(folder); err != nil {
		return err
	}
	defer n.hosts.Close()
	if err := errors.Join(n.prime(ctx), n.terminals(ctx)); err != nil {
		return err
	}
	return errors.Join(n.play(ctx), n.kill(ctx))
}

// prime makes the one till that all fine terminals are copies of.
func (n *night) prime(ctx context.Context) error {
	n.till = filepath.Join(n.folder, "terminal")
	cmd := exec.CommandContext(ctx, n.program, "prime", "--create-profile", "--url", n.server.URL(), "--config", "1", "--profile", n.till, "--login", "admin", "--password-file", "-", "--quiet")
	cmd.Stdin, cmd.Stderr = strings.NewReader("admin\n"), os.Stderr
	return cmd.Run()
}

// terminals are all fine but one of each kind of trouble.
func (n *night) terminals(ctx context.Context) error {
	full, err := n.fullDisk(ctx)
	if err != nil {
		return err
	}
	for _, t := range []struct {
		name    string
		fault   sshhost.Fault
		program string
		want    string
	}{
		{"off", sshhost.Off, "", "unreachable no-connection"},
		{"hanging", sshhost.Mute, "", "unreachable no-connection"},
		{"stuck", sshhost.Stuck, "", "unreachable no-answer"},
		{"wrong-key", sshhost.OtherKey, "", "unreachable host-key"},
		{"wrong-login", sshhost.NoKey, "", "unreachable login-refused"},
		{"full", sshhost.Fine, full, "unknown disk-full"},
		{"old", sshhost.Fine, os.Getenv("OLD_POSWARM"), "unknown old-version"},
	} {
		if t.name == "old" && t.program == "" || t.name == "full" && full == "" {
			fmt.Printf("fleet: no terminal with an old version or a full disk (%s)\n", t.name)
			continue
		}
		n.want[t.name] = t.want
		if err := n.add(t.name, t.fault, cmp.Or(t.program, n.program), n.till); err != nil {
			return err
		}
	}
	for i := len(n.list); i < n.size; i++ {
		name := fmt.Sprintf("till-%02d", i)
		profile := filepath.Join(n.folder, name)
		if err := errors.Join(os.Mkdir(profile, 0o700), chrometest.CopyTerminal(ctx, n.till, profile), n.add(name, sshhost.Fine, n.program, profile)); err != nil {
			return err
		}
	}
	return nil
}

func (n *night) add(name string, fault sshhost.Fault, program, profile string) error {
	n.list = append(n.list, fmt.Sprintf("  - {name: %s, ssh: %s, poswarm: %s, profile: %s, deadline: %s}\n", name, name, program, profile, map[bool]string{true: "20s", false: "10m"}[fault == sshhost.Stuck]))
	return n.hosts.Add(name, fault)
}

// fullDisk is a poswarm whose temporary folder has no room, "" where nothing can
// be mounted.
func (n *night) fullDisk(ctx context.Context) (string, error) {
	folder := filepath.Join(n.folder, "small")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	if exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", "size=256k", "poswarm", folder).Run() != nil {
		return "", nil // not root
	}
	script := filepath.Join(n.folder, "full")
	return script, os.WriteFile(script, []byte(fmt.Sprintf("#!/bin/sh\nTMPDIR=%s exec %s \"$@\"\n", folder, n.program)), 0o700)
}

// inventory writes one with more defaults than the server, each with a comma.
func (n *night) inventory(items []string, defaults string) (string, error) {
	path := filepath.Join(n.folder, "fleet.yaml")
	text := fmt.Sprintf("defaults: {url: %q, config: 1, %s scenarios: [cold-start], no_sandbox: %t}\nterminals:\n%s", n.server.URL(), defaults, os.Geteuid() == 0, strings.Join(items, ""))
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// play is one night: every terminal must be named rightly, and none may hold the
// others up.
func (n *night) play(ctx context.Context) error {
	config, err := n.hosts.Config()
	if err != nil {
		return err
	}
	file, err := n.inventory(n.list, "ssh_config: "+config+",")
	if err != nil {
		return err
	}
	defer func() { _ = exec.Command("umount", filepath.Join(n.folder, "small")).Run() }()
	began := time.Now()
	cmd := exec.CommandContext(ctx, n.program, "fleet", "check", "--inventory", file, "--history", filepath.Join(n.folder, "h.db"), "--format", "json", "--quiet",
		"--jobs", cmp.Or(os.Getenv("FLEET_JOBS"), "4"), "--connect-timeout", "5s")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	var doc result.Fleet
	if err := json.Unmarshal(out, &doc); err != nil {
		return fmt.Errorf("the night's document: %w", err)
	}
	wrong := 0
	for _, t := range doc.Terminals {
		want := cmp.Or(n.want[t.Name], "ok ")
		if got := string(t.State) + " " + string(t.Reason); got != want {
			wrong++
			fmt.Printf("fleet: %s is %s, want %s: %s\n", t.Name, got, want, t.Detail)
		} else if n.want[t.Name] != "" {
			fmt.Printf("fleet: %-12s %-28s %6.1f s  %s\n", t.Name, got, float64(t.DurationMS)/1000, t.Detail)
		}
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	fmt.Printf("fleet: terminals=%d wrong=%d in %s, peak %d MiB of the dispatcher\n", len(doc.Terminals), wrong, time.Since(began).Round(time.Second), usage.Maxrss>>10)
	if wrong > 0 || len(doc.Terminals) != n.size {
		return fmt.Errorf("%d of %d terminals were not named rightly", wrong, n.size)
	}
	return nil
}

var verdictLine = regexp.MustCompile(`(?m)^poswarm: (\S+): (?:failed|ok)`)

// kill ends a run at any moment, as a power cut does: what it had told is in the
// history, which opens.
func (n *night) kill(ctx context.Context) error {
	const rounds = 30
	var items []string
	for i := range 24 {
		items = append(items, fmt.Sprintf("  - {name: k-%02d, profile: %s}\n", i, filepath.Join(n.folder, "never")))
	}
	file, err := n.inventory(items, "")
	if err != nil {
		return err
	}
	lost, finished := 0, 0
	for round := range rounds {
		history := filepath.Join(n.folder, fmt.Sprintf("k%d.db", round))
		var said strings.Builder
		cmd := exec.CommandContext(ctx, n.program, "fleet", "check", "--inventory", file, "--history", history, "--jitter", "0s")
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			return err
		}
		timer := time.AfterFunc(time.Duration(rand.IntN(4000))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		timer.Stop()
		for _, match := range verdictLine.FindAllStringSubmatch(said.String(), -1) {
			finished++
			if exec.CommandContext(ctx, n.program, "fleet", "history", "--history", history, match[1]).Run() != nil {
				lost++
			}
		}
		if out, err := exec.CommandContext(ctx, n.program, "fleet", "history", "--history", history).CombinedOutput(); err != nil {
			return fmt.Errorf("round %d: the history does not open: %w: %s", round, err, out)
		}
	}
	fmt.Printf("fleet: killed=%d finished-before=%d lost=%d\n", rounds, finished, lost)
	if lost > 0 {
		return fmt.Errorf("%d results are lost", lost)
	}
	return nil
}
