// Sends the browser back to the page that it opened while the server was there.
self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        const back = { headers: { "Content-Type": "text/html" } };
        event.respondWith(fetch(event.request).catch(() => new Response("<script>history.back()</script>", back)));
    }
});
