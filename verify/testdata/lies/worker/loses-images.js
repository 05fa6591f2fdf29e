// Has no product image when the server is away.
self.addEventListener("fetch", (event) => {
    if (new URL(event.request.url).pathname === "/web/image") {
        event.stopImmediatePropagation();
        event.respondWith(fetch(event.request).catch(() => new Response("", { status: 404 })));
    }
});
