package outage

import (
	"net/http"

	"poswarm/internal/fault"
)

// behaviour is what the gate does with a request under a fault: its answer, or
// [noAnswer]. Each is in a file of its own, fault_NAME.go.
type behaviour func(answerer, request, *http.Request) answer

// behaviours has all but the statuses, whose names are many, and the faults under
// which requests get through.
var behaviours = map[fault.Name]behaviour{}

// meets adds the behaviour of a fault, when the program starts.
func meets(name fault.Name, does behaviour) struct{} {
	behaviours[name] = does
	return struct{}{}
}

// behaviourOf returns what the gate does under a fault that takes the server away.
func behaviourOf(name fault.Name) behaviour {
	if name.Status() != 0 {
		return answerer.status
	}
	return behaviours[name]
}

// reply answers a request that is not forwarded.
func (g *Gate) reply(w http.ResponseWriter, r *http.Request, q request, e int) {
	if q.fault.Silent() && !q.control {
		// Some of these take their time, and the log says at once what comes of it.
		g.journal.decide(e, Refused, 0)
	}
	var a answer
	switch {
	case q.control:
		a = g.answers.control()
	case !q.ours && !q.fault.Everywhere():
		a = g.answers.refusal()
	default:
		a = behaviourOf(q.fault)(g.answers, q, r)
	}
	if a.status == 0 {
		g.journal.decide(e, Refused, 0)
		hijackAndReset(w)
		return
	}
	action := Answered
	if !q.ours {
		action = Refused
	}
	g.journal.decide(e, action, a.status)
	a.write(w, r)
}
