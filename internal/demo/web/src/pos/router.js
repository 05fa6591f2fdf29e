/** The screens and their addresses; a screen is shown by pushState only. */
const ROUTES = {
    LoginScreen: "login",
    ProductScreen: "product/{orderUuid}",
    PaymentScreen: "payment/{orderUuid}",
    ReceiptScreen: "receipt/{orderUuid}",
    FloorScreen: "floor",
};

function base() {
    return `/pos/ui/${odoo.pos_config_id}`;
}

export class PosRouter extends EventTarget {
    constructor() {
        super();
        this.state = { current: null, params: {}, previous: null };
        window.addEventListener("popstate", () => {
            this.matchURL();
            this.dispatchEvent(new Event("change"));
        });
        this.matchURL();
    }

    /** Any address that is no screen means the log-in screen. */
    matchURL(params = {}) {
        const [screen, orderUuid] = location.pathname.slice(base().length + 1).split("/");
        const found = Object.entries(ROUTES).find(([, route]) => screen && route.split("/")[0] === screen);
        this.state.current = found?.[0] ?? "LoginScreen";
        this.state.params = { ...params, ...(orderUuid ? { orderUuid } : {}) };
    }

    navigate(name, params = {}) {
        const url = new URL(location.href);
        url.pathname = `${base()}/${ROUTES[name].replace("{orderUuid}", params.orderUuid)}`;
        this.state.previous = location.pathname;
        history.pushState({}, "", url);
        this.matchURL(params);
        this.dispatchEvent(new Event("change"));
    }

    /** Leaves for a fresh page, which is how a register is closed. */
    close() {
        window.location.href = base();
    }
}
