// What the stories look for in the POS, and press in it. Each gives a text.
(patience) => {
    const one = (css) => document.querySelector(css);
    const until = async (what, ready, ms = patience) => {
        for (const end = performance.now() + ms; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
            const found = await ready();
            if (found) {
                return found;
            }
            if (performance.now() > end) {
                throw new Error(`waited ${ms} ms for ${what}; the page says: ${document.body?.innerText.slice(0, 200)}`);
            }
        }
    };
    const isUp = () => window.posmodel?.session && !one(".pos-loader") && one(".open-register-btn, article.product, .receipt-screen .next");
    const press = async (css) => (await until(css, () => one(css))).click();
    return {
        async logIn() {
            const answer = await fetch("/web/session/authenticate", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ id: 1, params: { login: "admin", password: "admin" } }),
            });
            return (await answer.json()).result ? "" : "no log-in";
        },
        async up() {
            await until("the POS", isUp);
            return "";
        },
        // What the worker says is in its snapshot.
        async ready() {
            try {
                await until("the worker's commit", () => window.poswarm?.up?.committed);
            } catch (error) {
                const { controller } = navigator.serviceWorker;
                throw new Error(`${error.message}; the worker ${controller?.state} says ${JSON.stringify(window.poswarm?.up)}`, { cause: error });
            }
            return "";
        },
        // Odoo's own worker says nothing.
        async stored() {
            await until("the page in a cache", () => caches.match("/pos/ui/1"));
            return "";
        },
        // Odoo's page does not wait for its database: one that is left before comes up no more.
        async written() {
            await until("the data on the disk", async () =>
                Object.entries(await window.posmodel.data.indexedDB.readAll()).every(([model, records]) => records.length >= window.posmodel.models[model].length)
            );
            return "";
        },
        async sell() {
            await until("a first screen", isUp);
            one(".open-register-btn, .receipt-screen .next")?.click();
            await press("article.product:nth-child(2)");
            await press(".pay-order-button");
            await press(".paymentmethod");
            await press(".validation-button.next.highlight");
            await until("the receipt", () => one(".receipt-screen .pos-receipt"));
            return window.posmodel.getOrder().uuid;
        },
        async sent() {
            await until("the ledger to let go", () => window.poswarm?.waiting?.sales === 0);
            return "";
        },
    };
}
