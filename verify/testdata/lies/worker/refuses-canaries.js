// Answers for the server that it is away, whatever the page asks of it that is new.
self.addEventListener("fetch", (event) => {
    if (new URL(event.request.url).pathname.startsWith("/poswarm-canary-")) {
        event.stopImmediatePropagation();
        event.respondWith(Response.error());
    }
});
