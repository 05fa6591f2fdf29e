package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/procgroup"
)

// browser is one tab of a browser that keeps its profile while it is restarted.
type browser interface {
	// Version is the browser's own word on what it is.
	Version() string
	// Open goes to an address, whatever comes of it.
	Open(ctx context.Context, url string) error
	// Eval is the text that an expression, or the promise that it is, gives.
	Eval(ctx context.Context, js string) (string, error)
	// Shot is a picture of the tab, as PNG.
	Shot(ctx context.Context) ([]byte, error)
	// Restart ends the browser and starts it again with what it has stored;
	// errForgets where it stores nothing.
	Restart(ctx context.Context) error
	Close() error
}

var errForgets = errors.New("driven by a program it stores nothing")

// chromium is the browser that the rest of poswarm drives.
type chromium struct {
	*chrome.Browser
	profile string
	page    *chrome.Page
}

func openChromium(ctx context.Context, folder string) (browser, error) {
	c := &chromium{profile: folder}
	return c, c.start(ctx)
}

func (c *chromium) start(ctx context.Context) (err error) {
	if c.Browser, err = chrome.Launch(ctx, chrome.Options{Profile: c.profile, Headless: true}); err != nil {
		return err
	}
	c.page, err = c.FirstPage(ctx)
	return err
}

func (c *chromium) Version() string {
	found, err := chrome.Find("")
	if err != nil {
		return "Chromium"
	}
	return "Chromium " + found.Version
}

func (c *chromium) Open(ctx context.Context, url string) error {
	_ = c.page.Navigate(ctx, url) // an error page is what came of it
	return ctx.Err()
}

func (c *chromium) Eval(ctx context.Context, js string) (out string, err error) {
	return out, c.page.Eval(ctx, js, &out)
}

func (c *chromium) Shot(ctx context.Context) ([]byte, error) { return c.page.Screenshot(ctx) }

func (c *chromium) Restart(ctx context.Context) error {
	return errors.Join(c.Browser.Close(ctx), c.start(ctx))
}

func (c *chromium) Close() error { return c.Browser.Close(context.Background()) }

// process is a browser, or what drives one, and all that it starts.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// startProcess starts a program and hands its output on, line by line.
func startProcess(say func(line string), name string, args ...string) (*process, error) {
	cmd := exec.Command(name, args...)
	procgroup.Own(cmd)
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	p := &process{cmd, make(chan struct{})}
	go func() {
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			say(lines.Text())
		}
		_, _ = io.Copy(io.Discard, reader)
	}()
	go func() {
		_ = cmd.Wait() // it is ended by us
		_ = writer.Close()
		close(p.done)
	}()
	return p, nil
}

// startSaying starts a program and waits for a line that begins so; rest is what follows.
func startSaying(ctx context.Context, begins, name string, args ...string) (p *process, rest string, err error) {
	said := make(chan string, 1)
	p, err = startProcess(func(line string) {
		if _, after, found := strings.Cut(line, begins); found {
			select {
			case said <- after:
			default:
			}
		}
	}, name, args...)
	if err != nil {
		return nil, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	select {
	case rest = <-said:
		return p, strings.TrimSpace(rest), nil
	case <-p.done:
		return nil, "", fmt.Errorf("%s ended before it said %q", name, begins)
	case <-ctx.Done():
		return nil, "", errors.Join(fmt.Errorf("waiting for %s to say %q: %w", name, begins, ctx.Err()), p.end())
	}
}

// end asks a process to end, and ends it when it does not.
func (p *process) end() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(10 * time.Second):
		return p.cmd.Process.Kill()
	}
}
