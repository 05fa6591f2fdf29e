// A worker that serves the page from the Cache API when the network fails.
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open("pos").then((cache) => cache.add("/pos/")));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match("/pos/")));
  }
});
self.marker = "inside";
