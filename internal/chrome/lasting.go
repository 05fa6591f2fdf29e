package chrome

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"poswarm/internal/hint"
)

// ObstacleKind says what an obstacle does.
type ObstacleKind int

// What keeps a stored POS from coming up.
const (
	// Wiped: what is stored goes with the next restart, or is not used.
	Wiped ObstacleKind = iota
	// Blocked: it stays, and the page may not run as it must.
	Blocked
	// Unstartable: Chrome would not start at all.
	Unstartable
	// Unused: the terminal's Chrome runs on another profile.
	Unused
)

// Obstacle is what keeps a stored POS from coming up at the terminal's next start,
// though a copy of the profile comes up.
type Obstacle struct {
	Kind ObstacleKind
	// Certain is false for what may come up after all.
	Certain bool
	// What says which setting, where; Hint what to do about it.
	What, Hint string
}

// The content settings of cookies, which stand for all site data: caches,
// databases and service workers (components/content_settings).
const (
	settingBlock       = 2
	settingSessionOnly = 4
)

// siteData are the words of browsing-data policies that include it.
var siteData = []string{"cookies_and_other_site_data", "hosted_app_data"}

// policy is the part of Chrome's managed policies that a stored POS depends on
// (chromeenterprise.google/policies).
type policy struct {
	file                        string
	DefaultCookiesSetting       int
	CookiesSessionOnlyForUrls   []string
	CookiesBlockedForUrls       []string
	CookiesAllowedForUrls       []string
	ClearBrowsingDataOnExitList []string
	BrowsingDataLifetime        []struct {
		DataTypes []string `json:"data_types"`
	}
	ForceEphemeralProfiles    bool
	BrowserGuestModeEnforced  bool
	IncognitoModeAvailability int
	DefaultJavaScriptSetting  int
	JavaScriptBlockedForUrls  []string
	JavaScriptAllowedForUrls  []string
	DefaultImagesSetting      int
	ImagesBlockedForUrls      []string
	ImagesAllowedForUrls      []string
	// recommended is what a user may have changed since.
	recommended bool
}

// incognitoForced is the IncognitoModeAvailability with which no window keeps anything.
const incognitoForced = 2

// Obstacles lists what stands between an origin's storage in a profile and its
// POS: a profile on which Chrome would not start, the flags of the Chrome that runs
// there, a Chrome that shows the POS on another profile, content settings, managed policies of the browser, and a file system that
// is gone after the power was. An empty directory means the one that Chrome used
// last.
func Obstacles(binary Binary, profile, directory, origin string) ([]Obstacle, error) {
	var out []Obstacle
	if err := Startable(profile, directory); err != nil {
		out = append(out, Obstacle{Unstartable, true, err.Error(), hint.Of(err)})
	}
	out = append(out, RunningObstacles(profile)...)
	out = append(out, otherKiosk(profile, origin)...)
	for _, p := range policiesOf(policyFolders(binary.Path)) {
		out = append(out, p.obstacles(origin)...)
	}
	preferences, damaged, err := readPreferences(preferencesOf(profile, directory))
	if err != nil {
		return nil, err
	}
	if damaged != nil {
		out = append(out, Obstacle{Wiped, false, damaged.Error() + ": Chrome starts with the settings of a new profile, and may evict what is stored when the disk gets full",
			"prime once with --profile while that Chrome is closed"})
	}
	out = append(out, preferredObstacles(preferences, origin)...)
	if kind := fleeting(profile); kind != "" {
		out = append(out, Obstacle{Wiped, false, "the profile " + profile + " is on " + kind,
			"put the terminal's profile on a disk: --user-data-dir of the kiosk's Chrome"})
	}
	return out, nil
}

// preferredObstacles are the content settings that the user of a profile made.
func preferredObstacles(preferences map[string]any, origin string) (out []Obstacle) {
	const where = "in the terminal's Chrome, Settings > Privacy > Site settings > "
	if setting, from := preferredSetting(preferences, "cookies", origin); setting == settingSessionOnly {
		out = append(out, Obstacle{Wiped, true, "the profile keeps site data of " + from + " only until Chrome is closed", where + "On-device site data: allow this site to save data on the device"})
	} else if setting == settingBlock {
		out = append(out, Obstacle{Wiped, true, "the profile blocks site data of " + from, where + "On-device site data: allow this site to save data on the device"})
	}
	if setting, from := preferredSetting(preferences, "javascript", origin); setting == settingBlock {
		out = append(out, Obstacle{Blocked, true, "the profile blocks JavaScript of " + from, where + "JavaScript: allow this site to use it"})
	}
	if setting, from := preferredSetting(preferences, "images", origin); setting == settingBlock {
		out = append(out, Obstacle{Blocked, true, "the profile blocks images of " + from, where + "Images: allow this site to show them"})
	}
	return out
}

// obstacles is what one policy file does to an origin's storage.
func (p policy) obstacles(origin string) []Obstacle {
	var out []Obstacle
	note := func(kind ObstacleKind, name, does string) {
		out = append(out, Obstacle{kind, !p.recommended, "the policy " + name + " in " + p.file + " " + does, "take it away for this terminal, or exempt its POS"})
	}
	add := func(name string) { note(Wiped, name, "wipes site data") }
	if p.IncognitoModeAvailability == incognitoForced {
		add(fmt.Sprintf("IncognitoModeAvailability %d", incognitoForced))
	}
	if p.BrowserGuestModeEnforced {
		add("BrowserGuestModeEnforced")
	}
	allowed := matchesAny(p.CookiesAllowedForUrls, origin)
	if p.ForceEphemeralProfiles {
		add("ForceEphemeralProfiles")
	}
	if slices.ContainsFunc(p.ClearBrowsingDataOnExitList, isSiteData) {
		add("ClearBrowsingDataOnExitList")
	}
	if slices.ContainsFunc(p.BrowsingDataLifetime, func(one struct {
		DataTypes []string `json:"data_types"`
	}) bool {
		return slices.ContainsFunc(one.DataTypes, isSiteData)
	}) {
		add("BrowsingDataLifetime")
	}
	if matchesAny(p.CookiesSessionOnlyForUrls, origin) {
		add("CookiesSessionOnlyForUrls")
	}
	if matchesAny(p.CookiesBlockedForUrls, origin) {
		add("CookiesBlockedForUrls")
	}
	if !allowed && (p.DefaultCookiesSetting == settingSessionOnly || p.DefaultCookiesSetting == settingBlock) {
		add(fmt.Sprintf("DefaultCookiesSetting %d", p.DefaultCookiesSetting))
	}
	for _, one := range []struct {
		what             string
		setting          int
		blocked, allowed []string
	}{
		{"JavaScript", p.DefaultJavaScriptSetting, p.JavaScriptBlockedForUrls, p.JavaScriptAllowedForUrls},
		{"Images", p.DefaultImagesSetting, p.ImagesBlockedForUrls, p.ImagesAllowedForUrls},
	} {
		if matchesAny(one.blocked, origin) {
			note(Blocked, one.what+"BlockedForUrls", "blocks "+one.what+" of this site")
		} else if one.setting == settingBlock && !matchesAny(one.allowed, origin) {
			note(Blocked, fmt.Sprintf("Default%sSetting %d", one.what, one.setting), "blocks "+one.what)
		}
	}
	return out
}

func isSiteData(name string) bool { return slices.Contains(siteData, name) }

// policyRoot is where policies are found; a test has its own.
var policyRoot = "/"

// Where policies are, below a browser's folder: those that hold, and those that a user
// may change.
const managed, recommended = "managed", "recommended"

// policyFolders are where a browser on Linux reads its policies; that of Ubuntu's snap has
// them in its own data.
func policyFolders(binary string) []string {
	names := []string{"etc/opt/chrome"}
	if strings.Contains(filepath.Base(binary), "chromium") || strings.Contains(binary, "chromium") {
		names = []string{"etc/chromium", "etc/chromium-browser", "var/snap/chromium/current"}
	}
	var out []string
	for _, name := range names {
		for _, kind := range []string{managed, recommended} {
			out = append(out, filepath.Join(policyRoot, name, "policies", kind))
		}
	}
	return out
}

// policiesOf reads the policy files of folders. One that Chrome could not read
// either has no effect.
func policiesOf(folders []string) []policy {
	var out []policy
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(folder, "*.json")) // the pattern is sound
		for _, file := range files {
			text, err := os.ReadFile(file)
			p := policy{file: file, recommended: filepath.Base(folder) == recommended}
			if err == nil && json.Unmarshal(text, &p) == nil {
				out = append(out, p)
			}
		}
	}
	return out
}

// preferredSetting is the user's content setting of a kind for an origin, and
// what it was made for: the most particular pattern counts, the default last.
func preferredSetting(preferences map[string]any, kind, origin string) (setting int, from string) {
	at := func(path ...string) any {
		var here any = preferences
		for _, name := range path {
			next, _ := here.(map[string]any)
			here = next[name]
		}
		return here
	}
	exceptions, _ := at("profile", "content_settings", "exceptions", kind).(map[string]any)
	longest := -1
	for key, value := range exceptions {
		pattern, _, _ := strings.Cut(key, ",")
		entry, _ := value.(map[string]any)
		if len(pattern) > longest && matches(pattern, origin) {
			longest, setting, from = len(pattern), number(entry["setting"]), pattern
		}
	}
	if longest >= 0 {
		return setting, from
	}
	return number(at("profile", "default_content_setting_values", kind)), "all sites"
}

func number(value any) int {
	text, _ := value.(json.Number)
	n, _ := text.Int64()
	return int(n)
}

func matchesAny(patterns []string, origin string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, origin) })
}

// matches compares a content settings pattern with an origin: a scheme, a host
// that [*.] opens for all below it, and a port; what is left out goes for all
// (components/content_settings/core/common/content_settings_pattern.h).
func matches(pattern, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || pattern == "" {
		return false
	}
	if pattern == "*" {
		return true
	}
	if scheme, rest, found := strings.Cut(pattern, "://"); found {
		if scheme != "*" && scheme != u.Scheme {
			return false
		}
		pattern = rest
	}
	pattern = strings.TrimSuffix(pattern, "/")
	host, port := pattern, ""
	if i := strings.LastIndex(pattern, ":"); i > strings.LastIndex(pattern, "]") {
		host, port = pattern[:i], pattern[i+1:]
	}
	real := u.Port()
	if real == "" {
		real = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port != "" && port != "*" && port != real {
		return false
	}
	if domain, all := strings.CutPrefix(host, "[*.]"); all {
		return domain == "" || u.Hostname() == domain || strings.HasSuffix(u.Hostname(), "."+domain)
	}
	return strings.Trim(host, "[]") == u.Hostname()
}
