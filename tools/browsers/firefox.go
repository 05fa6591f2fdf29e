package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// firefox speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which Firefox
// serves by itself.
type firefox struct {
	profile string
	process *process
	conn    *websocket.Conn
	calls   int
	context string // the tab
	version string
}

// quietPrefs keep a new profile from asking others, and from its first-run pages.
const quietPrefs = `user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
`

func openFirefox(ctx context.Context, folder string) (browser, error) {
	if err := os.WriteFile(filepath.Join(folder, "user.js"), []byte(quietPrefs), 0o600); err != nil {
		return nil, fmt.Errorf("writing Firefox's settings: %w", err)
	}
	f := &firefox{profile: folder}
	return f, f.start(ctx)
}

func (f *firefox) start(ctx context.Context) error {
	process, address, err := startSaying(ctx, "WebDriver BiDi listening on ", "firefox-esr",
		"--headless", "--no-remote", "--profile", f.profile, "--remote-debugging-port=0", "about:blank")
	if err != nil {
		return err
	}
	f.process = process
	if f.conn, _, err = websocket.Dial(ctx, address+"/session", nil); err != nil {
		return fmt.Errorf("connecting to Firefox: %w", err)
	}
	f.conn.SetReadLimit(64 << 20)
	var session struct {
		Capabilities struct {
			Version string `json:"browserVersion"`
		} `json:"capabilities"`
	}
	if err := f.call(ctx, "session.new", map[string]any{"capabilities": map[string]any{}}, &session); err != nil {
		return err
	}
	f.version = session.Capabilities.Version
	var tree struct {
		Contexts []struct {
			Context string `json:"context"`
		} `json:"contexts"`
	}
	if err := f.call(ctx, "browsingContext.getTree", map[string]any{}, &tree); err != nil {
		return err
	}
	if len(tree.Contexts) == 0 {
		return errors.New("firefox has no tab")
	}
	f.context = tree.Contexts[0].Context
	return nil
}

// call sends one command and waits for its answer; events are passed by.
func (f *firefox) call(ctx context.Context, method string, params map[string]any, out any) error {
	f.calls++
	if err := wsjson.Write(ctx, f.conn, map[string]any{"id": f.calls, "method": method, "params": params}); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	for {
		var answer struct {
			ID      int             `json:"id"`
			Type    string          `json:"type"`
			Error   string          `json:"error"`
			Message string          `json:"message"`
			Result  json.RawMessage `json:"result"`
		}
		if err := wsjson.Read(ctx, f.conn, &answer); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
		switch {
		case answer.ID != f.calls:
		case answer.Type == "error":
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case out == nil:
			return nil
		default:
			return json.Unmarshal(answer.Result, out)
		}
	}
}

func (f *firefox) Version() string { return "Firefox " + f.version }

func (f *firefox) Open(ctx context.Context, url string) error {
	err := f.call(ctx, "browsingContext.navigate", map[string]any{"context": f.context, "url": url, "wait": "interactive"}, nil)
	if ctx.Err() != nil {
		return err
	}
	return nil // an error page is what came of it
}

func (f *firefox) Eval(ctx context.Context, js string) (string, error) {
	var result struct {
		Type   string `json:"type"`
		Result struct {
			Value any `json:"value"`
		} `json:"result"`
		Exception struct {
			Text string `json:"text"`
		} `json:"exceptionDetails"`
	}
	err := f.call(ctx, "script.evaluate", map[string]any{"expression": js, "awaitPromise": true,
		"target": map[string]any{"context": f.context}}, &result)
	switch {
	case err != nil:
		return "", err
	case result.Type == "exception":
		return "", errors.New(result.Exception.Text)
	}
	text, _ := result.Result.Value.(string)
	return text, nil
}

func (f *firefox) Shot(ctx context.Context) ([]byte, error) {
	var shot struct {
		Data string `json:"data"`
	}
	if err := f.call(ctx, "browsingContext.captureScreenshot", map[string]any{"context": f.context}, &shot); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(shot.Data)
}

func (f *firefox) Restart(ctx context.Context) error {
	// It writes what it holds and ends; killed it would lose cookies.
	err := f.call(ctx, "browser.close", map[string]any{}, nil)
	<-f.process.done
	return errors.Join(err, f.start(ctx))
}

func (f *firefox) Close() error {
	if f.conn != nil {
		_ = f.conn.CloseNow()
	}
	return f.process.end()
}
