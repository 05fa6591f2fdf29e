package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/demo"
	"poswarm/internal/strictyaml"
)

func demoCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "demo", Usage: "serve a demo POS to try everything on",
		Description: `Serves a small POS that speaks Odoo 19's protocol, until Ctrl-C. The first line on
stdout is the address of its POS. Log-in: admin, password: admin. The server can be
broken, upgraded and restarted on the page /demo.`,
		CustomHelpTemplate: commandHelp(exitUsage, exitCannotTell, exitInterrupted, exitTerminated),
		Flags:              demoFlags(), Action: action(env, runDemo),
	}
}

func demoFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "listen", Value: "127.0.0.1:0", Usage: "`HOST:PORT` to listen on; port 0 takes a free one"},
		&cli.StringFlag{Name: "odoo", Value: demo.Odoo19June, Usage: "the build of Odoo to behave as: `" + strings.Join(demo.Odoos(), "|") + "`"},
		&cli.IntFlag{Name: "products", Value: 47, Usage: "`N` products in the shop"},
		&cli.StringFlag{Name: "worker", Value: demo.WorkerPoswarm, Usage: "the service worker to serve: `" + strings.Join(demo.Workers(), "|") + "`"},
		&cli.DurationFlag{Name: "latency", Usage: "wait `TIME` before every answer"},
		&cli.DurationFlag{Name: "rotate-after", Value: 3 * time.Hour, Usage: "give a log-in a new session after `TIME`, as Odoo does"},
	}, progressFlags()...)
}

func parseDemo(c *cli.Context) demo.Options {
	return demo.Options{
		Odoo: c.String("odoo"), Listen: c.String("listen"), Products: c.Int("products"), Worker: c.String("worker"),
		Latency: c.Duration("latency"), RotateAfter: c.Duration("rotate-after"),
	}
}

func checkDemo(o demo.Options) error {
	if _, _, err := net.SplitHostPort(o.Listen); err != nil {
		return usagef("write it like 127.0.0.1:8080", "--listen %q is not HOST:PORT", o.Listen)
	}
	if !slices.Contains(demo.Workers(), o.Worker) {
		return usagef(strictyaml.Suggest(o.Worker, demo.Workers()), "unknown worker %q", o.Worker)
	}
	if !slices.Contains(demo.Odoos(), o.Odoo) {
		return usagef(strictyaml.Suggest(o.Odoo, demo.Odoos()), "unknown build of Odoo %q", o.Odoo)
	}
	if o.Products < 5 || o.Products > demo.MaxProducts {
		return usagef(fmt.Sprintf("choose 5 to %d", demo.MaxProducts), "%d products is out of range", o.Products)
	}
	if o.Latency < 0 || o.RotateAfter <= 0 {
		return usagef("write it like 50ms or 3h", "--latency and --rotate-after cannot be negative")
	}
	return nil
}

func runDemo(ctx context.Context, in *input) error {
	o := parseDemo(in.c)
	if err := checkDemo(o); err != nil {
		return err
	}
	server, err := demo.Start(ctx, o)
	if err != nil {
		return err
	}
	defer server.Close()
	if _, err := fmt.Fprintln(in.env.stdout, server.URL()+"/pos/ui/1"); err != nil {
		return err
	}
	in.env.ui.Say("demo POS of Odoo %s with the %s worker; log-in admin, password admin; end with Ctrl-C", o.Odoo, o.Worker)
	<-ctx.Done()
	return context.Cause(ctx)
}
