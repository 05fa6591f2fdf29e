import { h } from "../core/dom.js";
import { _t } from "../core/localization.js";

/** Asks which variant of a product is meant. */
export function openConfigurator(pos, template) {
    const variants = template.product_variant_ids;
    const name = (variant) =>
        variant.product_template_attribute_value_ids.map((value) => value.raw.name).join(", ");
    let chosen = variants[0];
    const choice = h(
        "select",
        { onchange: ({ target }) => (chosen = variants[target.selectedIndex]) },
        ...variants.map((variant) => h("option", {}, name(variant)))
    );
    pos.dialog.add({
        title: template.raw.name,
        body: [choice],
        buttons: [
            {
                label: _t("Add"),
                class: "btn-primary",
                run: (close) => {
                    pos.addLineToCurrentOrder(chosen, { name: `${template.raw.name} (${name(chosen)})` });
                    close();
                },
            },
            { label: _t("Discard"), class: "btn-secondary" },
        ],
    });
}
