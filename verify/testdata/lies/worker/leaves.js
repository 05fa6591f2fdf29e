// Takes itself away at the first outage, so that nothing is left that could be asked.
self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        event.respondWith(
            fetch(event.request).catch(async () => {
                await registration.unregister();
                return Response.error();
            })
        );
    }
});
