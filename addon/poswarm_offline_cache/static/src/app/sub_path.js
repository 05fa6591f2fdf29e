/*
 * Lets the point of sale start offline on an address inside it.
 *
 * The address names an order: `/pos/ui/1/product/<uuid>`. For one that the
 * terminal does not hold, such as an order that was sent and forgotten, Odoo
 * asks the server, and without an answer the boot ends in the critical error
 * box. The server's answer for an unknown order leads to the default screen,
 * so no answer does too.
 *
 * Relies on PosStore: `handleUrlParams()`, `defaultPage`, `router.navigate()`.
 */
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { ConnectionLostError } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(PosStore.prototype, {
    async handleUrlParams() {
        try {
            return await super.handleUrlParams(...arguments);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            const { page, params } = this.defaultPage;
            this.router.navigate(page, params);
        }
    },
});
