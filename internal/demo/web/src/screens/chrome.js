import { listenToScanner } from "../core/barcode.js";
import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { CustomerDisplayPosAdapter } from "../pos/customer_display.js";
import { openCashMovePopup } from "./cash_move_popup.js";
import { openClosingPopup } from "./closing_popup.js";
import { FloorScreen } from "./floor_screen.js";
import { LoginScreen } from "./login_screen.js";
import { PaymentScreen } from "./payment_screen.js";
import { ProductScreen } from "./product_screen.js";
import { ReceiptScreen } from "./receipt_screen.js";

const SCREENS = { LoginScreen, ProductScreen, PaymentScreen, ReceiptScreen, FloorScreen };

/** The frame around the screens: top bar, current screen, customer display. */
export class Chrome {
    constructor(pos) {
        this.pos = pos;
        this.display = new CustomerDisplayPosAdapter();
        this.header = h("div.pos-topheader");
        this.content = h("div.pos-content");
        this.element = h("div.pos", {}, this.header, this.content);
        this.menuOpen = false;
    }

    mount() {
        document.body.append(this.element);
        this.pos.dialog.attach(document.body);
        this.pos.addEventListener("change", () => this.render());
        this.watchOrders();
        listenToScanner((code) => this.scanned(code));
        this.render();
        this.pos.askForProductAccess();
    }

    scanned(code) {
        if (this.pos.barcodeReader) {
            this.pos.barcodeReader.scan(code);
        } else {
            this.pos.dialog.alert(
                _t("Unable to parse barcode"),
                _t("The barcode nomenclature was not loaded. Reload the page when the server is back.")
            );
        }
    }

    watchOrders() {
        const send = () => {
            const order = this.pos.getOrder();
            if (order) {
                this.display.dispatch(order, this.pos);
            }
        };
        let pending = false;
        const later = () => {
            if (!pending) {
                pending = true;
                setTimeout(() => {
                    pending = false;
                    send();
                });
            }
        };
        for (const model of ["pos.order", "pos.order.line", "pos.payment"]) {
            this.pos.models[model].addEventListener("update", later);
        }
        if (this.pos.getOrder()) {
            later();
        }
    }

    render() {
        const name = this.pos.router.state.current;
        const uuid = this.pos.router.state.params.orderUuid;
        if (uuid && this.pos.selectedOrderUuid !== uuid && this.pos.models["pos.order"].getBy("uuid", uuid)) {
            this.pos.selectedOrderUuid = uuid;
        }
        if (this.screenName !== name) {
            this.screenName = name;
            this.screen = new SCREENS[name](this.pos);
            this.content.replaceChildren(this.screen.element);
        }
        this.screen.render();
        const focused = document.activeElement;
        this.header.replaceChildren(this.left(), this.right());
        if (focused?.isConnected) {
            focused.focus(); // the search box was moved from the old bar to the new one
        }
    }

    left() {
        const orders = this.pos.getOpenOrders().filter((order) => !order.raw.table_id);
        const show = (order) => () => {
            this.pos.setOrder(order);
            this.pos.navigate("ProductScreen", { orderUuid: order.uuid });
        };
        return h(
            "div.pos-leftheader",
            {},
            h("button.register-label.btn", { onclick: () => this.toProducts() }, _t("Register")),
            h("button.list-plus-btn.btn", { onclick: () => show(this.pos.addNewOrder())() }, h("i.fa", {}, "+")),
            ...orders.map((order) =>
                h(
                    "button.btn",
                    {
                        class: `btn floating-order ${order.uuid === this.pos.selectedOrderUuid ? "active" : ""}`,
                        onclick: show(order),
                    },
                    order.raw.tracking_number
                )
            )
        );
    }

    toProducts() {
        this.pos.showDefault();
    }

    right() {
        const { offline, loading } = this.pos.data.network;
        return h(
            "div.pos-rightheader",
            {},
            this.screenName === "ProductScreen" && this.screen.searchBox,
            (offline || loading) &&
                h("div.oe_status.btn", {}, offline ? h("div.fa.fa-chain-broken", { title: _t("Offline") }, "⚡") : "…"),
            h("button.cashier-name.btn", {}, h("img.avatar", { src: `/web/image/res.users/${this.pos.user.id}/avatar_128` })),
            h("button.btn.o-dropdown", { onclick: () => this.toggleMenu() }, h("i.fa.fa-bars", {}, "☰")),
            this.menuOpen && this.menu()
        );
    }

    toggleMenu() {
        this.menuOpen = !this.menuOpen;
        this.render();
    }

    menu() {
        const item = (label, run) =>
            h(
                "span.dropdown-item",
                {
                    onclick: () => {
                        this.toggleMenu();
                        run();
                    },
                },
                _t(label)
            );
        return h(
            "div.o-dropdown--menu",
            {},
            item("Lock", () => this.pos.showLoginScreen()),
            item("Cash In/Out", () => openCashMovePopup(this.pos)),
            item("Reload Data", () => this.pos.reloadData(true)),
            item("Backend", () => this.pos.closePos()),
            item("Close Register", () => openClosingPopup(this.pos))
        );
    }
}
