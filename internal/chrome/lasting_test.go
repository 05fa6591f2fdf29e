package chrome

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMatches(t *testing.T) {
	const shop = "https://pos.example.org"
	for pattern, want := range map[string]bool{
		"*": true, "https://pos.example.org:443": true, "https://pos.example.org": true, "pos.example.org": true, "[*.]example.org": true,
		"https://[*.]example.org:*": true, "[*.]pos.example.org": true, "[*.]": true, "https://pos.example.org/": true,
		"http://pos.example.org": false, "https://pos.example.org:8443": false, "example.org": false, "[*.]ample.org": false, "": false,
	} {
		if got := matches(pattern, shop); got != want {
			t.Errorf("%q: %t", pattern, got)
		}
	}
	if !matches("http://[::1]:8069", "http://[::1]:8069") || !matches("[::1]", "http://[::1]:8069") {
		t.Error("an address of IPv6 is not found")
	}
}

// TestObstacles lays each setting into a profile that would keep its storage.
func TestObstacles(t *testing.T) {
	const shop = "https://pos.example.org"
	chromium := Binary{Path: "/usr/bin/chromium"}
	for name, c := range map[string]struct{ preferences, policy, want string }{
		"nothing":                    {`{}`, ``, ""},
		"session only":               {`{"profile":{"default_content_setting_values":{"cookies":4}}}`, ``, "until Chrome is closed"},
		"this site session only":     {`{"profile":{"content_settings":{"exceptions":{"cookies":{"[*.]example.org,*":{"setting":4}}}}}}`, ``, "[*.]example.org"},
		"this site is an exception":  {`{"profile":{"default_content_setting_values":{"cookies":4},"content_settings":{"exceptions":{"cookies":{"https://pos.example.org:443,*":{"setting":1}}}}}}`, ``, ""},
		"another site":               {`{"profile":{"content_settings":{"exceptions":{"cookies":{"https://news.example.org,*":{"setting":4}}}}}}`, ``, ""},
		"blocked":                    {`{"profile":{"default_content_setting_values":{"cookies":2}}}`, ``, "blocks site data"},
		"JavaScript blocked":         {`{"profile":{"default_content_setting_values":{"javascript":2}}}`, ``, "blocks JavaScript"},
		"JavaScript of this site":    {`{"profile":{"content_settings":{"exceptions":{"javascript":{"https://pos.example.org:443,*":{"setting":2}}}}}}`, ``, "blocks JavaScript of https://pos"},
		"JavaScript but of this":     {`{"profile":{"default_content_setting_values":{"javascript":2},"content_settings":{"exceptions":{"javascript":{"[*.]example.org,*":{"setting":1}}}}}}`, ``, ""},
		"images blocked":             {`{"profile":{"default_content_setting_values":{"images":2}}}`, ``, "blocks images"},
		"damaged":                    {`{"profile":`, ``, ""},
		"emptied by a power cut":     {``, ``, ""},
		"clear on exit":              {`{}`, `{"ClearBrowsingDataOnExitList":["browsing_history","cookies_and_other_site_data"]}`, "ClearBrowsingDataOnExitList"},
		"clear the history on exit":  {`{}`, `{"ClearBrowsingDataOnExitList":["browsing_history"]}`, ""},
		"a lifetime":                 {`{}`, `{"BrowsingDataLifetime":[{"data_types":["cookies_and_other_site_data"],"time_to_live_in_hours":24}]}`, "BrowsingDataLifetime"},
		"ephemeral":                  {`{}`, `{"ForceEphemeralProfiles":true}`, "ForceEphemeralProfiles"},
		"a policy for all":           {`{}`, `{"DefaultCookiesSetting":4}`, "DefaultCookiesSetting 4"},
		"a policy for all but this":  {`{}`, `{"DefaultCookiesSetting":4,"CookiesAllowedForUrls":["[*.]example.org"]}`, ""},
		"a policy for this":          {`{}`, `{"CookiesSessionOnlyForUrls":["https://pos.example.org"]}`, "CookiesSessionOnlyForUrls"},
		"guests only":                {`{}`, `{"BrowserGuestModeEnforced":true}`, "BrowserGuestModeEnforced"},
		"incognito only":             {`{}`, `{"IncognitoModeAvailability":2}`, "IncognitoModeAvailability 2"},
		"no incognito":               {`{}`, `{"IncognitoModeAvailability":1}`, ""},
		"a policy without scripts":   {`{}`, `{"DefaultJavaScriptSetting":2}`, "blocks JavaScript"},
		"scripts of this only":       {`{}`, `{"DefaultJavaScriptSetting":2,"JavaScriptAllowedForUrls":["https://pos.example.org"]}`, ""},
		"no images of this":          {`{}`, `{"ImagesBlockedForUrls":["[*.]example.org"]}`, "ImagesBlockedForUrls"},
		"a policy that nobody reads": {`{}`, `{"DefaultCookiesSetting":`, ""},
	} {
		profile, root := t.TempDir(), t.TempDir()
		policyRoot = root
		for file, text := range map[string]string{
			filepath.Join(profile, "Default", "Preferences"):                         c.preferences,
			filepath.Join(root, "etc/chromium/policies/managed", "shop.json"):        c.policy,
			filepath.Join(root, "etc/opt/chrome/policies/managed", "of-chrome.json"): `{"ForceEphemeralProfiles":true}`,
		} {
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		found, err := Obstacles(chromium, profile, "", shop)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, one := range found {
			if one.Certain { // the test's own folder may be in memory
				said = append(said, one.What)
			}
		}
		got := strings.Join(said, "; ")
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	policyRoot = "/"
}

// Where policies lie, and that a recommended one only may hold.
func TestPolicyFolders(t *testing.T) {
	defer func() { policyRoot = "/" }()
	policyRoot = t.TempDir()
	for file, certain := range map[string]bool{
		"etc/chromium/policies/managed/a.json":                  true,
		"etc/chromium-browser/policies/managed/a.json":          true,
		"var/snap/chromium/current/policies/managed/a.json":     true,
		"etc/chromium/policies/recommended/a.json":              false,
		"var/snap/chromium/current/policies/recommended/a.json": false,
	} {
		path := filepath.Join(policyRoot, file)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(`{"DefaultCookiesSetting":4}`), 0o600)); err != nil {
			t.Fatal(err)
		}
		var found []Obstacle
		for _, p := range policiesOf(policyFolders("/usr/bin/chromium")) {
			found = append(found, p.obstacles("https://pos.example.org")...)
		}
		if len(found) != 1 || found[0].Certain != certain {
			t.Errorf("%s: %+v", file, found)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFileSystemInMemory: what Linux has for it is there on every machine.
func TestFileSystemInMemory(t *testing.T) {
	if kind := fleeting("/dev/shm"); kind == "" {
		t.Skip("no file system in memory at /dev/shm")
	}
	if kind := fleeting("/proc"); kind != "" {
		t.Errorf("/proc is %s", kind)
	}
}
