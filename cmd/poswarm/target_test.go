package main

import "testing"

func TestPasswordOnTheFirstLine(t *testing.T) {
	for _, text := range []string{"s3cret", "s3cret\n", "s3cret\r\nmore", "\ufeffs3cret\r\n"} {
		if got := onFirstLine(text); got != "s3cret" {
			t.Errorf("%q: %q", text, got)
		}
	}
}
