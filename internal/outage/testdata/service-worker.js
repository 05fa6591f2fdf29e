// Network first; the page from the cache when there is no network or a gateway
// error. It remembers what it saw.
self.statuses = [];
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open("pos").then((cache) => cache.add("/pos/")));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    fetch(event.request).then(
      (response) => {
        self.statuses.push(response.status);
        return response.status >= 500 ? caches.match("/pos/") : response;
      },
      () => {
        self.statuses.push(0);
        return caches.match("/pos/");
      },
    ),
  );
});
