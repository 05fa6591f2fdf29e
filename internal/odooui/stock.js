// Waits until Odoo's own worker has stored the POS page, the scripts and styles
// the page names, and the pictures on its product tiles. That worker reports nothing, so its cache is looked at.
// It never claims: the page that installed it stays out of its control.
async (ms, controlled) => {
    const end = performance.now() + ms;
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
    // It keeps only pictures that a page in its control has shown.
    const shown = controlled ? [...document.querySelectorAll("article.product img")] : [];
    const wanted = [location.origin + location.pathname.match(/^\/pos\/ui\/\d+/)[0]].concat(
        [...named, ...shown].map((el) => el.src || el.href).filter((url) => url.startsWith(location.origin))
    );
    for (;;) {
        const missing = [];
        for (const url of wanted) {
            if (!(await caches.match(url))) {
                missing.push(url);
            }
        }
        if (controlled && !navigator.serviceWorker.controller) {
            missing.push("control of the page");
        }
        if (!missing.length || performance.now() > end) {
            return missing;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
