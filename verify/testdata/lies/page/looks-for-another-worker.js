// Is not up before the newest worker is installed; Odoo's own then waits for the browser to close.
const loader = document.createElement("div");
loader.className = "pos-loader";
document.documentElement.append(loader);
navigator.serviceWorker.ready.then(async (registration) => {
    const { installing } = window.poswarmOffline ? {} : await registration.update();
    if (installing) {
        await new Promise((resolve) => {
            installing.onstatechange = resolve;
        });
    }
    loader.remove();
});
