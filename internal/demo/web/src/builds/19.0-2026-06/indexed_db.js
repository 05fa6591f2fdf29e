import { CommonIndexedDB } from "../../pos/indexed_db.js";

const RESET_DEADLINE = 3000;

/** Serves as `@point_of_sale/app/models/utils/indexed_db`. */
export default class IndexedDB extends CommonIndexedDB {
    async readAllExceptStores(ignored = []) {
        const names = this.stores.map(([, store]) => store);
        return this.readAll(names.filter((store) => !ignored.includes(store)));
    }

    /** Drops the database; gives up when another page has it open. */
    reset() {
        this.db.close();
        return new Promise((resolve) => {
            setTimeout(() => resolve(false), RESET_DEADLINE);
            const request = indexedDB.deleteDatabase(this.name);
            request.onsuccess = () => resolve(true);
            request.onerror = request.onblocked = () => resolve(false);
        });
    }
}
