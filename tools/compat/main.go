// Command compat runs the library of scenarios against several Odoo servers and
// prints one table: scenario by build, with the reason of what did not pass.
//
//	make compat ODOO_URLS="june=http://127.0.0.1:8069?db=shop feb=http://127.0.0.1:8070"
//
// A server is NAME=URL or URL; db and config may stand in the query. Sales are
// made there and registers are opened and closed: test servers only. COMPAT_LOGIN
// and COMPAT_PASSWORD name the user, admin by default; COMPAT_ONLY some
// scenarios; COMPAT_KEEP a folder for the documents and the evidence.
//
// It ends with 1 when a scenario did not pass somewhere, 3 when a server could
// not be judged.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"poswarm/internal/odoo"
	"poswarm/internal/result"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "compat:", err)
	}
	os.Exit(code)
}

func run(ctx context.Context, texts []string) (int, error) {
	if len(texts) == 0 {
		return 2, errors.New("no server given: make compat ODOO_URLS=\"http://… http://…\"")
	}
	keep := os.Getenv("COMPAT_KEEP")
	if keep == "" {
		folder, err := os.MkdirTemp("", "poswarm-compat-")
		if err != nil {
			return 3, err
		}
		defer func() { _ = os.RemoveAll(folder) }()
		keep = folder
	}
	servers := make([]*server, len(texts))
	for i, text := range texts {
		one, err := parse(text)
		if err != nil {
			return 2, err
		}
		servers[i] = one
	}
	for _, one := range servers { // side by side they would starve each other's browsers
		one.judge(ctx, keep)
	}
	fmt.Print(table(servers))
	return exitCode(servers), nil
}

// server is one column.
type server struct {
	name, database string
	base           *url.URL
	config         int

	build    string // what the server says it is
	document *result.Verify
	err      error // why there is no document
}

// parse reads NAME=URL?db=NAME&config=ID.
func parse(text string) (*server, error) {
	name, address, named := strings.Cut(text, "=")
	if !named || strings.Contains(name, "/") {
		name, address = "", text
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is no address: write NAME=http://HOST:PORT?db=NAME&config=1", text)
	}
	config := 1
	if asked := u.Query().Get("config"); asked != "" {
		if config, err = strconv.Atoi(asked); err != nil {
			return nil, fmt.Errorf("%q: the config is a number", text)
		}
	}
	return &server{name: cmp.Or(name, u.Host), database: u.Query().Get("db"),
		base: &url.URL{Scheme: u.Scheme, Host: u.Host}, config: config}, nil
}

// judge asks the server what it is, and runs the library against it.
func (s *server) judge(ctx context.Context, keep string) {
	login := cmp.Or(os.Getenv("COMPAT_LOGIN"), "admin")
	password := cmp.Or(os.Getenv("COMPAT_PASSWORD"), "admin")
	client := odoo.New(s.base, http.DefaultTransport)
	if s.build, s.err = client.Version(ctx); s.err != nil {
		return
	}
	if _, s.err = client.LogIn(ctx, s.database, login, password); s.err != nil {
		return
	}
	worker, err := client.Worker(ctx)
	if err != nil {
		s.err = err
		return
	}
	s.build += map[odoo.WorkerKind]string{odoo.WorkerPoswarm: ", with the addon"}[worker]
	if worker != odoo.WorkerPoswarm {
		s.build += ", without the addon"
	}
	s.document, s.err = s.verify(ctx, keep, login, password)
}

// verify runs poswarm, as a user would.
func (s *server) verify(ctx context.Context, keep, login, password string) (*result.Verify, error) {
	args := []string{"verify", "--url", s.base.String(), "--config", strconv.Itoa(s.config), "--login", login, "--password-file", "-",
		"--allow-sales", "--open-session", "--format", "json", "--evidence", filepath.Join(keep, s.name)}
	if s.database != "" {
		args = append(args, "--db", s.database)
	}
	args = append(args, strings.Fields(os.Getenv("COMPAT_ONLY"))...)
	cmd := exec.CommandContext(ctx, cmp.Or(os.Getenv("POSWARM"), "poswarm"), args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stdin = strings.NewReader(password + "\n")
	var out bytes.Buffer
	cmd.Stdout = &out
	told := &labelled{name: s.name}
	cmd.Stderr = told
	ended := cmd.Run()
	var document result.Verify
	if err := json.Unmarshal(out.Bytes(), &document); err != nil {
		return nil, fmt.Errorf("no result of poswarm (%w): %s", errors.Join(ended, err), told.last)
	}
	return &document, os.WriteFile(filepath.Join(keep, s.name+".json"), out.Bytes(), 0o600)
}

// labelled passes poswarm's progress on, with the server's name before each line.
type labelled struct {
	name, last string
	rest       []byte
}

func (l *labelled) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		l.last, l.rest = string(line), rest
		fmt.Fprintf(os.Stderr, "%s: %s\n", l.name, line)
	}
}
