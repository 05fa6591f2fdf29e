package soak

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"poswarm/internal/demo"
)

// Campaign is one way of attacking.
type Campaign struct {
	Name string
	Run  func(context.Context, Options) (Tally, error)
	// Compared says that other workers are worth the same.
	Compared bool
}

// Campaigns lists them.
func Campaigns() []Campaign {
	return []Campaign{
		{"cut-sweep", CutSweep, true},
		{"kill-sweep", KillSweep, false},
		{"poison", Poison, false},
		{"random-walk", RandomWalk, false},
		{"honest-runs", HonestRuns, false},
		{"sales", Sales, false},
	}
}

// atATime is how many browsers two cores carry without missing deadlines.
const atATime = 2

// FromEnvironment reads the SOAK_ variables; see the command run.
func FromEnvironment(getenv func(string) string, log io.Writer) (Options, error) {
	o := Options{Terminals: atATime, Only: getenv("SOAK_ONLY"), Log: log, Seed: uint64(time.Now().UnixNano()) % 1_000_000}
	var err error
	if text := getenv("SOAK_TIME"); text != "" {
		if o.Time, err = time.ParseDuration(text); err != nil || o.Time <= 0 {
			return o, fmt.Errorf("SOAK_TIME=%s is no time such as 2m", text)
		}
	}
	if text := getenv("SOAK_SEED"); text != "" {
		if o.Seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			return o, fmt.Errorf("SOAK_SEED=%s is no number", text)
		}
	}
	if text := getenv("SOAK_TILLS"); text != "" {
		if o.Terminals, err = strconv.Atoi(text); err != nil || o.Terminals < 1 {
			return o, fmt.Errorf("SOAK_TILLS=%s is no number of browsers", text)
		}
	}
	worker := cmp.Or(getenv("SOAK_WORKER"), demo.WorkerPoswarm)
	if text := getenv("SOAK_URL"); text != "" {
		o.OneShop = true
		o.Shop, err = realShop(getenv, text, worker)
		return o, err
	}
	o.Shop = func(ctx context.Context) (*Shop, error) { return NewDemo(ctx, worker) }
	if worker == demo.WorkerPoswarm {
		o.Others = []string{demo.WorkerStockLike, demo.WorkerUpstreamLike}
	}
	return o, nil
}

func realShop(getenv func(string) string, text, worker string) (func(context.Context) (*Shop, error), error) {
	address, err := url.Parse(text)
	if err != nil || address.Host == "" {
		return nil, fmt.Errorf("SOAK_URL=%s is no address such as http://127.0.0.1:8069", text)
	}
	config, err := strconv.Atoi(cmp.Or(getenv("SOAK_CONFIG"), "1"))
	if err != nil {
		return nil, fmt.Errorf("SOAK_CONFIG=%s is no number of a POS", getenv("SOAK_CONFIG"))
	}
	shop := Shop{URL: address, Config: config, Database: address.Query().Get("db"), Worker: worker, UpgradeCommand: getenv("SOAK_UPGRADE_COMMAND"),
		Login: cmp.Or(getenv("SOAK_LOGIN"), "admin"), Password: cmp.Or(getenv("SOAK_PASSWORD"), "admin"),
		OtherLogin: getenv("SOAK_OTHER_LOGIN"), OtherPassword: getenv("SOAK_OTHER_PASSWORD")}
	return func(context.Context) (*Shop, error) { one := shop; return &one, nil }, nil
}
