package pace

import (
	"os"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	// EnvScale is the variable that hands the calibration to the programs of a
	// test, so that it is made once.
	EnvScale = "POSWARM_TEST_SCALE"
	// reference is what the work takes on one core of the machine that the limits
	// of the tests were made on (AMD EPYC of 2024, 2 cores).
	reference = 4 * time.Millisecond
	// slowest bounds what a calibration can make of a limit.
	slowest = 8
)

// Scale is how many times slower than the reference one core of this machine is, at
// least 1. The limits of tests are multiples of it; a scenario's are not, since a
// till that is slow is slow for its cashier.
var Scale = sync.OnceValue(func() float64 {
	if handed, err := strconv.ParseFloat(os.Getenv(EnvScale), 64); err == nil && handed >= 1 {
		return min(handed, slowest)
	}
	return min(max(Calibrate(), 1), slowest)
})

// Calibrate measures how many times slower than the reference one core is. Of a
// few tries the fastest counts: nobody interrupted that one.
func Calibrate() float64 {
	best := time.Hour
	for range 9 {
		best = min(best, work())
	}
	return best.Seconds() / reference.Seconds()
}

// work is a little of all that a browser does: memory is made, filled, compared and
// moved.
func work() time.Duration {
	began := time.Now()
	list := make([]uint32, 50_000)
	next := uint32(1)
	for i := range list {
		next = next*1664525 + 1013904223 // Numerical Recipes, the same on every machine
		list[i] = next
	}
	slices.Sort(list)
	return time.Since(began)
}
