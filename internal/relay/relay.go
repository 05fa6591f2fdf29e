// Package relay lets a reverse proxy of net/http pass on a request and its
// answer at the same time.
//
// An HTTP/1 server of Go closes the request's body when the first byte of the
// answer goes out. A proxy still reads that body then, if only to find its
// end, so on a busy machine the transport fails, hangs up on the server, and
// the browser gets half an answer: ERR_CONTENT_LENGTH_MISMATCH, a fault that
// nobody ordered.
package relay

import "net/http"

// Handler serves with proxy, and leaves it the body of the request until it
// has ended. It must be the outermost handler: only the server's own
// [http.ResponseWriter] can do it.
func Handler(proxy http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		Keep(w)
		proxy.ServeHTTP(w, r)
	})
}

// Keep does the same for one request, before the proxy serves it.
func Keep(w http.ResponseWriter) {
	// It fails only for a writer that is not the server's, which no browser
	// ever sees.
	_ = http.NewResponseController(w).EnableFullDuplex()
}
