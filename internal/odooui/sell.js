// Presses the POS's own buttons, as a cashier would. Each step waits for the
// next screen with a deadline and names what it waited for.
(until) => async (step, options) => {
    const one = (css) => document.querySelector(css);
    const all = (css) => [...document.querySelectorAll(css)];
    const tiles = () => all("article.product");
    const nameOf = (tile) => tile.querySelector(".product-name")?.innerText.trim();
    // A product with attributes opens a configurator, one with lots a popup. One that can be
    // scanned as well goes first.
    const plain = () => {
        const models = window.posmodel.models["product.template"];
        const simple = models.filter((t) => !t.attribute_line_ids?.length && (t.tracking ?? "none") === "none" && !t.combo_ids?.length);
        const scans = (t) => t.barcode || t.product_variant_ids?.some((variant) => variant.barcode);
        const shown = new Map(tiles().map((tile) => [nameOf(tile), tile]));
        const names = [...simple.filter(scans), ...simple].map((t) => t.display_name ?? t.name);
        return shown.get(names.find((name) => shown.has(name)));
    };

    const showProducts = async () => {
        await until("the POS to come up", () => window.posmodel && !one(".pos-loader") && one(".login-overlay, .product-screen, .receipt-screen, .feedback-screen, .floor-screen"), 30000);
        one(".login-overlay .open-register-btn")?.click();
        const opening = () => one(".modal-dialog .opening-notes-container");
        let left;
        await until("the product screen", () => {
            // The sale before; Odoo's newer builds show the second, whose buttons wait for the receipt.
            const next = one(".receipt-screen .button.next, .feedback-screen .button.validation:not([disabled])");
            if (next && next !== left) {
                left = next;
                next.click();
            }
            return one(".product-screen, .floor-screen") || opening();
        });
        // Both screens ask for it once they are there (product_screen.js, floor_screen.js, onMounted).
        const unopened = window.posmodel.session?.state === "opening_control";
        if (opening() || (unopened && (await until("the opening control", opening)))) {
            return "opening";
        }
        if (one(".floor-screen")) {
            return "floor"; // see table.js
        }
        return (await until("product tiles", () => tiles().length)) && "product";
    };
    const openRegister = async () => {
        if ((await showProducts()) === "opening") {
            one(".modal-dialog .btn-primary").click();
            await until("the opening control to close", () => !one(".modal-dialog .opening-notes-container"));
            return showProducts();
        }
        return one(".floor-screen") ? "floor" : "product";
    };
    const pickProduct = async () => {
        const wanted = options.product;
        const tile = wanted ? tiles().find((each) => nameOf(each) === wanted) : plain();
        if (!tile) {
            throw new Error(wanted ? `no product tile named ${wanted}` : "no product without attributes is on screen");
        }
        for (let i = 0; i < (options.quantity ?? 1); i++) {
            tile.click();
        }
        await until("the order line", () => window.posmodel.getOrder()?.lines?.length);
    };
    const name = async () => nameOf(await until("a product without attributes", plain));
    return { "show-products": showProducts, "open-register": openRegister, name, pick: pickProduct }[step]();
}
