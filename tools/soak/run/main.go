// Command run attacks tills: see package soak. It is what make soak runs.
//
// SOAK_TIME=2m ends each campaign after that time, SOAK_SEED=n plays one back,
// SOAK_ONLY=text keeps the cases whose name holds the text, such as
// cut-sweep/first/12 or sales/known. SOAK_URL attacks a real Odoo 19 (SOAK_LOGIN, SOAK_PASSWORD,
// SOAK_OTHER_LOGIN, SOAK_OTHER_PASSWORD for a second user, SOAK_CONFIG,
// SOAK_UPGRADE_COMMAND).
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"poswarm/internal/outage"
	"poswarm/tools/soak"
)

func main() {
	outage.RunHelper() // Chrome's namespace starts this program again
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, names []string) int {
	o, err := soak.FromEnvironment(os.Getenv, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		return 2
	}
	ok := true
	for _, campaign := range soak.Campaigns() {
		if len(names) > 0 && names[0] != campaign.Name {
			continue
		}
		tally, err := campaign.Run(ctx, o)
		if err != nil {
			fmt.Fprintln(os.Stderr, "soak:", campaign.Name+":", err)
		}
		fmt.Println(tally)
		ok = ok && err == nil && tally.OK()
		if campaign.Compared {
			compare(ctx, campaign, o)
		}
	}
	if !ok {
		return 1
	}
	return 0
}

// compare runs a campaign on the other workers of the demo. What they fail is
// news and no verdict.
func compare(ctx context.Context, campaign soak.Campaign, o soak.Options) {
	for _, worker := range o.Others {
		o.Shop = func(ctx context.Context) (*soak.Shop, error) { return soak.NewDemo(ctx, worker) }
		tally, err := campaign.Run(ctx, o)
		if err != nil {
			fmt.Fprintln(os.Stderr, "soak:", worker+":", err)
		}
		fmt.Fprintf(os.Stderr, "soak: for comparison, %s: %s cases=%d failures=%d seed=%d\n", worker, tally.Name, tally.Cases, tally.Failures, tally.Seed)
	}
}
