/*
 * A service worker that behaves as the one of an untouched Odoo 19: it asks the
 * network first, keeps whatever comes back, and knows no fallback, no deadline
 * and no clean-up. Scenarios are run against it to see them fail.
 */
const STORE = "odoo-pos-cache";

function leftAlone({ method, url }) {
    return method !== "GET" || ["web/dataset", "extension", "hw_proxy/hello"].some((part) => url.includes(part));
}

async function networkThenStore(request) {
    const store = await caches.open(STORE);
    let answer;
    try {
        answer = await fetch(request);
    } catch {
        return store.match(request);
    }
    // error pages, portals and redirects are kept like anything else
    store.put(request, answer.clone());
    return answer;
}

self.addEventListener("fetch", (event) => {
    if (!leftAlone(event.request)) {
        event.respondWith(networkThenStore(event.request));
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
