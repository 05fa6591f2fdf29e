// Command cost reports what the worker costs online, beside Odoo's own: it is
// what make bench runs. BENCH_URL adds a real Odoo as it is, BENCH_ADDON_URL one
// with the addon; BENCH_ROUNDS=n sets the number of loads. It loads over this
// machine's own network, and then with each request BENCH_LATENCY (10ms) on its
// way, as from a shop to a server somewhere else. At last it sells without the server,
// without a ledger, with it, and with one that holds ten thousand sales.
// BENCH_MEASURE=reloads, starts or sales makes one of the measurements, and
// BENCH_SERVER=demo or odoo leaves the other server out.
package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"poswarm/internal/demo"
	"poswarm/internal/outage"
	"poswarm/internal/scratch"
	"poswarm/tools/soak"
)

func main() {
	outage.RunHelper() // Chrome's namespace starts this program again
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	rounds, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_ROUNDS"), "15"))
	if err != nil || rounds < 1 {
		return fmt.Errorf("BENCH_ROUNDS=%s is no number of loads", os.Getenv("BENCH_ROUNDS"))
	}
	shops := map[string]*soak.Shop{}
	for _, worker := range demo.Workers() {
		shop, err := soak.NewDemo(ctx, worker)
		if err != nil {
			return err
		}
		defer shop.Close()
		shops["demo "+worker] = shop
	}
	if err := addReal(shops); err != nil {
		return err
	}
	if only := os.Getenv("BENCH_SERVER"); only != "" {
		maps.DeleteFunc(shops, func(name string, _ *soak.Shop) bool { return !strings.HasPrefix(name, only+" ") })
	}
	dir, err := scratch.New()
	if err != nil {
		return err
	}
	defer dir.Remove()
	measures := []struct {
		name string
		run  func() error
	}{
		{"reloads", func() error { return reloads(ctx, dir, rounds, shops) }},
		{"starts", func() error { return starts(ctx, dir, rounds, shops) }},
		{"sales", func() error { return sales(ctx, dir, rounds) }},
	}
	only := os.Getenv("BENCH_MEASURE")
	for _, m := range measures {
		if only != "" && only != m.name {
			continue
		}
		if err := m.run(); err != nil {
			return err
		}
	}
	return nil
}

// reloads reports what a reload costs online, without and with a line of the shop's.
func reloads(ctx context.Context, dir *scratch.Dir, rounds int, shops map[string]*soak.Shop) error {
	latency, err := time.ParseDuration(cmp.Or(os.Getenv("BENCH_LATENCY"), "10ms"))
	if err != nil || latency < 0 {
		return fmt.Errorf("BENCH_LATENCY=%s is no time such as 10ms", os.Getenv("BENCH_LATENCY"))
	}
	for _, way := range slices.Compact([]time.Duration{0, latency}) {
		profile, err := dir.Make("cost")
		if err != nil {
			return err
		}
		costs, err := soak.Costs(ctx, profile, rounds, way, shops)
		if err != nil {
			return err
		}
		if err := report(costs, way); err != nil {
			return err
		}
	}
	return nil
}

// noWorker is the name of a server whose worker is gone past.
const noWorker = "none"

// starts reports how long the POS takes to come up by each way, beside Odoo's own
// worker and beside none.
func starts(ctx context.Context, dir *scratch.Dir, rounds int, shops map[string]*soak.Shop) error {
	all := maps.Clone(shops)
	for name, shop := range shops {
		if server, worker, _ := strings.Cut(name, " "); worker == demo.WorkerStockLike {
			past := *shop
			past.Worker = ""
			all[server+" "+noWorker] = &past
		}
	}
	profile, err := dir.Make("starts")
	if err != nil {
		return err
	}
	measured, err := soak.Starts(ctx, profile, rounds, all)
	if err != nil {
		return err
	}
	for _, one := range measured {
		for _, way := range soak.Ways() {
			if up := one.Up[way]; len(up) > 0 {
				if _, err := fmt.Printf("%-20s %-20s median %4d ms (%d to %d, n=%d)\n", one.Name, way, soak.Median(up).Milliseconds(),
					up[0].Milliseconds(), up[len(up)-1].Milliseconds(), len(up)); err != nil {
					return err
				}
			}
		}
	}
	return ratios(measured)
}

// ratios says ours as a part of others' by the same server.
func ratios(measured []soak.Start) error {
	median := func(server, worker string, way soak.Way) time.Duration {
		for _, one := range measured {
			if one.Name == server+" "+worker && len(one.Up[way]) > 0 {
				return soak.Median(one.Up[way])
			}
		}
		return 0
	}
	for _, server := range []string{"demo", "odoo"} {
		for _, r := range []struct {
			way, beside soak.Way
			worker      string
		}{
			{soak.ColdOnline, soak.ColdOnline, demo.WorkerStockLike}, {soak.ColdOnline, soak.ColdOnline, noWorker},
			{soak.ReloadOnline, soak.ReloadOnline, demo.WorkerStockLike}, {soak.ReloadOnline, soak.ReloadOnline, noWorker},
			{soak.ColdOffline, soak.ColdOnline, demo.WorkerStockLike}, {soak.ReloadOffline, soak.ReloadOnline, demo.WorkerPoswarm},
		} {
			ours, theirs := median(server, demo.WorkerPoswarm, r.way), median(server, r.worker, r.beside)
			if ours == 0 || theirs == 0 {
				continue
			}
			if _, err := fmt.Printf("%-6s our %-20s is %.2fx of the %s of %s\n", server, r.way, float64(ours)/float64(theirs), r.beside, r.worker); err != nil {
				return err
			}
		}
	}
	return nil
}

// held is how many sales a ledger holds that must not be slow.
const held = 10_000

// sales reports what a sale takes, with the ledger and without it.
func sales(ctx context.Context, dir *scratch.Dir, rounds int) error {
	profile, err := dir.Make("sales")
	if err != nil {
		return err
	}
	costs, err := soak.SaleCosts(ctx, profile, rounds, held)
	if err != nil {
		return err
	}
	for _, c := range costs {
		text := "no ledger"
		if len(c.Written) > 0 {
			text = fmt.Sprintf("the ledger's write median %s ms (%s to %s)", ms(soak.Median(c.Written)), ms(c.Written[0]), ms(c.Written[len(c.Written)-1]))
		}
		if _, err := fmt.Printf("%-34s a sale paid without the server: median %s ms (%s to %s, n=%d), %s\n", c.Name,
			ms(soak.Median(c.Paid)), ms(c.Paid[0]), ms(c.Paid[len(c.Paid)-1]), len(c.Paid), text); err != nil {
			return err
		}
	}
	return nil
}

func ms(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', 1, 64)
}

// addReal adds the Odoo servers that the environment names.
func addReal(shops map[string]*soak.Shop) error {
	for name, worker := range map[string]string{"BENCH_URL": demo.WorkerStockLike, "BENCH_ADDON_URL": demo.WorkerPoswarm} {
		if text := os.Getenv(name); text != "" {
			address, err := url.Parse(text)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			shops["odoo "+worker] = &soak.Shop{URL: address, Config: 1, Login: cmp.Or(os.Getenv("BENCH_LOGIN"), "admin"),
				Password: cmp.Or(os.Getenv("BENCH_PASSWORD"), "admin"), Worker: worker}
		}
	}
	return nil
}

// report compares with our own worker at the same kind of server.
func report(costs []soak.Cost, way time.Duration) error {
	own := map[string]time.Duration{}
	for _, c := range costs {
		if server, worker, _ := strings.Cut(c.Name, " "); worker == demo.WorkerPoswarm {
			own[server] = c.Median()
		}
	}
	for _, c := range costs {
		server, _, _ := strings.Cut(c.Name, " ")
		_, err := fmt.Printf("%-20s +%-5s reload to up: median %4d ms (%d to %d, n=%d), ours is %.2fx of it; POS pages rendered per load: %.1f\n", c.Name, way,
			c.Median().Milliseconds(), c.Up[0].Milliseconds(), c.Up[len(c.Up)-1].Milliseconds(), len(c.Up), float64(own[server])/float64(c.Median()), c.Renders)
		if err != nil {
			return err
		}
	}
	return nil
}
