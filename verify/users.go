package verify

import (
	"poswarm/internal/posui"
	"poswarm/internal/result"
)

// sameUser is the verdict on a page of somebody else.
func (r *run) sameUser(state posui.State) error {
	if r.user == 0 {
		r.user = state.User
	}
	if state.User != r.user {
		return posui.Failf(result.WrongUser, "the page is that of user %d, not of user %d", state.User, r.user)
	}
	return nil
}
