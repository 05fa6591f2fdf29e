// Moves what is stored into the cache of an older worker.
(async () => {
    const [older, now] = [await caches.open("poswarm-0"), await caches.open("poswarm-1")];
    for (const request of await now.keys()) await older.put(request, await now.match(request));
    return caches.delete("poswarm-1");
})()
