// Thinks for longer than a cashier would.
const LONG = 7000;
self.addEventListener("fetch", (event) => {
    if (event.request.mode === "navigate") {
        event.stopImmediatePropagation();
        event.respondWith(
            fetch(event.request).catch(async () => {
                await new Promise((resolve) => setTimeout(resolve, LONG));
                return Response.error();
            })
        );
    }
});
