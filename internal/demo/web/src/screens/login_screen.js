import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";

export class LoginScreen {
    constructor(pos) {
        this.pos = pos;
        this.element = h(
            "div.login-overlay",
            {},
            h(
                "div.screen-login-header",
                {},
                h("img", { src: `/web/image?model=res.company&id=${pos.company.id}&field=logo`, alt: "Logo" })
            ),
            h("h1", {}, pos.config.name),
            // Where cashiers change (pos_hr), Odoo shows this one before there is a cashier.
            h("img.avatar", { src: "", width: 40, height: 40 }),
            h("button.open-register-btn.btn", { onclick: () => this.selectUser() }, _t("Open Register")),
            h("img.o_logo", { src: "/web/static/img/odoo_logo.svg", alt: "" }),
            h("button.select-logout.btn", { onclick: () => pos.closePos() }, _t("Backend"))
        );
    }

    selectUser() {
        this.pos.setCashier(this.pos.user);
        this.pos.showDefault();
    }

    render() {}
}
