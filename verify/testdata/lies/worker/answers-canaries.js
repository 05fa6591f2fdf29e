// Has an answer of its own for whatever the browser has never seen.
self.addEventListener("fetch", (event) => {
    if (new URL(event.request.url).pathname.startsWith("/poswarm-canary-")) {
        event.stopImmediatePropagation();
        event.respondWith(new Response("all is well"));
    }
});
