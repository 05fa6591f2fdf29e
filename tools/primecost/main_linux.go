// Command primecost reports what priming costs, side by side in one run, on the
// demo with a distance added: a first prime beside a plain parallel download and
// beside the same fetches in the same Chrome, an unchanged prime beside one load
// of the page. It is part of make bench. POSWARM names the program, IMAGES=2000
// the size.
package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"poswarm/internal/chrome"
	"poswarm/internal/demo"
	"poswarm/internal/odooui"
	"poswarm/internal/result"
)

//go:embed fetch-all.js
var fetchAllJS string

// connections are what a browser has to one server over HTTP/1.1.
const connections = 6

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "primecost:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	images, err := strconv.Atoi(cmp.Or(os.Getenv("IMAGES"), "2000"))
	if err != nil || images < 1 {
		return fmt.Errorf("IMAGES=%s is no number of images", os.Getenv("IMAGES"))
	}
	for _, distance := range []time.Duration{50 * time.Millisecond, 5 * time.Millisecond} {
		if err := at(ctx, distance, images); err != nil {
			return fmt.Errorf("at %s: %w", distance, err)
		}
	}
	return nil
}

// at measures at one distance, on a server and a profile of its own.
func at(ctx context.Context, distance time.Duration, images int) error {
	server, err := demo.Start(ctx, demo.Options{Products: images, Latency: distance})
	if err != nil {
		return err
	}
	defer server.Close()
	folder, err := os.MkdirTemp("", "poswarm-primecost-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	plain, addresses, err := download(server.URL())
	if err != nil {
		return fmt.Errorf("the plain download: %w", err)
	}
	profile := filepath.Join(folder, "terminal")
	first, err := prime(ctx, server.URL(), profile)
	if err != nil {
		return fmt.Errorf("the first prime: %w", err)
	}
	again, err := prime(ctx, server.URL(), profile)
	if err != nil {
		return fmt.Errorf("the second prime: %w", err)
	}
	inChrome, load, err := browse(ctx, server.URL(), profile, addresses)
	if err != nil {
		return fmt.Errorf("the same Chrome: %w", err)
	}
	fmt.Printf("prime at %s, %d images: first %s = %.2f × a plain download over %d connections (%s), %.2f × the same fetches in Chrome (%s); peak %d MiB\n",
		distance, len(addresses), round(first.took), ratio(first.took, plain), connections, round(plain), ratio(first.took, inChrome), round(inChrome), first.peak>>10)
	fmt.Printf("prime at %s, unchanged: %s, %d files = %.2f × one load of the page to its session (%s)\n",
		distance, round(again.took), again.files, ratio(again.took, load), round(load))
	return nil
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// download fetches every picture that the addon names, as any program would.
func download(server string) (time.Duration, []string, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return 0, nil, err
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections}}
	body := []byte(`{"jsonrpc":"2.0","params":{"db":"demo","login":"admin","password":"admin"}}`)
	answer, err := client.Post(server+"/web/session/authenticate", "application/json", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	answer.Body.Close()
	if answer, err = client.Get(server + "/poswarm/manifest/1"); err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	var manifest struct{ Images []string }
	if err := json.NewDecoder(answer.Body).Decode(&manifest); err != nil {
		return 0, nil, err
	}
	began := time.Now()
	queue := make(chan string)
	var all sync.WaitGroup
	var failed error
	var once sync.Mutex
	for range connections {
		all.Go(func() {
			for address := range queue {
				if err := get(client, server+address); err != nil {
					once.Lock()
					failed = errors.Join(failed, err)
					once.Unlock()
				}
			}
		})
	}
	for _, address := range manifest.Images {
		queue <- address
	}
	close(queue)
	all.Wait()
	return time.Since(began), manifest.Images, failed
}

func get(client *http.Client, address string) error {
	answer, err := client.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}

type primed struct {
	took  time.Duration // of the POS, without the starts of Chrome
	files int
	peak  int64 // KiB of our process
}

func prime(ctx context.Context, server, profile string) (primed, error) {
	cmd := exec.CommandContext(ctx, cmp.Or(os.Getenv("POSWARM"), "poswarm"), "prime", "--create-profile", "--url", server, "--config", "1", "--profile", profile,
		"--login", "admin", "--password-file", "-", "--format", "json", "--quiet")
	cmd.Stdin, cmd.Stderr = bytes.NewReader([]byte("admin\n")), os.Stderr
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		return primed{}, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	peak := int64(0)
	for {
		select {
		case err := <-ended:
			if err != nil {
				return primed{}, err
			}
			var doc result.Prime
			if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
				return primed{}, err
			}
			return primed{time.Duration(doc.Configs[0].DurationMS) * time.Millisecond, doc.Configs[0].Downloaded.Files, peak}, nil
		case <-time.After(100 * time.Millisecond):
			peak = max(peak, highWater(cmd.Process.Pid))
		}
	}
}

// highWater is the most memory that a process has had, in KiB: proc(5), VmHWM.
// What wait4 tells counts its children too, and Chrome is one.
func highWater(pid int) (kib int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kib); err == nil {
			return kib
		}
	}
	return 0
}

// browse makes the same fetches in the primed Chrome, and loads its POS once.
func browse(ctx context.Context, server, profile string, addresses []string) (fetched, load time.Duration, err error) {
	browser, err := chrome.Launch(ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, browser.Close(context.WithoutCancel(ctx))) }()
	page, err := browser.FirstPage(ctx)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := page.Navigate(ctx, server+"/pos/ui/1"); err != nil {
		return 0, 0, err
	}
	if _, err := odooui.WaitUp(ctx, page, odooui.Want{Config: 1}, time.Minute); err != nil {
		return 0, 0, err
	}
	load = time.Since(began)
	// Outside the worker's scope, so that nothing stores and nothing answers.
	if err := page.Navigate(ctx, server+"/web/health"); err != nil {
		return 0, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	absolute := make([]string, len(addresses))
	for i, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			return 0, 0, err
		}
		absolute[i] = u.RequestURI()
	}
	var ms float64
	err = page.Call(ctx, fetchAllJS, []any{absolute, connections}, &ms)
	return time.Duration(ms * float64(time.Millisecond)), load, err
}
