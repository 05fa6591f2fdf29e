import { h } from "./core/dom.js";

async function quietly(step) {
    try {
        await step();
    } catch {
        // the next step may still work
    }
}

/** Throws away everything that the browser keeps for this site. */
async function fullReset() {
    await quietly(() => localStorage.clear());
    await quietly(() => sessionStorage.clear());
    await quietly(async () => {
        const registrations = await navigator.serviceWorker.getRegistrations();
        await Promise.allSettled(registrations.map((registration) => registration.unregister()));
    });
    await quietly(async () => {
        await Promise.allSettled((await caches.keys()).map((name) => caches.delete(name)));
    });
    await quietly(async () => {
        const databases = await indexedDB.databases();
        await Promise.allSettled(
            databases.map(
                ({ name }) =>
                    new Promise((resolve) => {
                        const request = indexedDB.deleteDatabase(name);
                        request.onsuccess = request.onerror = request.onblocked = resolve;
                    })
            )
        );
    });
    location.reload();
}

/** Covers the page while the POS starts, and tells when it cannot. */
export class Loader {
    constructor() {
        this.element = h("div.pos-loader", {}, h("div.loader-feedback", {}, h("div.lds-ellipsis", {}, "● ● ●")));
        document.body.append(this.element);
    }

    hide() {
        this.element.remove(); // Odoo's fades: a demo in many tests need not draw that
    }

    fail(error) {
        const details = h("pre", { hidden: true }, error?.stack ?? String(error));
        this.element.replaceChildren(
            h(
                "div.pos-error.card",
                {},
                h("h1", {}, "Oops!"),
                h("p", {}, "Something went wrong... If you really are stuck, share the report with your friendly support service"),
                h("button.btn.btn-link", { onclick: () => (details.hidden = !details.hidden) }, "Show details"),
                details,
                h("button.btn.btn-primary", { onclick: fullReset }, "Reload data")
            )
        );
    }

    /** Without its texts Odoo's page loses even the loader. */
    vanish() {
        this.element.remove();
        document.body.style.background = "#eee";
    }
}
