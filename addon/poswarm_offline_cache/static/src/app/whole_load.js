/*
 * Keeps a whole set of data on the disk while Odoo loads another one.
 *
 * Odoo deletes its database before it asks for what the office has changed, and
 * writes the answer model by model, the POS session first. A line or a page that
 * ends in between left nothing, or a part of the shop that looked like all of it:
 * the next start finds its session there and asks for nothing more. Here the old
 * data stays until the answer is there, the new is written over it, and what Odoo
 * would have deleted is deleted behind that. Orders stay where they are.
 *
 * While that goes on `pos.config`, with its old date, carries a mark, and a start
 * that finds it asks for what has changed since; without the server it has all of
 * the old data. The new config comes last. Where no whole data was before, the POS
 * session comes last as well: without it nothing counts. A terminal without a mark
 * is one whose data is all there, or that was filled by an older version.
 *
 * `loadInitialData()` reads what is there with `getCachedServerDataFromIndexedDB()`,
 * may call `resetIndexedDB()` and `initIndexedDB()`, and gives all that it has to
 * `synchronizeServerDataInIndexedDB()` once, without waiting for it, right after
 * the deletions on the way. A loss ends in an alert and in data that is empty.
 */
// Its patch goes on before ours, which so decides whether there is a reset that it stands before.
import { isSafe } from "./ledger/resets";
import { transact } from "./ledger/whole_writes";
import { definePatch } from "./patches";

const SESSION = "pos.session";
const CONFIG = "pos.config";
/** Whose the data is and of when. */
const LAST = [SESSION, CONFIG, "res.users", "res.company"];
const BEGUN = "_poswarm_load_begun";

/** A disk may be busy at the start; the page has its data in memory. */
const TRIES = 3;
/** Milliseconds. */
const RETRY = 3000;

class Load {
    /** What the disk has, by model; Odoo adds the answer to it. */
    before = {};
    /** Of that, as it was, where it is whole; else none. */
    configs = [];
    /** Odoo would have dropped all of it. */
    replaces = false;
    /** What Odoo deletes on the way, as [model, keys]. */
    removals = [];
    answered = false;
}

/** What Odoo is about now. @type {Load | null} */
let load = null;

/** What is still to be written last, by model. @type {Map<string, any[]> | null} */
let last = null;

/** Whether all that this page has loaded is on the disk. */
export function isLoadStored() {
    return !last;
}

const isOpen = () => Boolean(load && !load.answered);
const clone = (value) => JSON.parse(JSON.stringify(value));
const isLast = ([model]) => LAST.includes(model);
const isSession = ([model]) => model === SESSION;

/** @param {() => Promise<void>} step */
async function insist(step) {
    for (let tries = 1; ; tries++) {
        try {
            return await step();
        } catch (error) {
            if (tries === TRIES) {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, RETRY));
        }
    }
}

/** Odoo's own way of writing never throws: it answers with what became of each batch. */
async function writeModel(database, model, records) {
    const ends = await Promise.allSettled((await database.create(model, records)) ?? []);
    if (ends.some(({ status, value }) => status === "rejected" || value?.status === "rejected")) {
        throw new Error(`the disk did not take all of ${model}`);
    }
}

const deletions = (removals) => removals.map(([store, of]) => ({ method: "delete", store, of }));

/** The POS session is the page's from here on: a till whose page ends goes on in that one. */
async function begin(database, configs, sessions, removals) {
    await transact(database, [
        ...deletions(removals),
        { method: "put", store: SESSION, of: sessions },
        { method: "put", store: CONFIG, of: configs.map((config) => ({ ...config, [BEGUN]: true })) },
    ]);
}

async function writeLast(database, removals) {
    const records = last;
    // What changes from here on is written behind this.
    last = null;
    try {
        await transact(database, [
            ...deletions(removals),
            ...[...records].map(([store, of]) => ({ method: "put", store, of })),
        ]);
    } catch (error) {
        last = records;
        throw error;
    }
}

/** What is on the disk and not in the new data, where that is all there is; Odoo's own orders are no such data. */
function stale({ before, replaces }, data, orderModels) {
    const models = replaces ? Object.keys(before).filter((model) => !(model in orderModels)) : [];
    return models.map((model) => {
        const fresh = new Set((data[model] ?? []).map(({ id }) => id));
        return [model, before[model].map(({ id }) => id).filter((id) => Number.isInteger(id) && !fresh.has(id))];
    });
}

/** Somebody may have looked it up meanwhile. */
async function remove({ indexedDB, models }, [model, keys]) {
    await indexedDB.delete(
        model,
        keys.filter((key) => !models[model]?.get(key))
    );
}

async function write(posData, { configs, sessions, models, removals }) {
    const { indexedDB } = posData;
    // As in Odoo's own write, what has no place is not kept.
    const isStored = ([model]) => indexedDB.db.objectStoreNames.contains(model);
    const removalsOf = (test) => removals.filter((one) => isStored(one) && test(one));
    if (configs.length) {
        await insist(() => begin(indexedDB, configs, sessions, removalsOf(isSession)));
    }
    for (const [model, records] of models.filter(isStored)) {
        await insist(() => writeModel(indexedDB, model, records));
    }
    await insist(() => writeLast(indexedDB, removalsOf(([model]) => last.has(model))));
    for (const removal of removalsOf((one) => !isLast(one))) {
        await remove(posData, removal);
    }
}

/** All of it is taken as it is now: Odoo goes on with the very same records. */
async function takeOver(data, posData, mine) {
    const entries = Object.entries(data);
    const job = {
        configs: clone(mine.configs),
        sessions: clone(data[SESSION]),
        models: entries.filter((entry) => !isLast(entry)),
        removals: [...mine.removals, ...stale(mine, data, posData.opts.databaseTable)],
    };
    last = new Map(clone(entries.filter((one) => isLast(one) && !(job.configs.length && isSession(one)))));
    // A shop is large; two of them are for as short a time as can be.
    mine.before = {};
    try {
        await write(posData, job);
    } catch (error) {
        console.warn("poswarm: what was loaded is not on this terminal, which keeps what it had:", error);
    }
}

/** What changes meanwhile of what comes last comes last as well: on the disk it says that all is there. */
function withoutLast(data) {
    const now = { ...data };
    for (const [model, records] of Object.entries(data)) {
        if (last.has(model)) {
            const byId = new Map([...last.get(model), ...clone(records)].map((record) => [record.id, record]));
            last.set(model, [...byId.values()]);
            delete now[model];
        }
    }
    return now;
}

definePatch("whole_load", ({ IndexedDB, PosData }, { around }) => {
    around(PosData.prototype, {
        async loadInitialData(stock, ...args) {
            const mine = (load = new Load());
            const opened = odoo.from_backend;
            try {
                const data = await stock(...args);
                const isLost = mine.replaces && !mine.answered && !Object.keys(data).length;
                return isLost ? mine.before : data;
            } finally {
                load = null;
                odoo.from_backend = opened;
            }
        },

        async getCachedServerDataFromIndexedDB(stock, ...args) {
            const data = await stock(...args);
            if (isOpen() && data) {
                load.before = data;
                load.configs = (data[SESSION]?.length && data[CONFIG]) || [];
                // As for a page that is opened from the back office. Without the server what is there does.
                odoo.from_backend ||= !this.network.offline && Boolean(data[CONFIG]?.[0]?.[BEGUN]);
            }
            return data;
        },

        async resetIndexedDB(stock, ...args) {
            if (!isOpen()) {
                return stock(...args);
            }
            // The server's copies of open orders are written over those of the disk.
            await isSafe(this.databaseName);
            load.replaces = true;
        },

        /** It is still open where it was not deleted. */
        async initIndexedDB(stock, ...args) {
            if (!isOpen() || !load.replaces) {
                return stock(...args);
            }
        },

        synchronizeServerDataInIndexedDB(stock, data = {}, ...rest) {
            if (isOpen() && data[SESSION]?.length) {
                load.answered = true;
                return takeOver(data, this, load);
            }
            return stock(last ? withoutLast(data) : data, ...rest);
        },
    });

    around(IndexedDB.prototype, {
        delete(stock, store, keys, ...rest) {
            if (!isOpen()) {
                return stock(store, keys, ...rest);
            }
            load.removals.push([store, keys ?? []]);
        },
    });
});
