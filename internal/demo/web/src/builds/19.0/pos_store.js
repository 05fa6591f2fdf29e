import { CommonPosStore } from "../../pos/pos_store.js";

/** Serves as `@point_of_sale/app/services/pos_store`. */
export class PosStore extends CommonPosStore {
    serverIsBack() {
        this.syncAllOrdersDebounced();
    }

    loadOrderOfUrl(uuid) {
        return this.data.loadServerOrders([["uuid", "=", uuid]]);
    }

    /** By its number, while everything else here goes by the uuid: nothing finds it. */
    markSyncing(order) {
        this.syncingOrders.add(order.id);
    }

    /** What was serialized counts as sent, whatever becomes of the call. */
    sendOrder(order, context) {
        return this.data.call("pos.order", "sync_from_ui", [[order.serializeForORM()]], { context });
    }

    /** The session says what the user may do. */
    askForProductAccess() {}
}
