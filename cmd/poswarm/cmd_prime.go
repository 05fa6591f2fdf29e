package main

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"poswarm/internal/chrome"
	"poswarm/internal/schedule"
)

func primeCommand(env *environment) *cli.Command {
	return &cli.Command{
		Name: "prime", Usage: "preload one terminal, so that its POS comes up without the server",
		Description: `Has the terminal's own worker store everything that a start needs. With --profile the
kiosk is stopped: the POS is opened in that profile, and Chrome closed so that it keeps
all. With --attach the kiosk runs on: a hidden tab asks its worker, and no tab, order or
focus is touched. Nothing is sold, opened or closed on the server, unless --open-session
says so.`,
		CustomHelpTemplate: commandHelp(appExits...),
		Flags:              primeFlags(), Action: action(env, runPrime),
	}
}

func primeFlags() []cli.Flag {
	return slices.Concat(targetFlags(), []cli.Flag{
		&cli.StringFlag{Name: "attach", Usage: "prime the running Chrome whose debugging port is at `URL`, such as http://127.0.0.1:9222"},
		createProfileFlag(),
		&cli.BoolFlag{Name: "dry-run", Usage: "use a temporary profile: shows what would be stored, and keeps nothing"},
		stdinFlag(),
	}, primingFlags(), scheduleFlags(), outputFlags())
}

// primeOptions is what `poswarm prime` was asked for.
type primeOptions struct {
	target
	// Attach is the debugging port of the running terminal's Chrome, or nil.
	Attach *url.URL
	// DryRun uses a temporary profile, so that nothing lasts.
	DryRun bool
	priming
}

func parsePrime(in *input) (primeOptions, error) {
	opts := primeOptions{DryRun: in.c.Bool("dry-run")}
	var err error
	if opts.target, err = parseTarget(in); err != nil {
		return opts, err
	}
	if opts.Attach, err = parseAttach(in.c.String("attach")); err != nil {
		return opts, err
	}
	if opts.priming, err = parsePriming(in.c); err != nil {
		return opts, err
	}
	if err := opts.checkWay(); err != nil {
		return opts, err
	}
	if err := opts.needServer(); err != nil {
		return opts, err
	}
	return opts, opts.checkProfile(in)
}

// checkProfile wants a profile on which a Chrome has run: what is stored in any
// other folder is of no use to the kiosk, and looks as good.
func (o *primeOptions) checkProfile(in *input) error {
	const advice = "name the user data folder of the terminal's own Chrome (chrome://version shows it on the terminal); for a new terminal add --create-profile"
	switch {
	case o.Profile == "":
		return nil
	case chrome.IsProfile(o.Profile) && in.c.Bool("create-profile"):
		return nil
	case chrome.IsProfile(o.Profile):
		return o.checkOwnDirectory()
	case in.c.Bool("create-profile") && o.Login == "":
		return noFolder("add --login and --password-file", "--create-profile makes a profile without a log-in")
	case in.c.Bool("create-profile"):
		return nil
	case !in.env.isFolder(o.Profile):
		return noFolder(advice, "--profile: there is no folder %s", o.Profile)
	}
	return noFolder(advice, "--profile: no Chrome has ever run on the folder %s", o.Profile)
}

// checkWay asks for one way to the terminal, and refuses what it cannot do.
func (o *primeOptions) checkWay() error {
	ways := 0
	for _, given := range []bool{o.Profile != "", o.Attach != nil, o.DryRun} {
		if given {
			ways++
		}
	}
	switch {
	case ways == 0:
		return usagef("add --profile DIR of a stopped kiosk, --attach URL of a running one, or --dry-run to try it in a temporary profile",
			"prime needs the terminal's own profile: what another one stores is of no use to it")
	case ways > 1:
		return usagef("leave the others out", "give only one of --profile, --attach, --dry-run")
	case o.DryRun && o.Login == "":
		return usagef("add --login and --password-file", "--dry-run starts with an empty profile, which has no log-in")
	case o.Attach != nil && o.Login != "":
		return usagef("leave --login out", "--attach works with the log-in of the running terminal")
	case o.Attach != nil && o.OpenSession:
		return usagef("open the register on the terminal", "--attach opens no POS page, so --open-session cannot be given with it")
	case o.Attach != nil && o.startsChrome():
		return usagef("leave --chrome, --chrome-flag, --no-sandbox, --ca-file and --insecure out", "--attach uses the Chrome that runs")
	}
	return nil
}

// startsChrome tells whether a flag says how to start a browser.
func (o *primeOptions) startsChrome() bool {
	return !o.Verify && (o.Chrome != "" || len(o.ChromeFlags) > 0 || o.NoSandbox || o.CAFile != "" || o.Insecure)
}

func runPrime(ctx context.Context, in *input) error {
	sinks, err := parseOutputs(in)
	if err != nil {
		return err
	}
	opts, err := parsePrime(in)
	if err != nil {
		return err
	}
	if done, err := printSchedule(in, primeJob(opts)); done || err != nil {
		return err
	}
	doc, err := opts.prime(withStdin(ctx, in), in.env)
	if doc == nil {
		return err
	}
	return cmp.Or(sinks.finish(in.env, doc, false), err)
}

// primeJob is the daily prime of a terminal. It is ended when every POS took
// its whole time, and Chrome another two minutes.
func primeJob(o primeOptions) schedule.Job {
	return schedule.Job{Name: "poswarm-prime", Description: "Prime the POS terminal for a start without its server",
		Args: []string{"prime"}, Limit: time.Duration(len(o.Configs))*o.Timeout + 2*time.Minute}
}
