import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";
import { formatCurrency } from "../pos/money.js";
import { openConfigurator } from "./configurator.js";
import { openOpeningControl } from "./opening_control_popup.js";

/** How many products are drawn at once; the rest is found by searching. */
const SHOWN = 100;

export class ProductScreen {
    constructor(pos) {
        this.pos = pos;
        this.left = h("div.leftpane");
        this.list = h("div.product-list");
        this.categories = h("div.category-list");
        this.element = h("div.product-screen", {}, this.left, h("div.rightpane", {}, this.categories, this.list));
        this.searchBox = h("input.o_input", {
            placeholder: _t("Search products..."),
            value: pos.search.word,
            oninput: ({ target }) => (pos.search.word = target.value),
            onkeydown: ({ key }) => key === "Enter" && this.searchServer(),
        });
        pos.barcodeReader?.register({ product: (code) => this.scanned(code) });
        if (pos.session.state === "opening_control") {
            openOpeningControl(pos);
        }
    }

    async scanned(code) {
        const find = () => this.pos.models["product.template"].find((t) => t.raw.barcode === code);
        if (!find()) {
            await this.pos.loadNewProducts([["product_variant_ids.barcode", "in", [code]]]);
        }
        if (find()) {
            this.add(find());
        } else {
            this.pos.dialog.alert(_t("Unknown Barcode"), code);
        }
    }

    /** Looks on the server for products that were too many to load. */
    async searchServer() {
        const { word } = this.pos.search;
        if (!word) {
            return;
        }
        const either = ["name", "default_code", "barcode"].map((field) => [field, "ilike", word]);
        await this.pos.loadNewProducts(["|", "|", ...either, ["available_in_pos", "=", true]], 0, 30);
        this.drawn = null;
        this.render();
    }

    add(template) {
        if (!this.pos.getOrder()) {
            this.pos.addNewOrder();
        }
        if (template.attribute_line_ids.length) {
            openConfigurator(this.pos, template);
        } else {
            this.pos.addLineToCurrentOrder(template.product_variant_ids[0], template);
        }
    }

    render() {
        const order = this.pos.getOrder();
        if (order && order.state !== "draft") {
            // A shared order can be paid at another till (product_screen.js, onWillRender).
            this.pos.navigate("ProductScreen", { orderUuid: this.pos.addNewOrder().uuid });
            return;
        }
        this.renderOrder();
        // drawing a hundred images for every keystroke elsewhere would be silly
        const drawn = JSON.stringify([this.pos.search.word, this.pos.search.category]);
        if (drawn !== this.drawn) {
            this.drawn = drawn;
            this.renderCategories();
            this.list.replaceChildren(...this.visible().map((template) => this.tile(template)));
        }
    }

    visible() {
        const word = this.pos.search.word.toLowerCase();
        const { category } = this.pos.search;
        const found = [];
        for (const template of this.pos.models["product.template"].records.values()) {
            const { raw } = template;
            const fits =
                raw.available_in_pos &&
                raw.name.toLowerCase().includes(word) &&
                (!category || raw.pos_categ_ids.includes(category));
            if (fits && found.push(template) === SHOWN) {
                break;
            }
        }
        return found;
    }

    tile(template) {
        const image = this.pos.config.show_product_images && template.getImageUrl();
        return h(
            "article.product",
            { tabindex: 0, "data-product-id": template.id, onclick: () => this.add(template) },
            h(
                "div.product-img",
                {},
                image && h("img", { src: image, alt: template.raw.name, draggable: "false" })
            ),
            h("div.product-content", {}, h("div.product-name", {}, template.raw.name))
        );
    }

    renderCategories() {
        const choose = (id) => () => (this.pos.search.category = this.pos.search.category === id ? null : id);
        this.categories.replaceChildren(
            ...this.pos.models["pos.category"].map((category) =>
                h(
                    "button.category-button.btn",
                    { onclick: choose(category.id) },
                    category.raw.has_image &&
                        h("img", { src: `/web/image?model=pos.category&field=image_128&id=${category.id}` }),
                    h("span", {}, category.raw.name)
                )
            )
        );
    }

    renderOrder() {
        const order = this.pos.getOrder();
        const money = (amount) => formatCurrency(amount, this.pos.currency);
        const lines = order?.lines ?? [];
        const parts = [
            h("i.oi", { "aria-hidden": true }, "⋮"),
            h("ul.order-container", {}, ...lines.map((line) => this.line(line, money))),
            lines.length > 0 &&
                h("div.order-summary", {}, _t("Total"), h("span.total", {}, money(order.priceIncl))),
            lines.length > 0 &&
                h(
                    "button.pay-order-button.button.btn",
                    { onclick: () => this.pos.navigate("PaymentScreen", { orderUuid: order.uuid }) },
                    _t("Payment")
                ),
        ];
        this.left.replaceChildren(...parts.filter(Boolean));
    }

    line(line, money) {
        return h(
            "li.orderline",
            {},
            h("span.qty", {}, String(line.raw.qty)),
            h("span.product-name", {}, line.raw.full_product_name),
            h("span.price", {}, money(line.raw.price_subtotal_incl))
        );
    }
}
