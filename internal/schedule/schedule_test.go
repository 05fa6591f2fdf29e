// The tests of this package prove that a printed timer or task runs the given words
// as the given user, on systems that quote them differently.
package schedule

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var job = Job{
	Name: "poswarm-prime", Description: "Prime the POS at 100 %", Program: "/opt/pos warm/poswarm", User: "kiosk",
	Args: []string{"prime", "--profile", `/home/kiosk/Till "1"`, "--url", "https://pos.example.org/$x?a=%20", "--no-sandbox", ""},
	At:   "05:30", Spread: 20 * time.Minute, Limit: 45 * time.Minute,
}

func TestSystemd(t *testing.T) {
	text, err := job.Systemd()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"# /etc/systemd/system/poswarm-prime.service", "# /etc/systemd/system/poswarm-prime.timer",
		`ExecStart="/opt/pos warm/poswarm" prime --profile "/home/kiosk/Till \"1\"" --url https://pos.example.org/$$x?a=%%20 --no-sandbox ""`,
		"Description=Prime the POS at 100 %%", "User=kiosk", "TimeoutStartSec=2700", "NoNewPrivileges=yes",
		"OnCalendar=*-*-* 05:30:00", "Persistent=true", "RandomizedDelaySec=1200", "WantedBy=timers.target",
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd-analyze is not on this machine: the units were only read")
		return
	}
	folder := t.TempDir()
	fine := job
	fine.Program, fine.User, fine.Args = "/bin/true", "root", job.Args
	text, _ = fine.Systemd()
	service, timer, _ := strings.Cut(text, "\n# /etc/systemd/system/poswarm-prime.timer\n")
	for name, unit := range map[string]string{"poswarm-prime.service": service, "poswarm-prime.timer": timer} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(unit), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(analyze, "verify", "--man=no", filepath.Join(folder, "poswarm-prime.service"), filepath.Join(folder, "poswarm-prime.timer")).CombinedOutput()
	if err != nil || strings.Contains(string(out), "poswarm-prime") {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

func TestWindowsTask(t *testing.T) {
	hostile := job
	hostile.Description = `<a & "b">`
	text, err := hostile.Windows()
	if err != nil {
		t.Fatal(err)
	}
	var task struct {
		Description string `xml:"RegistrationInfo>Description"`
		Start       string `xml:"Triggers>CalendarTrigger>StartBoundary"`
		Delay       string `xml:"Triggers>CalendarTrigger>RandomDelay"`
		Missed      bool   `xml:"Settings>StartWhenAvailable"`
		Command     string `xml:"Actions>Exec>Command"`
		Arguments   string `xml:"Actions>Exec>Arguments"`
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(&task); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) && err != nil {
		t.Error(err)
	}
	if task.Description != hostile.Description || task.Start != "2026-01-01T05:30:00" || task.Delay != "PT20M" || !task.Missed || task.Command != job.Program {
		t.Errorf("%+v", task)
	}
	if want := `prime --profile "/home/kiosk/Till \"1\"" --url https://pos.example.org/$x?a=%20 --no-sandbox ""`; task.Arguments != want {
		t.Errorf("arguments %s\n    want %s", task.Arguments, want)
	}
	if got := windowsWord(`C:\Tills\no 1\`); got != `"C:\Tills\no 1\\"` {
		t.Errorf("a folder: %s", got)
	}
}

func TestCheckTime(t *testing.T) {
	for text, fine := range map[string]bool{"05:30": true, "23:59": true, "5:30": false, "24:00": false, "noon": false, "05:30:00": false, "": false} {
		if err := CheckTime(text); (err == nil) != fine {
			t.Errorf("%q: %v", text, err)
		}
	}
}
