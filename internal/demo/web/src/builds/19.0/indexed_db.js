import { CommonIndexedDB } from "../../pos/indexed_db.js";

/** Serves as `@point_of_sale/app/models/utils/indexed_db`. */
export default class IndexedDB extends CommonIndexedDB {
    /** Drops the database; nobody waits for it, as in Odoo. */
    reset() {
        this.db.close();
        indexedDB.deleteDatabase(this.name);
    }
}
