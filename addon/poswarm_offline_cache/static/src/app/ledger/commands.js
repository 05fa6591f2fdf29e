/*
 * Commands that wait for the server: cash moves, the opening control, tips, the
 * floor plan.
 *
 * Odoo keeps them in memory (`network.unsyncData`): F5 takes them, and one that
 * is refused stands in the way of all that follow and of the sales. Here each is
 * in the ledger, in order, before who made it is told that it went well; it is
 * put back into Odoo's queue at the next start, and Odoo makes it. Each has a name
 * by which the server makes it once, however often it arrives (named.js). One that
 * is refused is kept with the server's words and makes way.
 *
 * Relies on `network.unsyncData`, a list of `{args: [options], date, try, uuid}`,
 * and on `execute(options)`, which puts a call there, and is called by
 * `syncData()` with `uuid` for each of them in turn.
 */
import { MAY_END } from "../may_end";
import { definePatch } from "../patches";
import { Again } from "./again";
import { lookAtTables, tablesOf } from "./cancelled_tables";
import { lookAtSession } from "./closed_session";
import { CANCEL, lookUp, nameOf } from "./command_doubts";
import { SCHEMA } from "./entries";
import { commandName, named, newName } from "./named";
import { thePos } from "./restore";
import { settle } from "./settle";
import { write } from "./owed";
import { readAll } from "./storage";
import { entryFor, tellWaiting } from "./waiting";
import { wordsOf } from "./words";

/** @type {Map<string, object>} what is on the disk, by the id that Odoo's queue has */
const commands = new Map();
/** Ids that may still stand in Odoo's queue. */
const dropped = new Set();
/** Those that have left outside the queue, and are not answered. */
const leaving = new Set();
const later = new Again();
let last = 0;

/** The commands that wait or were refused, in their order. */
export function waitingCommands() {
    return [...commands.values()].sort((a, b) => a.order - b.order);
}

async function put(command) {
    commands.set(command.id, command);
    dropped.delete(command.id); // an order's points have the same id each time
    tellWaiting();
    return write({ commands: [command] });
}

/** Writes a call before it leaves; it is made again when it is lost. */
export function keepCommand(data, id, options) {
    return put(commandOf(data, { uuid: id, args: [options] }, true));
}

/** It was made, or is none any more. */
export async function dropCommand(id) {
    later.forget(id);
    if (commands.delete(id)) {
        dropped.add(id);
        tellWaiting();
        await write({}, { commands: [id] });
    }
}

function isQuestion(options) {
    return options.type === "read" || options.type === "search_read" || MAY_END.has(nameOf(options));
}

function plain(options) {
    return JSON.parse(JSON.stringify(options));
}

/** @param {boolean} mayBeDone whether the call has left */
function commandOf(data, { uuid, args: [options] }, mayBeDone) {
    const time = new Date();
    last = Math.max(last + 1, time.getTime());
    return {
        schema: SCHEMA,
        id: uuid,
        order: last,
        database: odoo.info?.db,
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        time: time.toISOString(),
        options: plain(options),
        tables: tablesOf(data, options),
        mayBeDone,
        refused: null,
    };
}

/** Writes what Odoo has just put into its queue. */
async function keepNew(data, mayBeDone) {
    const added = data.network.unsyncData.filter(({ uuid, args }) => !commands.has(uuid) && !isQuestion(args[0]));
    for (const waiting of added) {
        await put(commandOf(data, waiting, mayBeDone));
    }
}

async function load() {
    const stored = (await readAll("commands")) ?? [];
    for (const command of stored) {
        const { schema, database, config } = command;
        if (schema === SCHEMA && database === odoo.info?.db && config === odoo.pos_config_id) {
            // What nobody has answered is asked again.
            commands.set(command.id, { ...command, asked: undefined });
            last = Math.max(last, command.order);
        }
    }
}

/** The command that Odoo's queue waits for, which it takes off its head afterwards. */
let underWay = "";

/**
 * Into Odoo's queue, in front of what this page has queued meanwhile, and behind
 * the one that is being made: that one must stay at the head.
 *
 * @param {any} data the PosData
 * @param {(id: string) => boolean} [tryAgain] which of the refused are tried again
 */
export function queueAll(data, tryAgain = () => false) {
    const { unsyncData } = data.network;
    const there = new Set(unsyncData.map(({ uuid }) => uuid));
    const missing = waitingCommands().filter(
        ({ id, refused, asked }) =>
            !there.has(id) && !leaving.has(id) && (!refused || tryAgain(id)) && asked !== "open"
    );
    unsyncData.splice(
        underWay && unsyncData[0]?.uuid === underWay ? 1 : 0,
        0,
        ...missing.map(({ id, options, time }) => ({
            args: [options],
            date: globalThis.luxon?.DateTime.fromISO(time) ?? new Date(time),
            try: 1,
            uuid: id,
        }))
    );
}

/** Before the server hears it: a page that ends now must not take it for unheard. */
async function noteTry(command) {
    await put({ ...command, mayBeDone: true });
}

/** Nobody may look at the till for hours: what was refused or could not be asked is tried again. */
function tryLater(data, { id }) {
    later.add(id, async (due) => {
        if (!data.network.offline) {
            queueAll(data, (one) => due.includes(one));
            await data.syncData();
        }
    });
}

/** The order that a command changes a line or the tip of. */
function orderOf(data, { type, model, ids, values }) {
    const orders = data.models["pos.order"];
    if (model === "pos.order.line") {
        const line = type === "create" ? null : data.models[model].get(ids?.[0]);
        return line?.order_id ?? orders.get(values?.[0]?.order_id);
    }
    return model === "pos.order" && ids ? orders.get(ids[0]) : null;
}

/** What is changed on a sale before the server is asked for it is a difference that nobody made. */
async function settleFirst(data, options) {
    if (waitsForSale(data, { options })) {
        await settle(data, async () => {});
    }
}

/**
 * Makes a call that Odoo queues without the server, and with it only when its answer is lost: a
 * page that ends before has nothing of it, and whoever makes the cash move once more makes it
 * under another name.
 */
async function makeQueued(data, options, make, safely) {
    const leaves = !data.network.offline;
    const id = leaves && commandName(options);
    if (leaves) {
        await safely(settleFirst)(data, options);
    }
    if (id) {
        leaving.add(id);
        await keepCommand(data, id, options);
    }
    try {
        return await make();
    } finally {
        await safely(keepNew)(data, leaves); // what is in Odoo's queue now, lost under the same name
        if (id) {
            leaving.delete(id);
            await dropCommand(id);
        }
    }
}

/** A tip's line that arrives before the sale is one that the payment does not cover. */
function waitsForSale(data, { options }) {
    const order = orderOf(data, options);
    return Boolean(order && entryFor(order.uuid)?.kind === "paid");
}

/** Where the record is gone, so is the need for it. */
function isRemoval(options) {
    return options.type === "delete" || nameOf(options) === CANCEL;
}

function isGone(error) {
    return error?.data?.name === "odoo.exceptions.MissingError";
}

/** Odoo makes a command again, as it is now. */
async function again(data, command) {
    await put(command);
    queueAll(data);
    await data.syncData();
}

/** What stood in the way of a refused one may be gone. */
export function sendAgain(command) {
    return again(thePos().data, { ...command, refused: null });
}

/** The server's words on a command that it does not take now; it makes way, and is tried again. */
export async function refuse(data, id, error) {
    const command = commands.get(id);
    if (command) {
        await put({ ...command, refused: wordsOf(error) });
        tryLater(data, command);
    }
}

/** Whether a command is to be made. Whoever cannot tell must not make it: it stays where it is. */
async function findOut(data, command, isLost) {
    const ledger = {
        keep: put,
        drop: dropCommand,
        // The cashier said that the server has it not.
        again: (one) => again(data, { ...one, mayBeDone: false, asked: undefined }),
    };
    try {
        if (waitsForSale(data, command)) {
            return "makes way";
        }
        let found = command.mayBeDone ? await lookUp(data, command, ledger) : "undone";
        for (const look of [lookAtSession, lookAtTables]) {
            found = found === "undone" ? await look(data, command, ledger) : found;
        }
        return found;
    } catch (error) {
        console.warn("poswarm: the server was not asked for a command:", error);
        if (isLost(error)) {
            return "later";
        }
        await refuse(data, command.id, error); // what comes behind it need not wait for its answer
        return "refused";
    }
}

/**
 * One command's turn in Odoo's queue.
 *
 * @returns {Promise<any>} what Odoo takes for a success when the command is done
 *     or makes way
 */
async function takeTurn(data, command, make, isLost) {
    const found = await findOut(data, command, isLost);
    if (found === "later") {
        tryLater(data, command);
        return false;
    }
    if (found === "makes way") {
        tryLater(data, command);
    }
    if (found !== "undone") {
        return true;
    }
    await noteTry(command);
    try {
        const result = await make();
        if (result) {
            await dropCommand(command.id);
        }
        return result;
    } catch (error) {
        if (isLost(error)) {
            throw error;
        }
        if (!commands.has(command.id)) {
            return true; // the cashier has removed it meanwhile
        }
        if (isGone(error) && isRemoval(command.options)) {
            await dropCommand(command.id);
        } else {
            await refuse(data, command.id, error);
        }
        return true;
    }
}

/**
 * What Odoo does not queue, and gives up with all that it belongs to when the answer
 * is lost: the cash drawer's protocol of a move, which then is made twice, and the
 * cancelling of orders, which then can be paid here and are cancelled there.
 */
const QUEUED = new Set(["pos.session.log_partner_message", CANCEL]);

function queued(options) {
    const queue = options.queue || QUEUED.has(nameOf(options));
    return queue && !isQuestion(options) ? named({ ...options, queue }, newName()) : options;
}

/**
 * What a record that waits looks like to who made it. Odoo answers nothing, and its
 * screen for tips, which reads the new line's price, then never writes the tip.
 */
function asMade({ values }) {
    return values.map((record) => ({
        ...record,
        priceIncl: record.price_subtotal_incl || record.price_unit * (record.qty ?? 1),
    }));
}

definePatch("ledger_commands", ({ ConnectionLostError, PosData, PosStore }, { around, safely }) => {
    const isLost = (error) => error instanceof ConnectionLostError;
    around(PosData.prototype, {
        async execute(stock, options, ...rest) {
            if (dropped.has(options.uuid)) {
                return true; // it makes way
            }
            if (options.uuid && !this.network.offline) {
                const make = () => stock(options, ...rest);
                const command = commands.get(options.uuid);
                underWay = options.uuid;
                try {
                    return await (command ? takeTurn(this, command, make, isLost) : make());
                } finally {
                    underWay = "";
                }
            }
            if (options.uuid) {
                return stock(options, ...rest);
            }
            const given = queued(options);
            const make = () => stock(given, ...rest);
            const done = await (given.queue ? makeQueued(this, given, make, safely) : make());
            return done ?? (options.type === "create" ? asMade(options) : done);
        },
    });

    around(PosStore.prototype, {
        async afterProcessServerData(stock, ...args) {
            await safely(async () => {
                await load();
                queueAll(this.data, () => true); // nobody else tries them again
            })();
            if (!this.data.network.offline && commands.size) {
                safely(() => this.data.syncData())();
            }
            return stock(...args);
        },
    });
});

