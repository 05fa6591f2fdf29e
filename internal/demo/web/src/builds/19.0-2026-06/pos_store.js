import { ORM } from "../../core/orm.js";
import { ConnectionLostError } from "../../core/rpc.js";
import { CommonPosStore } from "../../pos/pos_store.js";

/** Serves as `@point_of_sale/app/services/pos_store`. */
export class PosStore extends CommonPosStore {
    async posBackOnline() {
        this.syncAllOrdersDebounced();
    }

    serverIsBack() {
        this.posBackOnline();
    }

    async loadOrderOfUrl(uuid) {
        try {
            await this.data.loadServerOrders([["uuid", "=", uuid]]);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    navigate(page, params = {}) {
        if (params.orderUuid) {
            this.selectedOrderUuid = params.orderUuid;
        }
        super.navigate(page, params);
    }

    markSyncing(order) {
        this.syncingOrders.add(order.uuid);
    }

    getSyncAllOrdersContext() {
        return { ...super.getSyncAllOrdersContext(), current_order_uuid: this.getOrder()?.uuid };
    }

    /** What was serialized counts as sent when the server has answered. */
    async sendOrder(order, context) {
        const serialized = order.serializeForORM({ keepCommands: true });
        const answer = await this.data.call("pos.order", "sync_from_ui", [[serialized]], { context });
        order.serializeForORM();
        return answer;
    }

    allowProductCreation() {
        return new ORM().call("product.product", "has_access", [[], "create"]);
    }

    /** Nobody catches it: without the server the page tells that the connection is lost. */
    askForProductAccess() {
        this.allowProductCreation();
    }
}
