package chrome

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestKioskOnAnotherProfile(t *testing.T) {
	const shop = "https://shop.example:8443"
	program, err := os.ReadFile("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	kiosk := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(kiosk, program, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"an app":             {[]string{"--kiosk", "--app=https://SHOP.example:8443/pos/ui/1", "--user-data-dir=/home/kiosk/till"}, "the profile /home/kiosk/till"},
		"a page":             {[]string{"--kiosk", shop + "/odoo"}, "its default profile"},
		"another shop":       {[]string{"--app=https://shop.example/pos/ui/1"}, ""},
		"a display":          {[]string{"--app=" + shop + "/pos_customer_display/1/x"}, ""},
		"a browser's helper": {[]string{"--type=renderer", "--app=" + shop}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			running := exec.Command(kiosk, append([]string{"-c", "echo up; read line", "sh"}, c.args...)...)
			in, err := running.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := running.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := running.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = running.Wait() }() // it ends with its input, and says that it read none
			defer func() { _ = in.Close() }()
			if _, err := out.Read(make([]byte, 2)); err != nil {
				t.Fatal(err)
			}
			found := otherKiosk(t.TempDir(), shop)
			if (len(found) == 0) != (c.says == "") {
				t.Fatalf("%v", found)
			}
			if c.says != "" && (!strings.Contains(found[0].What, c.says) || found[0].Certain || found[0].Hint == "") {
				t.Errorf("%+v, want %q", found[0], c.says)
			}
		})
	}
}
