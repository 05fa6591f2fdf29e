// Does what Odoo's own worker does: keeps every GET that passes by, answers from there when the
// network fails, and neither skips waiting nor claims.
const NAME = "odoo-pos-cache";

async function answer(request) {
    const cache = await caches.open(NAME);
    try {
        const response = await fetch(request);
        cache.put(request, response.clone());
        return response;
    } catch {
        return cache.match(request);
    }
}

self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET" && !event.request.url.includes("web/dataset")) {
        event.respondWith(answer(event.request));
    }
});

self.addEventListener("message", async ({ data }) => {
    const cache = await caches.open(NAME);
    for (const url of data.urlsToCache || []) {
        cache.add(url).catch(() => {});
    }
});
