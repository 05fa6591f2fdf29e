package warm

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"net/http"

	"poswarm/internal/chrome"
)

//go:embed fetch.js
var fetchJS string

// pageTransport sends requests from a page of the terminal's browser, so that
// they carry the terminal's own login and any new cookie lands in its profile.
// Redirects come back as a bare 303, as fetch hides where they lead.
type pageTransport struct {
	page *chrome.Page
}

// RoundTrip implements http.RoundTripper for requests with text bodies.
func (t pageTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, fmt.Errorf("reading the request: %w", err)
		}
		req.Body.Close()
	}
	headers := map[string]string{}
	if kind := req.Header.Get("Content-Type"); kind != "" {
		headers["Content-Type"] = kind
	}
	var answer struct {
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"`
		Body    string            `json:"body"`
	}
	args := []any{req.Method, req.URL.RequestURI(), headers, string(body)}
	if err := t.page.Call(req.Context(), fetchJS, args, &answer); err != nil {
		return nil, err
	}
	res := &http.Response{
		StatusCode: answer.Status, Status: http.StatusText(answer.Status), Request: req,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(answer.Body))),
		ContentLength: int64(len(answer.Body)),
	}
	for name, value := range answer.Headers {
		res.Header.Set(name, value)
	}
	return res, nil
}
