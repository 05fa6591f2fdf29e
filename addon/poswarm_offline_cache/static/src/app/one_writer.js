/*
 * Lets one transaction at a time write to the point of sale's own database.
 *
 * Odoo opens a transaction for each model and starts the next one before the
 * last is on the disk; what it loads from the server is written beside sales.
 * A Chrome that is killed with two unfinished ones, as in a power cut, calls
 * every database of the origin corrupt when it starts again, and deletes them
 * with the sales that are not on the server yet. It notes that both share the
 * database, and then wants the database for each of them alone
 * (`LevelDBScopes::Initialize` in leveldb_scopes.cc). Transactions that have a
 * store in common come one after the other.
 *
 * Relies on IndexedDB: `getNewTransaction(stores)`; `db`, null until it is open.
 */
import IndexedDB from "@point_of_sale/app/models/utils/indexed_db";
import { patch } from "@web/core/utils/patch";

patch(IndexedDB.prototype, {
    getNewTransaction(stores) {
        const [first] = this.db?.objectStoreNames ?? [];
        return super.getNewTransaction(first ? [...stores, first] : stores);
    },
});
