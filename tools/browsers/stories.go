package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/pace"
)

//go:embed shop.js
var shopJS string

// options say what is played.
type options struct {
	worker   string        // one of the demo's
	keep     string        // folder for pictures, empty for none
	outages  []outage      // what a reload is tried with
	patience time.Duration // of each step of a story, on the reference machine
}

// column is what came out in one browser.
type column struct {
	name, version string
	rows          []row
	err           error // the browser could not be driven
}

// row is one story: passed when err is nil, not to be had in this browser when
// err is errForgets.
type row struct {
	story string
	err   error
}

func (c *column) failed() (rows []row) {
	for _, one := range c.rows {
		if one.err != nil && !errors.Is(one.err, errForgets) {
			rows = append(rows, one)
		}
	}
	return rows
}

// failures is what failed, in words.
func (c *column) failures() string {
	var words []string
	for _, one := range c.failed() {
		words = append(words, fmt.Sprintf("%s: %v", one.story, one.err))
	}
	return strings.Join(words, "; ")
}

// terminal is a browser at a demo.
type terminal struct {
	browser
	options
	ctx    context.Context
	server *demo.Server
	front  *front
	name   string
	column *column
}

// judge plays all stories in one browser, one after the other at one demo.
func judge(ctx context.Context, name string, open func(context.Context, string) (browser, error), o options) *column {
	c := &column{name: name, version: name}
	c.err = func() (err error) {
		folder, err := os.MkdirTemp("", "poswarm-browsers-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		server, err := demo.Start(ctx, demo.Options{Worker: o.worker})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, server.Close()) }()
		front, err := newFront(server.URL())
		if err != nil {
			return err
		}
		defer front.end()
		tab, err := open(ctx, folder)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, tab.Close()) }()
		c.version = tab.Version()
		t := &terminal{tab, o, ctx, server, front, name, c}
		t.play()
		return nil
	}()
	return c
}

// play tells the stories. Without the first visit there is nothing to tell.
func (t *terminal) play() {
	patient := *t
	patient.patience = max(t.patience, firstPatience)
	if !t.story("first visit", patient.firstVisit) {
		return
	}
	for _, o := range t.outages {
		t.story("reload, "+string(o), func(ctx context.Context) error { return t.reloads(ctx, o) })
	}
	t.story("sale without the server arrives once", t.sells)
	t.story("browser started without the server", t.startsCold)
}

// story tells one and notes what came of it; the way to the server is free afterwards.
func (t *terminal) story(name string, tell func(context.Context) error) bool {
	ctx, cancel := context.WithTimeout(t.ctx, time.Duration(float64(6*max(t.patience, firstPatience))*pace.Scale()))
	defer cancel()
	err := tell(ctx)
	if err != nil && !errors.Is(err, errForgets) {
		t.screenshot("failed " + name)
	}
	t.front.plays(none)
	t.column.rows = append(t.column.rows, row{name, err})
	return err == nil
}

// screenshotWithin bounds a picture: without one a story is told all the same.
const screenshotWithin = 10 * time.Second

// screenshot keeps what the tab shows, where it was asked for.
func (t *terminal) screenshot(name string) {
	if t.keep == "" {
		return
	}
	ctx, cancel := context.WithTimeout(t.ctx, screenshotWithin)
	defer cancel()
	png, err := t.Shot(ctx)
	if err == nil {
		file := strings.ReplaceAll(t.name+" "+name, " ", "-") + ".png"
		err = os.WriteFile(filepath.Join(t.keep, file), png, 0o600)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "browsers: no screenshot of %s: %v\n", name, err)
	}
}

// does runs a step of shop.js in the page that is there.
func (t *terminal) does(ctx context.Context, step string) (string, error) {
	patience := float64(t.patience.Milliseconds()) * pace.Scale()
	text, err := t.Eval(ctx, fmt.Sprintf("(%s)(%.0f).%s()", shopJS, patience, step))
	if err != nil {
		return "", fmt.Errorf("%s: %w", step, err)
	}
	return text, nil
}

func (t *terminal) all(ctx context.Context, steps ...string) error {
	for _, step := range steps {
		if _, err := t.does(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// opens goes to the POS and waits until it is up.
func (t *terminal) opens(ctx context.Context) error {
	if err := t.Open(ctx, t.front.URL+"/pos/ui/1"); err != nil {
		return err
	}
	return t.all(ctx, "up")
}

// firstPatience is for the steps of a first visit, which nobody expects to fail.
const firstPatience = 20 * time.Second

func (t *terminal) firstVisit(ctx context.Context) error {
	if err := t.Open(ctx, t.front.URL+"/web/login"); err != nil {
		return err
	}
	if text, err := t.does(ctx, "logIn"); err != nil || text != "" {
		return errors.Join(err, errors.New(text))
	}
	if err := t.opens(ctx); err != nil {
		return err
	}
	if t.worker == demo.WorkerPoswarm {
		return t.all(ctx, "ready")
	}
	// Odoo's own worker is there from the second load on, and tries each file once.
	err := t.all(ctx, "written")
	for range 5 {
		if err != nil {
			return err
		}
		if err = t.opens(ctx); err == nil {
			err = t.all(ctx, "written")
		}
		if err == nil && t.all(ctx, "stored") == nil {
			return nil
		}
	}
	return errors.Join(err, errors.New("after 5 loads the worker does not hold the page"))
}

func (t *terminal) reloads(ctx context.Context, o outage) error {
	t.front.plays(o)
	if err := t.opens(ctx); err != nil {
		return err
	}
	t.screenshot("up, " + string(o))
	return nil
}

func (t *terminal) sells(ctx context.Context) error {
	if err := t.opens(ctx); err != nil {
		return err
	}
	t.front.plays(reset)
	if err := t.opens(ctx); err != nil {
		return err
	}
	uuid, err := t.does(ctx, "sell")
	if err != nil {
		return err
	}
	t.screenshot("receipt")
	if err := t.opens(ctx); err != nil { // F5 before it is sent
		return err
	}
	t.front.plays(none)
	if err := t.all(ctx, "sent"); err != nil {
		return err
	}
	if orders := t.server.Orders(); len(orders) != 1 || orders[0].UUID != uuid || orders[0].State != "paid" || orders[0].Received != 1 {
		return fmt.Errorf("the server has %+v, not the sale %s once", orders, uuid)
	}
	return nil
}

func (t *terminal) startsCold(ctx context.Context) error {
	t.front.plays(reset)
	if err := t.Restart(ctx); err != nil {
		return err
	}
	if err := t.opens(ctx); err != nil {
		return err
	}
	t.screenshot("cold start")
	return nil
}
