// Answers a reload with "no content", after which a browser goes on showing the page it has.
self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        event.respondWith(fetch(event.request).catch(() => new Response(null, { status: 204 })));
    }
});
