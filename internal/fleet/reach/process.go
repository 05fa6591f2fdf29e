package reach

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"poswarm/internal/fleet/inventory"
	"poswarm/internal/procgroup"
	"poswarm/internal/result"
)

// Processes carries requests to processes of this machine and, over ssh, of
// others.
type Processes struct {
	// Program is this poswarm, for terminals whose Chrome runs here.
	Program string
	// Secrets are the names of environment variables with passwords: no process
	// that is started here gets them.
	Secrets []string
	// Connect bounds the way to a terminal: the connection and the log-in.
	Connect time.Duration
}

const (
	// grace is how long a request may take to end cleanly when its time is over:
	// a Chrome must close, and its log-in be written.
	grace = 40 * time.Second
	// maxDocument is more than any document of ours; what is longer is a mistake.
	maxDocument = 32 << 20
	// tailLines are kept of what a process said, for an error.
	tailLines = 6
)

// Carry implements Carrier.
func (p *Processes) Carry(ctx context.Context, t *inventory.Terminal, o Request, said func(string)) Answer {
	if t.Tunnel {
		line, err := p.tunnel(t)
		if err != nil {
			return Answer{Reason: result.NotJudged, Detail: err.Error()}
		}
		defer line.Close()
		here := *t
		here.SSH, here.Attach = "", line.URL()
		o.Args = slices.Clone(o.Args)
		if i := slices.Index(o.Args, "--attach="+t.Attach); i >= 0 {
			o.Args[i] = "--attach=" + here.Attach
		}
		answer := p.run(ctx, &here, o, said)
		if trouble := line.Trouble(); trouble != "" && answer.Document == nil {
			return p.unreached(trouble)
		}
		return answer
	}
	return p.run(ctx, t, o, said)
}

// run starts the process, gives it the secret, reads its documents, and ends it
// with the context by closing its stdin, which travels through ssh as a signal
// would not.
func (p *Processes) run(ctx context.Context, t *inventory.Terminal, o Request, said func(string)) Answer {
	cmd := p.command(ctx, t, o)
	in, err := cmd.StdinPipe()
	if err != nil {
		return Answer{Reason: result.NotJudged, Detail: err.Error()}
	}
	hangUp := sync.OnceFunc(func() { _ = in.Close() })
	defer hangUp()
	var out bytes.Buffer
	stdout, voice := &limited{w: &out, left: maxDocument}, newOutput(said)
	cmd.Cancel = func() error {
		hangUp()
		// Its streams come by two ways, either of them first.
		if t.Remote() && !stdout.seen.Load() && !voice.seen.Load() {
			return cmd.Process.Kill() // nothing began there that could end cleanly
		}
		return nil
	}
	cmd.WaitDelay = grace
	procgroup.Own(cmd)
	cmd.Stdout = stdout
	cmd.Stderr = voice
	if err := cmd.Start(); err != nil {
		return Answer{Reason: result.NotJudged, Detail: result.Words(err)}
	}
	if o.Secret != "" {
		// A process that is gone already says why.
		_, _ = io.WriteString(in, o.Secret+"\n")
	}
	err = cmd.Wait()
	if t.Remote() {
		procgroup.EndChildren(cmd) // the ssh of a jump host; a poswarm here ends its own
	}
	voice.end()
	return p.read(ctx, t, out.Bytes(), voice, err)
}

// limited drops what is too much: a document that is cut off is no document.
type limited struct {
	w    io.Writer
	left int
	seen atomic.Bool // something came
}

func (l *limited) Write(b []byte) (int, error) {
	l.seen.Store(true)
	n := min(len(b), l.left)
	l.left -= n
	_, err := l.w.Write(b[:n])
	return len(b), err
}

func (p *Processes) command(ctx context.Context, t *inventory.Terminal, o Request) *exec.Cmd {
	if !t.Remote() {
		cmd := exec.CommandContext(ctx, p.Program, o.Args...)
		cmd.Env = p.environment(true)
		return cmd
	}
	words := append([]string{t.Poswarm}, o.Args...)
	there := quote(t.Poswarm) + " version --format json && exec " + quoteAll(words)
	cmd := exec.CommandContext(ctx, "ssh", append(p.sshArgs(t), t.SSH, there)...)
	cmd.Env = p.environment(false)
	return cmd
}

// sshArgs ask for nothing on a terminal that nobody sits at, and leave the rest
// to the user's configuration, but for what that forwards to and from a terminal
// and has done there: ports, agent, screen and commands of theirs are no part of a
// request. A connection that he shares is used, and none is left behind. What ssh
// complains about is the reason why there is no answer, so it must not be silent.
// Options of newer ssh's (SessionType, StdinNull) would be errors for older ones.
func (p *Processes) sshArgs(t *inventory.Terminal) []string {
	args := []string{"-T", "-o", "BatchMode=yes", "-o", fmt.Sprintf("ConnectTimeout=%d", max(int(p.Connect.Seconds()), 1)),
		"-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3",
		"-o", "ClearAllForwardings=yes", "-o", "ForwardAgent=no", "-o", "ForwardX11=no", "-o", "Tunnel=no",
		"-o", "PermitLocalCommand=no", "-o", "RemoteCommand=none", "-o", "ControlMaster=no", "-o", "LogLevel=ERROR"}
	if t.SSHConfig != "" {
		args = append(args, "-F", t.SSHConfig)
	}
	return append(args, "--")
}

// environment is ours without passwords and, for a poswarm, without the flags that
// are meant for this command and not for those it starts.
func (p *Processes) environment(ours bool) []string {
	var out []string
	for _, one := range os.Environ() {
		name, _, _ := strings.Cut(one, "=")
		if slices.Contains(p.Secrets, name) {
			continue
		}
		if !ours || !strings.HasPrefix(name, "POSWARM_") || name == "POSWARM_CHROME" || name == "POSWARM_NO_SANDBOX" || name == "POSWARM_NO_NAMESPACE" {
			out = append(out, one)
		}
	}
	return out
}

// quote writes a word for a POSIX shell, which ssh's servers hand it to.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

func quoteAll(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return strings.Join(out, " ")
}

// output passes on what a process says, line by line, and keeps the end of it.
type output struct {
	said func(string)
	mu   sync.Mutex
	part []byte
	last []string
	// failure is the error as a document, nil for none.
	failure *failure
	seen    atomic.Bool // poswarm has spoken; ssh's own words are none of its
}

// failure is poswarm.error/v1.
type failure struct {
	Schema string        `json:"schema"`
	Error  string        `json:"error"`
	Hint   string        `json:"hint"`
	Reason result.Reason `json:"reason"`
}

func newOutput(said func(string)) *output { return &output{said: said} }

func (v *output) Write(b []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.part = append(v.part, b...)
	for {
		line, rest, found := bytes.Cut(v.part, []byte("\n"))
		if !found {
			if len(v.part) > 64<<10 {
				v.part = v.part[:0] // no line of ours
			}
			return len(b), nil
		}
		v.line(strings.TrimSpace(string(line)))
		v.part = append(v.part[:0:0], rest...)
	}
}

func (v *output) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.line(strings.TrimSpace(string(v.part)))
	v.part = nil
}

func (v *output) line(text string) {
	var f failure
	switch {
	case text == "":
	case strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &f) == nil && f.Schema == "poswarm.error/v1":
		v.failure = &f
		v.seen.Store(true)
	default:
		if strings.HasPrefix(text, "poswarm: ") {
			v.seen.Store(true)
		}
		v.last = append(v.last, text)
		if len(v.last) > tailLines {
			v.last = v.last[1:]
		}
		v.said(strings.TrimPrefix(text, "poswarm: "))
	}
}

func (v *output) tail() string { return strings.Join(v.last, "; ") }

// read makes an answer of what a process gave.
func (p *Processes) read(ctx context.Context, t *inventory.Terminal, out []byte, v *output, ended error) Answer {
	answer := Answer{Reached: !t.Remote()}
	there := 0 // the protocol of the poswarm there
	if !t.Remote() {
		there = Protocol
	}
	decoder := json.NewDecoder(bufio.NewReader(bytes.NewReader(out)))
	for {
		var document json.RawMessage
		if decoder.Decode(&document) != nil {
			break // the end, or something that is no document
		}
		var head struct {
			Schema, Version string
			Protocol        int
		}
		if json.Unmarshal(document, &head) != nil {
			continue
		}
		if head.Schema == "poswarm.version/v1" {
			answer.Reached, answer.Version, there = true, head.Version, head.Protocol
			continue
		}
		answer.Document = document
	}
	var exit *exec.ExitError
	switch {
	case answer.Reached && there != Protocol:
		answer.Document = nil
		answer.Reason, answer.Detail = result.OldVersion, fmt.Sprintf("poswarm %s there speaks protocol %d of a fleet, this one %d", answer.Version, there, Protocol)
	case answer.Document != nil:
	case ctx.Err() != nil:
		answer.Reason, answer.Detail = result.Deadline, result.Words(context.Cause(ctx))
		if !answer.Reached {
			answer.Reason, answer.Detail = result.NoAnswer, answer.Detail+", and its poswarm did not start"
		}
	case v.failure != nil:
		answer.Reason, answer.Detail, answer.Hint = v.failure.Reason, v.failure.Error, v.failure.Hint
	case !answer.Reached && errors.As(ended, &exit) && exit.ExitCode() == 255: // ssh itself
		return p.unreached(v.tail())
	case !answer.Reached && errors.As(ended, &exit) && (exit.ExitCode() == 127 || exit.ExitCode() == 126):
		answer.Reason, answer.Detail = result.NoPoswarm, v.tail()
	default:
		answer.Reason, answer.Detail = result.NotJudged, strings.TrimPrefix(fmt.Sprintf("%v: %s", ended, v.tail()), "<nil>: ")
	}
	if answer.Document == nil && answer.Reason == "" {
		answer.Reason = result.NotJudged
	}
	return answer
}

// unreached reads what ssh says about a way that it did not find.
func (p *Processes) unreached(text string) Answer {
	answer := Answer{Reason: result.NoConnection, Detail: text}
	for _, sign := range []struct {
		text   string
		reason result.Reason
	}{
		{"Host key verification failed", result.HostKey},
		{"REMOTE HOST IDENTIFICATION HAS CHANGED", result.HostKey},
		{"Permission denied", result.LoginRefused},
		{"Too many authentication failures", result.LoginRefused},
		{"Could not resolve hostname", result.NoSuchHost},
	} {
		if strings.Contains(text, sign.text) {
			answer.Reason = sign.reason
			break
		}
	}
	return answer
}
