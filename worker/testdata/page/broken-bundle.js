// Replaces the stored bundle by one that shows an error.
caches.open("poswarm-1").then(async c => {
    for (const r of await c.keys()) if (r.url.includes("9f8e7d6") && r.url.endsWith(".js")) {
        await c.put(r, new Response("document.body.innerHTML = '<div class=\"pos-error\"></div>'", {headers: {"Content-Type": "text/javascript"}}));
    }
    return true;
})
