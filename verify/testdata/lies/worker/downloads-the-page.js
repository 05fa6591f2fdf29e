// Has the page as a file to save: the browser goes on showing the page it has.
self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        const file = { headers: { "Content-Type": "text/html", "Content-Disposition": "attachment; filename=pos.html" } };
        event.respondWith(fetch(event.request).catch(() => new Response("<title>POS</title>", file)));
    }
});
