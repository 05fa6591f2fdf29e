package chrome

import (
	"fmt"

	"poswarm/internal/hint"
)

// LockStatus says who holds a profile.
type LockStatus string

const (
	// LockFree means that no Chrome holds the profile.
	LockFree LockStatus = "free"
	// LockInUse means that a Chrome on this machine runs on it.
	LockInUse LockStatus = "in use"
	// LockStale means that its Chrome died without cleaning up. Chrome
	// takes such a profile over by itself.
	LockStale LockStatus = "stale"
	// LockOtherHost means that the lock names another machine: a network
	// folder, a cloned disk or a renamed container.
	LockOtherHost LockStatus = "other host"
)

// LockState is the answer of ReadLock.
type LockState struct {
	Status LockStatus
	// PID is the holder's process id, 0 where the system does not tell.
	PID int
	// Host is the machine that the lock names, where the system tells.
	Host string
}

func (l LockState) String() string {
	switch {
	case l.Status == LockOtherHost:
		return fmt.Sprintf("locked by %s", l.Host)
	case l.PID != 0:
		return fmt.Sprintf("%s (pid %d)", l.Status, l.PID)
	}
	return string(l.Status)
}

// refusal returns the error for a launch on a profile in this state.
func (l LockState) refusal(profile string) error {
	switch l.Status {
	case LockInUse:
		return inUseError(profile, l.PID)
	case LockOtherHost:
		return hint.Add(fmt.Errorf("%w: %s is locked by %s (pid %d)", ErrProfileOtherHost, profile, l.Host, l.PID),
			"if no Chrome runs there any more (renamed or copied machine), remove "+profile+"/SingletonLock")
	}
	return nil
}

// inUse says whether a Chrome is known to run on the profile.
func inUse(profile string) bool {
	lock, err := ReadLock(profile)
	return err == nil && lock.Status == LockInUse
}

func inUseError(profile string, pid int) error {
	err := fmt.Errorf("%w: %s", ErrProfileInUse, profile)
	if pid != 0 {
		err = fmt.Errorf("%w: %s, by pid %d", ErrProfileInUse, profile, pid)
	}
	return hint.Add(err, "close that Chrome, or judge a copy of its profile as it is: poswarm verify with --profile or --attach")
}
