package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
	"github.com/urfave/cli/v2"
)

const createProfileName = "create-profile"

// createProfileFlag says that a terminal is new. It is asked for once, by who
// sets it up: in an inventory or a timer it would hide a folder that is mistyped
// or moved later.
func createProfileFlag() cli.Flag {
	return &cli.BoolFlag{Name: createProfileName, Usage: "make the profile where no Chrome has ever run on it, which needs a log-in"}
}

// primingFlags say how a terminal is primed, one or a fleet of them.
func primingFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "open-session", Usage: "open a POS session where none is open"},
		&cli.BoolFlag{Name: "require-session", Usage: "fail where no POS session is open"},
		&cli.StringFlag{Name: "images", Value: "all", Usage: "store product images: `all|none|N`"},
		&cli.StringFlag{Name: "max-rate", Usage: "download at most `RATE`, such as 500kB/s; a running kiosk's own files share it"},
		&cli.BoolFlag{Name: "verify", Usage: "prove it at once: start a copy of the profile without network"},
	}
}

// priming is what those flags say.
type priming struct {
	OpenSession, RequireSession bool
	// Images is "all", "none" or an int.
	Images any
	// MaxRate bounds what priming downloads, in bytes a second; 0 is no bound.
	MaxRate int64
	// Verify proves the result at once, on a copy of the profile.
	Verify bool
}

func parsePriming(c *cli.Context) (p priming, err error) {
	p = priming{OpenSession: c.Bool("open-session"), RequireSession: c.Bool("require-session"), Verify: c.Bool("verify")}
	if p.OpenSession && p.RequireSession {
		return p, usagef("leave one of them out", "--open-session and --require-session cannot be combined")
	}
	if p.Images, err = parseImages(c.String("images")); err != nil {
		return p, err
	}
	p.MaxRate, err = parseRate(c.String("max-rate"))
	return p, err
}

func parseImages(text string) (any, error) {
	if text == "all" || text == "none" {
		return text, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return nil, usagef("write --images all, --images none or a number", "--images %q is neither all, none nor a number", text)
	}
	return n, nil
}

// slowest is the least bandwidth that --max-rate takes: less than that and a POS
// does not load within any deadline.
const slowest = 10_000

func parseRate(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	bytes, err := humanize.ParseBytes(strings.TrimSuffix(text, "/s"))
	if err != nil || bytes < slowest || bytes > math.MaxInt32 {
		return 0, usagef("write --max-rate 500kB/s or --max-rate 2MB/s, at least 10kB/s", "--max-rate %q is not a bandwidth", text)
	}
	return int64(bytes), nil
}
