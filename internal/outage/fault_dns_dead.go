package outage

import (
	"net/http"
	"time"

	"poswarm/internal/fault"
)

var _ = meets(fault.DNSDead, (*Gate).notFound)

// askedAgain is within what time the same question is Chrome's own second try. A
// name that was not found it would not look up again, so that try takes no time.
const askedAgain = 500 * time.Millisecond

// notFound takes the time in which a name is not found.
func (g *Gate) notFound(q request, r *http.Request) answer {
	question := r.Method + " " + r.Host + r.URL.Path
	g.mu.Lock()
	again := time.Since(g.lookedUp[question]) < askedAgain
	g.mu.Unlock()
	if again || !pause(q.plan.Latency, q.ctx.Done(), r.Context().Done()) {
		return noAnswer
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lookedUp[question] = time.Now()
	return noAnswer
}
