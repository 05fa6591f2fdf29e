package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"poswarm/internal/pace/pacetest"
)

// A server that takes connections and says nothing holds nobody up for longer than
// --timeout says, and what was waited for is told.
func TestSilentServer(t *testing.T) {
	pacetest.Turn(t)
	password := filepath.Join(t.TempDir(), "pw")
	if err := os.WriteFile(password, []byte("admin\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	silent := silence(t)
	server := []string{"--url", silent, "--config", "1", "--login", "admin", "--password-file", password}
	for name, c := range map[string]struct {
		args  []string
		limit time.Duration
		waits string
	}{
		"prime":           {append([]string{"prime", "--dry-run", "--no-sandbox", "--timeout", "6s"}, server...), 30 * time.Second, "waiting for opening " + silent},
		"verify":          {append([]string{"verify", "--timeout", "500ms", "cold-start"}, server...), 10 * time.Second, "server not reachable: " + silent},
		"verify --attach": {[]string{"verify", "--attach", silent, "--url", "http://localhost:1", "--config", "1", "--timeout", "500ms", "cold-start"}, 8 * time.Second, "waiting for the Chrome at " + silent},
		"inspect":         {[]string{"inspect", "--attach", silent, "--timeout", "500ms"}, 8 * time.Second, "waiting for the Chrome at " + silent},
	} {
		var stdout, stderr buffer
		began := pacetest.Start()
		code := run(t.Context(), testEnvironment(&stdout, &stderr), c.args)
		if code != exitCannotTell || began.Longer(c.limit) {
			t.Errorf("%s: exit code %d after %s", name, code, began)
		}
		waited := func(text string) bool {
			// A starved browser takes longer to start than prime waits here.
			return strings.Contains(text, c.waits) || began.Starved() && strings.Contains(text, ": starting the browser: waiting for ")
		}
		if text := stderr.String(); !strings.Contains(text, "not done within ") || !waited(text) || !strings.Contains(text, "\nhint: ") {
			t.Errorf("%s says:\n%s", name, text)
		}
	}
}

// silence is the address of a server that answers nothing.
func silence(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			defer func() { _ = connection.Close() }() // kept open until the listener ends
		}
	}()
	return "http://" + listener.Addr().String()
}
