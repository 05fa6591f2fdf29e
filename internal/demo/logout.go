package demo

import (
	"fmt"
	"net/http"
	"net/url"
)

// tombstone is the cookie by which the addon tells the worker who has logged
// out; scripts can read it.
const tombstone = "poswarm_logout"

const oneYear = 365 * 24 * 60 * 60

// markLogout leaves the tombstone of a user. Without the addon there is none.
func (s *Server) markLogout(w http.ResponseWriter, u *user) {
	if s.o.Worker != WorkerPoswarm {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: tombstone, Value: tombstoneValue(u),
		Path: "/", MaxAge: oneYear, SameSite: http.SameSiteLaxMode,
	})
}

func tombstoneValue(u *user) string { return fmt.Sprintf("%d.%s", u.id, url.PathEscape(database)) }

// forgetLogout removes the tombstone of a user who is logged in again; that of
// another user stays.
func (s *Server) forgetLogout(w http.ResponseWriter, r *http.Request, u *user) {
	if cookie, err := r.Cookie(tombstone); err == nil && cookie.Value == tombstoneValue(u) && s.o.Worker == WorkerPoswarm {
		http.SetCookie(w, &http.Cookie{Name: tombstone, Path: "/", MaxAge: -1, SameSite: http.SameSiteLaxMode})
	}
}
