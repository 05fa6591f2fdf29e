// Types a barcode as a scanner does: keys that follow each other at once, with
// Enter behind them. Odoo listens on the body for keys that went to no input
// (addons/barcodes/static/src/barcode_service.js). They are dispatched here in
// one go, as Odoo's own tests do it, because keys sent one by one from outside
// come apart on a busy machine. Without a code it is that of the product named,
// or of the first plain one. Returns what is missing, "" for nothing.
async (asked, product) => {
    const pos = window.posmodel;
    if (!pos || !document.querySelector(".product-screen")) {
        return "the product screen is not shown, and only there a barcode is a product";
    }
    const variants = pos.models["product.product"].getAll();
    const template = (variant) => variant.product_tmpl_id ?? {};
    const named = (variant) => !product || template(variant).name === product || variant.display_name?.includes(product);
    const plain = (variant) => {
        const { attribute_line_ids, tracking = "none", available_in_pos } = template(variant);
        return variant.barcode && available_in_pos !== false && !attribute_line_ids?.length && tracking === "none";
    };
    const code = asked || variants.find((variant) => plain(variant) && named(variant))?.barcode;
    if (!code) {
        return `no product ${product ? `${product} ` : ""}that has a barcode is here`;
    }
    const meant = (variant) => variant?.barcode === code || template(variant ?? {}).barcode === code;
    const pieces = () =>
        (pos.getOrder()?.lines ?? [])
            .filter((line) => meant(line.product_id) && named(line.product_id))
            .reduce((sum, line) => sum + (line.qty ?? 0), 0);
    const before = pieces();
    document.activeElement?.blur();
    for (const key of [...code, "Enter"]) {
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
    const end = performance.now() + 5000;
    while (pieces() !== before + 1) {
        if (performance.now() > end) {
            const said = document.querySelector(".modal-dialog, .o_notification")?.innerText.trim().replace(/\s+/g, " ");
            return `after ${code} was scanned the order has ${pieces()} pieces of ${product || "its product"}, ${before} before` + (said ? ` ("${said.slice(0, 200)}")` : "");
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return "";
}
