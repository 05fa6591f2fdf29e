/*
 * A service worker of the class that a newer branch of Odoo holds: it takes over
 * at once, gives the network two seconds, stores only good statuses, and falls
 * back to any stored POS page. A status alone does not tell a portal or another
 * POS's page from the one asked for; sweeps are run against it for comparison.
 */
const STORE = "odoo-pos-cache";
const PATIENCE = 2000;

function leftAlone({ method, url }) {
    return method !== "GET" || ["web/dataset", "extension", "hw_proxy/hello"].some((part) => url.includes(part));
}

async function fromNetwork(request, store) {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) {
        store.put(request, answer.clone()).catch((error) => console.info("not kept:", request.url, error));
    }
    return answer;
}

async function anyPage(store) {
    const pages = (await store.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/pos/ui"));
    return pages.length ? store.match(pages[0]) : undefined;
}

async function networkOrStore(request) {
    const store = await caches.open(STORE);
    try {
        return await fromNetwork(request, store);
    } catch {
        const stored = (await store.match(request)) || (request.mode === "navigate" && (await anyPage(store)));
        return stored || new Response("Offline", { status: 503, headers: { "Content-Type": "text/plain" } });
    }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    if (!leftAlone(event.request)) {
        event.respondWith(networkOrStore(event.request));
    }
});

self.addEventListener("message", async ({ data }) => {
    if (!data?.urlsToCache || !navigator.onLine) {
        return;
    }
    const store = await caches.open(STORE);
    for (const url of data.urlsToCache) {
        store.add(url).catch((error) => console.info("not kept:", url, error));
    }
});
