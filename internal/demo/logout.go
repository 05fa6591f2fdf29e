package demo

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// tombstone is the cookie by which the addon tells the worker who has logged
// out; scripts can read it.
const tombstone = "poswarm_logout"

const oneYear = 365 * 24 * 60 * 60

// marksBut are the users and databases in the tombstones of a request, the newest last,
// without one, and whether it was among them.
func marksBut(r *http.Request, mine string) (others []string, held bool) {
	cookie, err := r.Cookie(tombstone)
	if err != nil || cookie.Value == "" {
		return nil, false
	}
	all := strings.Split(cookie.Value, "&")
	held = slices.Contains(all, mine)
	return slices.DeleteFunc(all, func(mark string) bool { return mark == mine }), held
}

// setMarks leaves the tombstones. Without the addon there are none.
func (s *Server) setMarks(w http.ResponseWriter, marks []string) {
	if s.o.Worker != WorkerPoswarm {
		return
	}
	age := oneYear
	if len(marks) == 0 {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: tombstone, Value: strings.Join(marks, "&"),
		Path: "/", MaxAge: age, SameSite: http.SameSiteLaxMode,
	})
}

// markLogout leaves the tombstone of a user beside those of others.
func (s *Server) markLogout(w http.ResponseWriter, r *http.Request, u *user) {
	others, _ := marksBut(r, tombstoneValue(u))
	s.setMarks(w, append(others, tombstoneValue(u)))
}

func tombstoneValue(u *user) string { return fmt.Sprintf("%d.%s", u.id, url.PathEscape(database)) }

// forgetLogout removes the tombstone of a user who is logged in again; those of
// other users stay.
func (s *Server) forgetLogout(w http.ResponseWriter, r *http.Request, u *user) {
	if others, held := marksBut(r, tombstoneValue(u)); held {
		s.setMarks(w, others)
	}
}
