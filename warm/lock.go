package warm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"poswarm/internal/chrome"
	"poswarm/internal/hint"
)

// lockName is the file in a profile that one prime at a time holds. Its lock
// ends with the process, so a killed one leaves nothing to clean up.
const lockName = "poswarm.lock"

// ErrPrimedElsewhere means that another poswarm primes the profile now.
var ErrPrimedElsewhere = errors.New("another poswarm primes this profile")

// lock keeps a second prime off the profile. Chrome's own lock would too, but
// not between the two starts of one prime, and it would blame the kiosk.
func lock(profile string) (release func(), err error) {
	if err := chrome.Mine(profile); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(profile, 0o700); err != nil {
		return nil, fmt.Errorf("making the profile: %w", err)
	}
	held := flock.New(filepath.Join(profile, lockName), flock.SetPermissions(0o600))
	got, err := held.TryLock()
	switch {
	case err != nil:
		return nil, fmt.Errorf("locking the profile: %w", err)
	case !got:
		return nil, hint.Add(fmt.Errorf("%w: %s", ErrPrimedElsewhere, profile), "wait until it has ended; only one prime may run per profile: check its timers")
	}
	// The file stays: removing it would take the lock of one that comes meanwhile.
	return func() { _ = held.Unlock() }, nil
}
