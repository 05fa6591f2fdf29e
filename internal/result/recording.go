package result

// Cut is a time in which something was taken away from the terminal.
type Cut struct {
	Fault string `json:"fault"`
	// FromMS and ToMS count from the start of the scenario.
	FromMS int64 `json:"from_ms"`
	ToMS   int64 `json:"to_ms"`
}

// Recording is what a report for people shows besides the document: too much for
// a JSON document, whose readers find all of it in the folder of evidence.
type Recording struct {
	Screenshot []byte // JPEG of what the page showed at the end of a failure
	Page       []Mark // requests of the page
	Gate       []Mark // requests that came to the gate, the worker's too
	Log        []LogLine
}

// MarkSource is where an answer came from, as a person wants to know it.
type MarkSource string

// The sources.
const (
	FromWorker       MarkSource = "worker"
	FromNetwork      MarkSource = "network"
	FromBrowserCache MarkSource = "browser cache"
	FromGate         MarkSource = "gate" // made up by the outage
	FromNowhere      MarkSource = "failed"
)

// Mark is a request on the timeline.
type Mark struct {
	AtMS, TookMS  int64
	Source        MarkSource
	What, Outcome string
}

// LogLine is one thing that happened in the browser.
type LogLine struct {
	AtMS                    int64
	From, Kind, Level, Text string
}
