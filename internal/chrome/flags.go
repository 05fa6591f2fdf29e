package chrome

import (
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"

	"poswarm/internal/hint"
)

// baseFlags are given to every Chrome. Each has its reason; chromedp's own
// defaults are not used, because they change what a till does (extensions off,
// another keychain, background timers).
var baseFlags = []string{
	"no-first-run",
	"no-default-browser-check",
	// Chrome's own traffic would show up in the counts of the outage log.
	"disable-background-networking",
	"disable-component-update",
	"disable-sync",
	"disable-domain-reliability",
	"metrics-recording-only",
	// No crash reports about a browser that we kill on purpose, and no
	// bubble over the page after it.
	"disable-breakpad",
	"hide-crash-restore-bubble",
	// QUIC does not go through the proxy.
	"disable-quic",
	// Chrome must not reload its error page by itself: a step would see a
	// navigation that nobody asked for.
	"disable-auto-reload",
	// A hung page is a verdict of ours, not a question to the user.
	"disable-hang-monitor",
	// A window that is covered, or never shown, must run as fast as the till's.
	"disable-background-timer-throttling",
	"disable-backgrounding-occluded-windows",
	"disable-renderer-backgrounding",
	// The cookies of a headless Linux profile are readable by the next
	// launch, with or without a keyring daemon.
	"password-store=basic",
	"app=" + ownWindow,
}

// ownWindow is shown in a window of an application, the only kind that Chrome
// opens without the tabs of the last time, the pinned tabs and the pages of "On
// startup", whatever the profile's settings and the policies about them say: a
// restored POS tab opens a POS session on the server. Nor does such a window stand
// in the list of tabs that the terminal's own Chrome restores when it starts next,
// so nothing is to be put back, not even after a power cut. Chrome takes no
// about:blank here (chrome/browser/ui/startup, MaybeLaunchApplication).
const ownWindow = "data:text/html,"

// arguments returns the flags for o without the leading dashes.
func arguments(o Options, root bool) []string {
	args := append([]string(nil), baseFlags...)
	if o.Headless {
		args = append(args, "headless=new", "mute-audio", "hide-scrollbars", "window-size=1366,768",
			// Renderers that nobody will look at, two of them for the address
			// bar's list: they cost as much as the POS's own.
			"disable-features=PreloadTopChromeWebUI,SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup")
	}
	if o.ProfileDirectory != "" {
		args = append(args, "profile-directory="+o.ProfileDirectory)
	}
	if o.Proxy != "" {
		// Without <-loopback> Chrome does not use a proxy for 127.0.0.1, and
		// a cut would cut nothing of a server on this machine.
		args = append(args, "proxy-server="+o.Proxy, "proxy-bypass-list=<-loopback>",
			// Its packets are no connections, so they would not go through the proxy.
			"webrtc-ip-handling-policy=disable_non_proxied_udp")
	}
	if o.ResolverRules != "" {
		args = append(args, "host-resolver-rules="+o.ResolverRules)
	}
	if len(o.TrustSPKI) > 0 {
		args = append(args, "ignore-certificate-errors-spki-list="+strings.Join(o.TrustSPKI, ","))
	}
	if o.NetLog != "" {
		args = append(args, "log-net-log="+o.NetLog)
	}
	if o.Insecure {
		args = append(args, "ignore-certificate-errors")
	}
	if o.NoSandbox || root {
		args = append(args, "no-sandbox")
	}
	for _, f := range o.Flags {
		if o.Isolation != nil && namesFile(f) {
			continue
		}
		args = append(args, strings.TrimLeft(f, "-"))
	}
	return args
}

// owned are the flags by which poswarm decides where a browser's traffic goes,
// which profile it runs on and how it is driven. A user's flag would override
// ours, and lead a copy of a terminal's profile past the gate.
var owned = map[string]string{
	"proxy-server":                        ownWay,
	"no-proxy-server":                     ownWay,
	"proxy-bypass-list":                   ownWay,
	"proxy-pac-url":                       ownWay,
	"proxy-auto-detect":                   ownWay,
	"winhttp-proxy-resolver":              ownWay,
	"host-resolver-rules":                 ownWay,
	"host-rules":                          ownWay,
	"enable-quic":                         ownWay,
	"origin-to-force-quic-on":             ownWay,
	"webtransport-developer-mode":         ownWay,
	"webrtc-ip-handling-policy":           ownWay,
	"force-webrtc-ip-handling-policy":     ownWay,
	"dns-over-https-templates":            ownWay,
	"load-extension":                      ownWay, // one may set the proxy
	"disable-extensions-except":           ownWay,
	"restore-last-session":                ownPages,
	"app":                                 ownPages,
	"app-id":                              ownPages,
	"no-startup-window":                   ownPages,
	"user-data-dir":                       ownProfile,
	"profile-directory":                   "use --profile-directory of poswarm",
	"incognito":                           ownProfile,
	"guest":                               ownProfile,
	"remote-debugging-port":               ownProfile,
	"remote-debugging-pipe":               ownProfile,
	"remote-debugging-address":            ownProfile,
	"remote-debugging-io-pipes":           ownProfile,
	"remote-allow-origins":                ownProfile,
	"headless":                            "poswarm needs no window",
	"ignore-certificate-errors-spki-list": "use --ca-file",
	"ignore-certificate-errors":           "use --insecure",
}

const (
	ownPages   = "leave it out: a terminal's own pages are opened by poswarm only"
	ownWay     = "leave it out: poswarm alone decides where the browser's traffic goes"
	ownProfile = "poswarm sets it itself; use --profile or --attach"
)

// OwnedFlag refuses a flag of a user's that poswarm sets itself.
func OwnedFlag(flag string) error {
	name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
	advice, is := owned[strings.ToLower(strings.TrimSpace(name))]
	if !is {
		return nil
	}
	return hint.Add(fmt.Errorf("chrome flag --%s cannot be set", name), advice)
}

// flagOptions turns arguments into allocator options. A later flag of the same
// name wins, so a user's flag overrides ours, but for those we own.
func flagOptions(args []string) ([]chromedp.ExecAllocatorOption, error) {
	var out []chromedp.ExecAllocatorOption
	for _, a := range args {
		name, value, has := strings.Cut(a, "=")
		if name == "" {
			return nil, fmt.Errorf("chrome flag %q has no name", a)
		}
		if has {
			out = append(out, chromedp.Flag(name, value))
		} else {
			out = append(out, chromedp.Flag(name, true))
		}
	}
	return out, nil
}
