package outage

import (
	"net/http"
	"sync"
	"time"

	"poswarm/internal/fault"
)

var _ = meets(fault.DNSDead, notFound)

// askedAgain is within what time the same question is Chrome's own second try. A
// name that was not found it would not look up again, so that try takes no time.
const askedAgain = 500 * time.Millisecond

// lookUps are the questions that a dead name server had, and when each ended.
type lookUps struct {
	mu    sync.Mutex
	ended map[string]time.Time
}

// again reports whether the question is Chrome's own second try.
func (l *lookUps) again(question string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Since(l.ended[question]) < askedAgain
}

func (l *lookUps) end(question string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended == nil {
		l.ended = make(map[string]time.Time)
	}
	l.ended[question] = time.Now()
}

// notFound takes the time in which a name is not found.
func notFound(_ answerer, q request, r *http.Request) answer {
	question := r.Method + " " + r.Host + r.URL.Path
	if !q.epoch.lookUps.again(question) && pause(q.plan.Latency, q.epoch.ctx.Done(), r.Context().Done()) {
		q.epoch.lookUps.end(question)
	}
	return noAnswer
}
