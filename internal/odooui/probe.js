// Reads the state of whatever page is shown where the POS should be. Every
// expression was checked against Odoo 19.0's POS client; nothing is changed.
// Runs as a function declaration in the page, so it must not assume that any
// part of Odoo is there.
() => {
    const one = (css) => document.querySelector(css);
    const all = (css) => [...document.querySelectorAll(css)];
    const count = (model) => window.posmodel?.models?.[model]?.length ?? 0;
    const odooPage = typeof odoo === "undefined" ? null : odoo;
    const emergency = document.documentElement?.dataset?.poswarm === "emergency";

    const visible = (el) => el.getClientRects().length > 0;
    // An <img src=""> names no picture: pos_hr shows one where no cashier is yet.
    const images = all("img").filter((img) => visible(img) && (img.getAttribute("src") || img.srcset));
    const screens = {
        LoginScreen: "login",
        ProductScreen: "product",
        PaymentScreen: "payment",
        ReceiptScreen: "receipt",
        FeedbackScreen: "receipt",
        FloorScreen: "floor",
    };
    // A draft that was paid without the server has a number, its payment may have none; the
    // server names an order when it is paid (write() in pos_order.py).
    const acknowledged = (order) =>
        order.isSynced && order.name !== "/" && (order.payment_ids ?? []).every((payment) => payment.isSynced);
    const orders = window.posmodel?.models?.["pos.order"]?.filter?.((order) => order.finalized) ?? [];

    const screen = () => {
        if (one(".modal-dialog .opening-notes-container")) {
            return "opening";
        }
        if (one(".login-overlay")) {
            return "login";
        }
        return screens[window.posmodel?.router?.state?.current] ?? "";
    };

    return {
        url: location.href, title: document.title,
        complete: document.readyState === "complete",
        pos_config: Number(odooPage?.pos_config_id ?? 0),
        page_session: Number(odooPage?.pos_session_id ?? 0),
        // The POS takes its session_info off the page when it starts (web/static/src/session.js).
        user: Number(window.posmodel?.user?.id ?? odooPage?.__session_info__?.uid ?? 0),
        database: odooPage?.info?.db ?? "",
        booted: Boolean(window.posmodel) && !one(".pos-loader") && !emergency,
        critical: one(".pos-error")?.innerText ?? "",
        // Two blank deaths exist: no assets, and no translations; neither
        // leaves a loader or an error box behind.
        blank: document.readyState === "complete" && Boolean(odooPage?.pos_config_id) && !window.posmodel &&
            !one(".pos-loader") && !document.body?.innerText?.trim(),
        login_page: Boolean(one("form.oe_login_form")) || location.pathname === "/web/login",
        emergency: emergency
            ? {
                  asked: document.documentElement.dataset.poswarmAsked ?? "",
                  reason: document.documentElement.dataset.poswarmReason ?? "",
                  offers: all("a[data-poswarm-config]").map((a) => Number(a.dataset.poswarmConfig)),
              }
            : null,
        screen: window.posmodel ? screen() : "",
        dialogs: all(".modal-dialog").filter(visible)
            .filter((dialog) => !dialog.querySelector(".opening-notes-container"))
            .map((dialog) => dialog.innerText.trim().slice(0, 300)),
        products: count("product.product"),
        categories: count("pos.category"),
        payment_methods: count("pos.payment.method"),
        tiles: all("article.product").filter(visible).length,
        session: Number(window.posmodel?.session?.id ?? 0),
        // What of the addon does not fit, see patches.js: all would cross to us ten times a second.
        patches: (window.poswarm?.patches ?? []).filter(({ state, error }) => state !== "on" || error),
        session_state: window.posmodel?.session?.state ?? "",
        network_offline: Boolean(window.posmodel?.data?.network?.offline),
        barcode_parser: Boolean(window.posmodel?.barcodeReader),
        orders: orders.map((order) => ({ uuid: order.uuid, total: order.priceIncl ?? order.amount_total ?? 0, synced: Boolean(acknowledged(order)) })),
        images: {
            shown: images.length,
            pending: images.filter((img) => !img.complete).length,
            broken: images.filter((img) => img.complete && img.naturalWidth === 0).map((img) => img.currentSrc || img.src),
        },
        controlled: Boolean(navigator.serviceWorker?.controller),
        on_line: navigator.onLine,
    };
}
