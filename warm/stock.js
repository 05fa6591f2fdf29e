// Waits until Odoo's own worker has stored the POS page and the scripts and
// styles the page names. That worker reports nothing, so its cache is looked at.
// It never claims: the page that installed it stays out of its control.
async (ms, controlled) => {
    const end = performance.now() + ms;
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet]")]
        .map((el) => el.src || el.href)
        .filter((url) => url.startsWith(location.origin));
    const wanted = [location.origin + location.pathname.match(/^\/pos\/ui\/\d+/)[0], ...named];
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
