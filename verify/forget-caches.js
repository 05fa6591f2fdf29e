// Deletes every cache of the origin, as the activation of another site's worker
// or a tool that "frees space" does.
async () => {
    for (const name of await caches.keys()) {
        await caches.delete(name);
    }
}
