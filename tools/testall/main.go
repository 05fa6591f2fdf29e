// Testall runs the tests of all packages for `make test`: those that take no
// browser first, then those with browsers, of which all packages together run as
// many at a time as there are turns (internal/pace/pacetest). It prints a line for
// each package as it ends, keeps what failing tests left in a folder, and says what
// the whole cost in processor time.
//
//	testall [-n TIMES] [-scratch DIR] [-late "PACKAGE…"] [PATTERN…]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/pace"
	"poswarm/internal/pace/pacetest"
)

func main() {
	times := flag.Int("n", 1, "how often everything runs")
	room := flag.String("scratch", os.TempDir(), "folder for what tests throw away")
	late := flag.String("late", "", "packages with browsers, in the order in which they start, separated by spaces")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, endSignal)
	defer stop()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	if err := run(ctx, *times, *room, patterns, strings.Fields(*late)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run runs everything so often and says at the end how often it held.
func run(ctx context.Context, times int, room string, patterns, late []string) error {
	adopt()
	packages, err := list(ctx, patterns, late)
	if err != nil {
		return err
	}
	scale := pace.Calibrate()
	fmt.Printf("%d processors, one of which takes %.2f times as long as the reference\n", runtime.NumCPU(), scale)
	bad := 0
	for i := range times {
		if times > 1 {
			fmt.Printf("run %d of %d\n", i+1, times)
		}
		if err := once(ctx, room, max(scale, 1), packages); ctx.Err() != nil {
			return context.Cause(ctx)
		} else if err != nil {
			bad++
			fmt.Println(err)
		}
	}
	if times > 1 {
		fmt.Printf("%d of %d runs failed\n", bad, times)
	}
	if bad > 0 {
		return errors.New("tests failed")
	}
	return nil
}

// once runs everything. What the tests throw away may be in memory; what stays of
// those that failed is on the disk.
func once(ctx context.Context, room string, scale float64, packages []string) error {
	folder, err := os.MkdirTemp(room, "pt-") // short: the path of a socket has 108 bytes, and Chrome makes some
	if err != nil {
		return fmt.Errorf("making a folder for the tests: %w", err)
	}
	defer os.RemoveAll(folder)
	evidence, err := os.MkdirTemp("", "poswarm-evidence-")
	if err != nil {
		return fmt.Errorf("making a folder for evidence: %w", err)
	}
	began, spent := time.Now(), coreSeconds()
	watch := pacetest.Start()
	tally := &tally{out: os.Stdout, folder: evidence}
	err = tally.test(ctx, packages, append(os.Environ(), "GOTMPDIR="+os.TempDir(), "TMPDIR="+folder,
		pacetest.EnvTurns+"="+filepath.Join(folder, "turns"), pace.EnvScale+"="+strconv.FormatFloat(scale, 'f', 2, 64)))
	reap()
	fmt.Printf("%d packages, %d failed: %s, %.0f core-seconds%s\n", len(tally.ended), len(tally.failed),
		time.Since(began).Round(time.Second), coreSeconds()-spent, loadOf(watch))
	if err == nil && len(tally.failed) == 0 {
		return os.RemoveAll(evidence)
	}
	return errors.Join(fmt.Errorf("what failing tests said and left: %s", evidence), err)
}

// loadOf says so when other programs had the processors.
func loadOf(watch pacetest.Watch) string {
	if !watch.Starved() {
		return ""
	}
	return "; the machine was busy: " + watch.String()
}
