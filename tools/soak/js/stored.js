// Waits until a worker of Odoo's kind has stored the pages that it fetches by itself.
async (config, ms) => {
    const end = performance.now() + ms;
    await navigator.serviceWorker.ready;
    const has = async (url) => Boolean(await (await caches.open("odoo-pos-cache")).match(url));
    while (!((await has(`/pos/ui/${config}`)) && (await has(`/pos/ui/${config}?from_backend=True`)))) {
        if (performance.now() > end) {
            throw new Error(`the worker stored no page within ${ms} ms`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
