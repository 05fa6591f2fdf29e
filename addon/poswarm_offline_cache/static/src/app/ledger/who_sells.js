/*
 * The point of sale sells as the user who is logged in.
 *
 * Its database belongs to a config and not to a user, and while one POS session
 * is open the users are not asked for again: after a log-out and another log-in
 * the point of sale would go on as the one before, online too. The page's own
 * session info names the user. Online, data of another user is asked for anew;
 * without the server the user is the one whom this terminal has seen, or else
 * only the name of the session info. The users whose sales wait stay known, so
 * that their sales go to the server in their name.
 *
 * `getCachedServerDataFromIndexedDB()` gives the records by model to
 * `loadInitialData()`, which asks for everything when `odoo.from_backend` is set
 * and the first `pos.config` has no `_data_server_date`; the first of `res.users`
 * is the one who sells.
 */
import { definePatch } from "../patches";
// Put on before ours: what it gives to a start whose load was lost is given to whoever sells as well.
import "../whole_load";
import { write } from "./owed";
import { readAll } from "./storage";
import { loadWaiting, waitingEntries } from "./waiting";

const USERS = "res.users";

/** Odoo's session module takes it away when it starts; this one starts before. */
const info = globalThis.odoo?.__session_info__ ?? {};
const uid = info.uid ?? info.user_id?.[0] ?? info.user_id;

const keyOf = (user) => `user ${odoo.info?.db} ${odoo.pos_config_id} ${user}`;

async function keptUser() {
    const kept = await readAll("kept");
    return kept?.find(({ key }) => key === keyOf(uid))?.value;
}

/** The field is `role` in a 19.0 of February 2026, and `_role` in one of June. */
const roleOf = ({ role, _role }) => _role ?? role;

function withRole(role) {
    return { role, _role: role };
}

/** What the session info says is enough to sell, and gives no right to anything. */
function unknownUser() {
    return { id: uid, name: info.name ?? info.username ?? "", partner_id: info.partner_id, ...withRole("cashier") };
}

/** As for a page that is opened from the back office; what is stored stays, should the server not answer. */
function askForEverything(data) {
    odoo.from_backend = true;
    for (const config of data["pos.config"] ?? []) {
        delete config._data_server_date;
    }
}

async function becomeUser(data) {
    const kept = await keptUser();
    for (const config of data["pos.config"] ?? []) {
        config._has_cash_move_perm = kept?.cashMoves ?? false;
    }
    return kept?.record ?? unknownUser();
}

function meFirst(users) {
    return [...users.filter(({ id }) => id === uid), ...users.filter(({ id }) => id !== uid)];
}

const isThere = (data) => Boolean(data[USERS]?.some(({ id }) => id === uid));

/**
 * Asks for the data of who is logged in, when it is another user's, or has no user: a page that
 * ended while Odoo wrote it. What changed since then would not be enough to start.
 */
function takeUser(data, offline) {
    if (uid && data["pos.config"]?.length && !isThere(data) && !offline) {
        askForEverything(data);
    }
}

/** Those whose sales wait: without their records the sales would go in another's name. */
async function addSellers(data) {
    await loadWaiting();
    const users = data[USERS];
    if (!isThere(data)) {
        users.push(await becomeUser(data));
    }
    const known = new Set(users.map(({ id }) => id));
    for (const { user, userName } of waitingEntries()) {
        if (user && !known.has(user)) {
            known.add(user);
            users.push({ id: user, name: userName });
        }
    }
    data[USERS] = meFirst(users);
}

/** For a start without the server after a log-out and a log-in. */
async function keepUser(data) {
    const record = data[USERS]?.find((user) => user.id === uid && roleOf(user));
    if (record) {
        const value = { record, cashMoves: data["pos.config"]?.[0]?._has_cash_move_perm };
        await write({ kept: [{ key: keyOf(uid), value }] });
    }
}

definePatch("ledger_who_sells", ({ PosData }, { around, safely }) => {
    around(PosData.prototype, {
        async getCachedServerDataFromIndexedDB(stock, ...args) {
            const data = await stock(...args);
            safely(takeUser)(data, this.network.offline);
            return data;
        },

        async loadInitialData(stock, ...args) {
            const opened = odoo.from_backend;
            const data = await stock(...args).finally(() => {
                odoo.from_backend = opened;
            });
            if (uid && data[USERS]?.length) {
                await safely(addSellers)(data);
                safely(keepUser)(data);
            }
            return data;
        },
    });
});

definePatch("ledger_open_orders", ({ PosOrder }, { around, safely }) => {
    const takeOver = safely((order) => {
        const me = order.state === "draft" && order.models[USERS].get(uid);
        if (me && order.user_id?.id !== uid) {
            order.user_id = me;
        }
    });
    around(PosOrder.prototype, {
        /** An open order of somebody whom Odoo does not load becomes the user's here. Sales that wait have us load others. */
        setup(stock, ...args) {
            const done = stock(...args);
            takeOver(this);
            return done;
        },
    });
});

definePatch("ledger_cashier", ({ PosStore }, { around }) => {
    around(PosStore.prototype, {
        /** The tab remembers the cashier, and outlives a log-out. An employee of pos_hr is another thing. */
        _getConnectedCashier(stock, ...args) {
            const cashier = stock(...args);
            return uid && cashier && cashier.model.name === USERS && cashier.id !== uid ? false : cashier;
        },
    });
});
