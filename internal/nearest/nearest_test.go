// The test of this package proves that a mistyped word finds the one that was meant,
// and that a strange one finds none.
package nearest

import "testing"

func TestOf(t *testing.T) {
	words := []string{"open", "expect", "restore", "reload", "restart-browser", "server-dead"}
	for word, want := range map[string]string{
		"opne":        "open",
		"Reload":      "reload",
		"relaod":      "reload",
		"restart":     "restart-browser",
		"serverdead":  "server-dead",
		"x":           "",
		"frobnicate":  "",
		"":            "",
		"server_dead": "server-dead",
	} {
		if got := Of(word, words); got != want {
			t.Errorf("Of(%q) = %q, want %q", word, got, want)
		}
	}
}
