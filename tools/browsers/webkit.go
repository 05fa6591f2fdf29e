package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"
)

// webkit is WebKitGTK's MiniBrowser, driven over WebDriver
// (https://www.w3.org/TR/webdriver2/) by WebKitWebDriver. It has no mode without a
// screen, so it gets one in memory.
type webkit struct {
	screen, driver *process
	base           string // the driver's address, that of its session once there is one
	driven         bool   // there is a session
	version        string
}

func openWebKit(ctx context.Context, folder string) (browser, error) {
	mini, err := miniBrowser()
	if err != nil {
		return nil, err
	}
	w := &webkit{}
	if err := w.start(ctx, mini, folder); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func miniBrowser() (string, error) {
	found, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if len(found) == 0 {
		return "", errors.New("WebKitGTK's MiniBrowser is missing: install Debian's webkit2gtk-driver")
	}
	return found[len(found)-1], nil
}

func (w *webkit) start(ctx context.Context, mini, folder string) (err error) {
	var display string
	// The number of the screen is the first thing that it says.
	if w.screen, display, err = startSaying(ctx, "", "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"); err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	w.driver, err = startProcess(func(string) {}, "env", "DISPLAY=:"+display, "GDK_BACKEND=x11", "HOME="+folder, "XDG_CACHE_HOME="+folder, "XDG_DATA_HOME="+folder,
		"WebKitWebDriver", fmt.Sprintf("--port=%d", port))
	if err != nil {
		return err
	}
	w.base = fmt.Sprintf("http://127.0.0.1:%d/session", port)
	if err := w.listening(ctx, port); err != nil {
		return err
	}
	var session struct {
		ID           string `json:"sessionId"`
		Capabilities struct {
			Version string `json:"browserVersion"`
		} `json:"capabilities"`
	}
	options := map[string]any{"binary": mini, "args": []string{"--automation"}}
	if err := w.call(ctx, http.MethodPost, "", map[string]any{"capabilities": map[string]any{
		"alwaysMatch": map[string]any{"webkitgtk:browserOptions": options}}}, &session); err != nil {
		return err
	}
	w.base += "/" + session.ID
	w.driven = true
	w.version = session.Capabilities.Version
	limits := map[string]any{"script": 120000, "pageLoad": 120000}
	return w.call(ctx, http.MethodPost, "/timeouts", limits, nil)
}

// freePort is one that nobody has now: WebKitWebDriver takes none by itself.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("finding a port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// listening waits until the driver takes connections; it does not say when.
func (w *webkit) listening(ctx context.Context, port int) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for dialer := (net.Dialer{}); ; time.Sleep(20 * time.Millisecond) {
		conn, err := dialer.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return conn.Close()
		}
		if ctx.Err() != nil {
			return fmt.Errorf("waiting for WebKitWebDriver to listen: %w", err)
		}
	}
}

func (w *webkit) call(ctx context.Context, method, path string, body, out any) error {
	text := []byte("{}")
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, w.base+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var value struct {
		Value json.RawMessage `json:"value"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&value); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, value.Value)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(value.Value, out)
}

func (w *webkit) Version() string { return "WebKitGTK " + w.version }

func (w *webkit) Open(ctx context.Context, url string) error {
	_ = w.call(ctx, http.MethodPost, "/url", map[string]any{"url": url}, nil) // an error page is what came of it
	return ctx.Err()
}

func (w *webkit) Eval(ctx context.Context, js string) (string, error) {
	const script = `const done = arguments[arguments.length - 1];
		(async () => (0, eval)(arguments[0]))().then((value) => done({ value }), (error) => done({ error: String(error) }));`
	var result struct {
		Value any    `json:"value"`
		Error string `json:"error"`
	}
	if err := w.call(ctx, http.MethodPost, "/execute/async", map[string]any{"script": script, "args": []string{js}}, &result); err != nil {
		return "", err
	}
	if result.Error != "" {
		return "", errors.New(result.Error)
	}
	text, _ := result.Value.(string)
	return text, nil
}

func (w *webkit) Shot(ctx context.Context) ([]byte, error) {
	var text string
	if err := w.call(ctx, http.MethodGet, "/screenshot", nil, &text); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

// Restart cannot be: a MiniBrowser under automation has a storage that ends with it.
func (w *webkit) Restart(context.Context) error { return errForgets }

func (w *webkit) Close() error {
	var errs []error
	if w.driven {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		_ = w.call(ctx, http.MethodDelete, "", nil, nil) // ends the browser, too
		cancel()
	}
	for _, p := range []*process{w.driver, w.screen} {
		if p != nil {
			errs = append(errs, p.end())
		}
	}
	return errors.Join(errs...)
}
