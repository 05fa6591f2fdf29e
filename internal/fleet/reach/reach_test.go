// The tests of this package prove with real processes and a real sshd that a request
// reaches a terminal's poswarm, that its answer or the reason for none comes back,
// that no password shows on the way, and that nothing is left running.
package reach_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/fleet/reach"
	"poswarm/internal/pace/pacetest"
	"poswarm/internal/result"
	"poswarm/tools/sshhost"
)

// tillPoswarm makes this test binary the poswarm of a terminal: small, and at
// the other end of a real ssh.
const tillPoswarm = "POSWARM_TEST_TILL"

func TestMain(m *testing.M) {
	if os.Getenv(tillPoswarm) != "" {
		till(os.Args[1:])
	}
	os.Exit(m.Run())
}

// till answers as `poswarm version` and `poswarm verify` do. What it shall do
// stands in --profile.
func till(args []string) {
	if args[0] == "version" {
		protocol := reach.Protocol
		if os.Getenv(tillPoswarm) == "old" {
			protocol = 0
		}
		fmt.Printf(`{"schema":"poswarm.version/v1","version":"v1.2.3","protocol":%d}`+"\n", protocol)
		os.Exit(0)
	}
	profile, secret, attach := "", "", ""
	for _, a := range args {
		if value, ok := strings.CutPrefix(a, "--profile="); ok {
			profile = value
		}
		if value, ok := strings.CutPrefix(a, "--attach=http://"); ok {
			attach = value
		}
		if a == "--password-file=-" {
			one := make([]byte, 1)
			for n, _ := os.Stdin.Read(one); n == 1 && one[0] != '\n'; n, _ = os.Stdin.Read(one) {
				secret += string(one)
			}
		}
	}
	fmt.Fprintln(os.Stderr, "poswarm: cold-start: passed")
	switch profile {
	case "gone":
		fmt.Fprintln(os.Stderr, `{"schema":"poswarm.error/v1","code":2,"error":"no folder","hint":"make it","reason":"no-profile"}`)
		os.Exit(2)
	case "asks":
		conn, err := net.Dial("tcp", attach)
		if err == nil {
			_, err = fmt.Fprint(conn, "GET /json/version HTTP/1.1\r\n\r\n")
		}
		fmt.Fprintln(os.Stderr, "poswarm: asked:", err)
		fallthrough
	case "forever":
		_, _ = os.Stdin.Read(make([]byte, 1)) // ends with its caller
		fmt.Fprintln(os.Stderr, "poswarm: ended by the end of stdin")
		_ = os.WriteFile(os.Getenv("POSWARM_TEST_MARK"), []byte("ended"), 0o600)
		os.Exit(143)
	}
	words, _ := json.Marshal(args)
	fmt.Printf(`{"schema":"poswarm.verify/v1","subject":%q,"scenarios":[{"name":"cold-start","result":"passed","detail":%s}]}`+"\n", secret, must(json.Marshal(string(words))))
	os.Exit(0)
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

// program writes a script that starts this binary as a terminal's poswarm.
func program(t *testing.T, kind, mark string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pos warm's")
	text := fmt.Sprintf("#!/bin/sh\n%s=%s POSWARM_TEST_MARK='%s' exec '%s' \"$@\"\n", tillPoswarm, kind, mark, os.Args[0])
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func within(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), pacetest.Long(limit), errors.New("no result within "+limit.String()))
	t.Cleanup(cancel)
	return ctx
}

func quiet(string) {}

// overOnceStarted is a time that is over as soon as the poswarm of the terminal has
// said something.
func overOnceStarted(t *testing.T) (context.Context, func(line string)) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(within(t, time.Minute))
	return ctx, func(string) { cancel(errors.New("its time is over")) }
}

// Words, quotes and the secret arrive as they were sent, here and over ssh.
func TestCarried(t *testing.T) {
	t.Parallel()
	p := &reach.Processes{Program: program(t, "new", ""), Connect: 10 * time.Second}
	order := reach.Request{Args: []string{"verify", "--profile=/home/kiosk/o'clock $HOME `x` \"y\"", "--password-file=-"}, Secret: "s3cret word"}
	for name, terminal := range terminals(t, sshhost.Fine) {
		terminal.Poswarm = p.Program
		if terminal.Remote() {
			terminal.SSHConfig = usersOwn(t, terminal.SSHConfig)
		}
		var said []string
		answer := p.Carry(within(t, 30*time.Second), terminal, order, func(line string) { said = append(said, line) })
		var doc result.Verify
		if err := json.Unmarshal(answer.Document, &doc); err != nil {
			t.Fatalf("%s: %v; %+v", name, err, answer)
		}
		if want := string(must(json.Marshal(order.Args))); !answer.Reached || doc.Scenarios[0].Detail != want || doc.Subject != order.Secret {
			t.Errorf("%s: the terminal got %s and the secret %q, want %s", name, doc.Scenarios[0].Detail, doc.Subject, want)
		}
		if len(said) != 1 || said[0] != "cold-start: passed" {
			t.Errorf("%s: it said %q", name, said)
		}
		if remote := name == "ssh"; remote != (answer.Version == "v1.2.3") {
			t.Errorf("%s: version %q", name, answer.Version)
		}
	}
}

// usersOwn is a configuration of somebody who sits at his ssh: it forwards his keys, his
// screen and ports, runs his own command there, and is silent.
func usersOwn(t *testing.T, config string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	text := fmt.Sprintf(`Include %s
Host *
  ForwardAgent yes
  ForwardX11 yes
  LocalForward %[2]s/local 127.0.0.1:1
  RemoteForward %[2]s/remote 127.0.0.1:1
  ExitOnForwardFailure yes
  PermitLocalCommand yes
  LocalCommand touch %[2]s/local-command
  RemoteCommand echo of the user
  RequestTTY force
  Tunnel point-to-point
  BatchMode no
  LogLevel QUIET
  ControlMaster auto
  ControlPath %[2]s/master
  ControlPersist yes
`, config, filepath.Dir(file))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		entries, err := os.ReadDir(filepath.Dir(file))
		if err != nil || len(entries) != 1 {
			t.Errorf("the user's own doings were done as well: %v, %v", entries, err)
		}
	})
	return file
}

// terminals are one of this machine, and one behind ssh.
func terminals(t *testing.T, fault sshhost.Fault) map[string]*inventory.Terminal {
	t.Helper()
	return map[string]*inventory.Terminal{"local": {Name: "here"}, "ssh": overSSH(t, fault)}
}

func overSSH(t *testing.T, fault sshhost.Fault) *inventory.Terminal {
	t.Helper()
	hosts, err := sshhost.New(t.TempDir())
	if errors.Is(err, sshhost.ErrNoServer) {
		t.Skip(err)
	}
	if err == nil {
		err = hosts.Add("there", fault)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(hosts.Close)
	config, err := hosts.Config()
	if err != nil {
		t.Fatal(err)
	}
	return &inventory.Terminal{Name: "there", SSH: "there", SSHConfig: config, Poswarm: "poswarm"}
}

// Each way of not getting an answer has its own name.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	fine := program(t, "new", "")
	for name, c := range map[string]struct {
		fault   sshhost.Fault
		poswarm string
		profile string
		want    result.Reason
		reached bool
	}{
		"off":            {sshhost.Off, fine, "", result.NoConnection, false},
		"mute":           {sshhost.Mute, fine, "", result.NoConnection, false},
		"stuck":          {sshhost.Stuck, fine, "", result.NoAnswer, false},
		"another host":   {sshhost.OtherKey, fine, "", result.HostKey, false},
		"no key":         {sshhost.NoKey, fine, "", result.LoginRefused, false},
		"no poswarm":     {sshhost.Fine, "/nowhere/poswarm", "", result.NoPoswarm, false},
		"an old poswarm": {sshhost.Fine, program(t, "old", ""), "", result.OldVersion, true},
		"no profile":     {sshhost.Fine, fine, "gone", result.NoProfile, true},
		"its time is up": {sshhost.Fine, fine, "forever", result.Deadline, true},
		"no such host":   {sshhost.Fine, fine, "", result.NoSuchHost, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			terminal := overSSH(t, c.fault)
			terminal.Poswarm = c.poswarm
			if c.want == result.NoSuchHost {
				terminal.SSH = "nobody.invalid"
			}
			// Only what never answers is waited for in vain.
			p := &reach.Processes{Connect: time.Minute}
			ctx, heard := within(t, time.Minute), quiet
			switch {
			case c.fault == sshhost.Mute:
				p.Connect = 2 * time.Second
			case c.fault == sshhost.Stuck:
				ctx = within(t, 6*time.Second)
			case c.want == result.Deadline:
				ctx, heard = overOnceStarted(t)
			}
			began := pacetest.Start()
			answer := p.Carry(ctx, terminal, reach.Request{Args: []string{"verify", "--profile=" + c.profile}}, heard)
			if answer.Document != nil || answer.Reason != c.want || answer.Reached != c.reached || answer.Detail == "" {
				t.Errorf("%+v, want %s, reached %t", answer, c.want, c.reached)
			}
			if began.Longer(15 * time.Second) {
				t.Errorf("took %s", began)
			}
		})
	}
}

// A debugging port that takes connections and never answers holds nobody past his time.
func TestFrozenPort(t *testing.T) {
	t.Parallel()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer port.Close()
	mark := filepath.Join(t.TempDir(), "mark")
	p := &reach.Processes{Program: program(t, "new", mark), Connect: time.Minute}
	terminal := overSSH(t, sshhost.Fine)
	terminal.Tunnel, terminal.Attach = true, "http://"+port.Addr().String()
	ctx, cancel := context.WithCancelCause(within(t, time.Minute))
	asked := make(chan error, 1)
	go func() {
		conn, err := port.Accept()
		if err == nil {
			_, err = conn.Read(make([]byte, 1)) // the whole way is there
		}
		asked <- err
		cancel(errors.New("its time is over"))
	}()
	began := pacetest.Start()
	answer := p.Carry(ctx, terminal, reach.Request{Args: []string{"prime", "--profile=asks", "--attach=" + terminal.Attach}}, quiet)
	if err := <-asked; err != nil || answer.Reason != result.Deadline || began.Longer(15*time.Second) {
		t.Errorf("%+v after %s, asked: %v", answer, began, err)
	}
	if text, err := os.ReadFile(mark); string(text) != "ended" {
		t.Errorf("the poswarm here did not end by itself: %v", err)
	}
}

// A caller whose time is up ends what it started, on the other machine too.
func TestEndedThere(t *testing.T) {
	t.Parallel()
	for name, terminal := range terminals(t, sshhost.Fine) {
		mark := filepath.Join(t.TempDir(), "mark")
		p := &reach.Processes{Program: program(t, "new", mark), Connect: 10 * time.Second}
		terminal.Poswarm = p.Program
		ctx, heard := overOnceStarted(t)
		answer := p.Carry(ctx, terminal, reach.Request{Args: []string{"verify", "--profile=forever"}}, heard)
		if answer.Reason != result.Deadline || !strings.Contains(answer.Detail, "its time is over") {
			t.Errorf("%s: %+v", name, answer)
		}
		// The way there ends before what it led to.
		wait := pacetest.For(t, 10*time.Second, "the terminal's poswarm to end by itself, "+name)
		for text, _ := os.ReadFile(mark); string(text) != "ended"; text, _ = os.ReadFile(mark) {
			wait.Over(t)
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// TestPasswordsStayHere: the variable of a terminal's password is nobody else's.
func TestPasswordsStayHere(t *testing.T) {
	t.Setenv("TILL_PW", "letmein")
	t.Setenv("TILL_NAME", "till-1")
	script := filepath.Join(t.TempDir(), "poswarm")
	text := "#!/bin/sh\nprintf '{\"schema\":\"poswarm.verify/v1\",\"subject\":\"%s\",\"scenarios\":[]}' \"$TILL_PW $TILL_NAME\"\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	for want, secrets := range map[string][]string{"letmein till-1": nil, " till-1": {"TILL_PW"}} {
		p := &reach.Processes{Program: script, Secrets: secrets}
		var doc result.Verify
		answer := p.Carry(within(t, 30*time.Second), &inventory.Terminal{Name: "here"}, reach.Request{Args: []string{"verify"}}, quiet)
		if err := json.Unmarshal(answer.Document, &doc); err != nil || doc.Subject != want {
			t.Errorf("secrets %q: the process was told %q (%v, %+v), want %q", secrets, doc.Subject, err, answer, want)
		}
	}
}
