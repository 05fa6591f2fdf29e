/*
 * Lets the point of sale start offline on an address inside it.
 *
 * The address names an order: `/pos/ui/1/product/<uuid>`. For one that the
 * terminal does not hold, such as an order that was sent and forgotten, Odoo
 * asks the server, and without an answer the boot ends in the critical error
 * box. The server's answer for an unknown order leads to the default screen,
 * so no answer does too.
 */
import { definePatch } from "./patches";

definePatch("sub_path", ({ ConnectionLostError, PosStore }, { around }) => {
    around(PosStore.prototype, {
        async handleUrlParams(stock, ...args) {
            try {
                return await stock(...args);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                const { page, params } = this.defaultPage;
                this.router.navigate(page, params);
            }
        },
    });
});
