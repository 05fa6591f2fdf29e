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
 */
import { definePatch } from "./patches";

definePatch("one_writer", ({ IndexedDB }, { around }) => {
    around(IndexedDB.prototype, {
        getNewTransaction(stock, stores, ...rest) {
            // `db` is null until the database is open.
            const [first] = this.db?.objectStoreNames ?? [];
            return stock(first ? [...stores, first] : stores, ...rest);
        },
    });
});
