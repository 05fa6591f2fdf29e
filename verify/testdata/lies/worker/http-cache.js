// Leaves the scripts of the POS to the browser: they are there as long as its HTTP cache is.
self.addEventListener("fetch", (event) => {
    if (/^\/web\/assets\/.*\.js$/.test(new URL(event.request.url).pathname)) {
        event.stopImmediatePropagation();
        event.respondWith(fetch(event.request));
    }
});
