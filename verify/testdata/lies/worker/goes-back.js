// Sends the browser back to the page that it opened while the server was there.
// The page that says so never ends: it must not be judged before it is gone.
const goBack = () =>
    new ReadableStream({ start: (page) => page.enqueue(new TextEncoder().encode("<script>history.back()</script>")) });

self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        const headers = { "Content-Type": "text/html" };
        event.respondWith(fetch(event.request).catch(() => new Response(goBack(), { headers })));
    }
});
