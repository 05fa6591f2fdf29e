package scenario

import "poswarm/internal/strictyaml"

// KindLogIn fills the log-in form.
var KindLogIn = define(Definition{
	Kind: "log-in",
	Form: "`log-in: {user: this|other}`",
	Does: "fills the server's log-in form; `other` is the second user and needs `two-users`",
	Schema: maybe(fields(map[string]Schema{"user": oneOf([]User{ThisUser, OtherUser}).with("default", ThisUser)})).
		with("description", "fill the server's log-in form"),
	Bare: true, Loads: true,
	Needs: []Need{
		{Online: true},
		{Requires: []Requirement{TwoUsers}, when: is(func(l *LogIn) bool { return l.User == OtherUser }), like: having("user", only(OtherUser, ""))},
	},
	read:  readLogIn,
	shows: always,
})

// LogIn fills the server's log-in form.
type LogIn struct{ User User }

// User is which user of the run is meant.
type User string

// The users of a run.
const (
	// ThisUser is the one of --login.
	ThisUser User = "this"
	// OtherUser is the second one; it needs two-users.
	OtherUser User = "other"
)

func readLogIn(n strictyaml.Node) Action {
	l := &LogIn{User: ThisUser}
	options(n, "log-in", map[string]func(strictyaml.Node){
		"user": func(n strictyaml.Node) { l.User = User(n.OneOf("user", string(ThisUser), string(OtherUser))) },
	})
	return l
}

func (l *LogIn) text() string {
	if l.User == OtherUser {
		return "as the other user"
	}
	return ""
}
