/*
 * Orders that were deleted here without the server, and went on elsewhere.
 *
 * The deletion is a command that waits. When it is made, another terminal may have
 * served the table meanwhile; Odoo cancels it all the same, in front of the guests.
 */
import { _t } from "../texts";
import { askCashier, CANCEL, nameOf } from "./command_doubts";
import { rowsOf } from "./entries";
import { readByUuid } from "./reading";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** How many pieces the server had of its lines, when it said so last. @type {Map<number, number>} */
const served = new Map();

/** @param {Record<string, object[]>} records the server's */
export function noteServed(records) {
    for (const { id, qty } of records[LINE] ?? []) {
        served.set(id, qty);
    }
}

/** What was taken off an order here, by the server's numbers, with its pieces where they are known. */
function removedFrom({ id, models }) {
    const kinds = Object.values(models.commands?.[ORDER] ?? {});
    const removals = kinds.flatMap((map) => map.get("lines") ?? []);
    return removals.filter(({ parentId }) => parentId === id).map((one) => ({ id: one.id, qty: served.get(one.id) }));
}

/** The pieces of a line that came since it was taken off here; all of them where it was not. */
function added({ id, qty }, removed) {
    const mine = removed.find((one) => one.id === id);
    return mine ? qty - (mine.qty ?? qty) : qty;
}

/**
 * By what a line of the server is known again: its pieces, or, where they were changed here and
 * not sent, the date under which the server has it. Either is as the page has it.
 */
const signsOf = ({ uuid, qty, write_date }) => [`${uuid} ${qty}`, `${uuid} ${write_date}`];

/**
 * What a deletion deletes, as this terminal knows it: by the order's uuid the signs of its lines, and
 * those that were taken off it before, as a merge of tables does with all of them.
 */
export function tablesOf(data, options) {
    if (nameOf(options) !== CANCEL) {
        return undefined;
    }
    const orders = options.args[0].map((id) => data.models[ORDER].get(id)).filter(Boolean);
    return orders.map((order) => ({
        uuid: order.uuid,
        lines: order.lines.flatMap((line) => signsOf(line.raw)),
        removed: removedFrom(order),
    }));
}

/** The server's lines of an open order. */
function openRows(answer, uuid) {
    const theirs = answer[ORDER].find((order) => order.uuid === uuid && order.state === "draft");
    return theirs ? rowsOf(answer, theirs) : [];
}

function wentOn(answer, { uuid, lines, removed = [] }) {
    const rows = openRows(answer, uuid).filter((row) => added(row, removed) !== 0);
    const known = new Set(lines);
    return rows.some((row) => !signsOf(row).some((sign) => known.has(sign)));
}

/**
 * What was moved from here to another table goes from there too, and what came since
 * stays. What is left of each line is noted first: when an answer is lost it is not
 * worked out anew from what was already taken off.
 */
async function takeOff(data, command, answer, ledger) {
    const { tables } = command;
    const rows = tables.flatMap(({ uuid }) => openRows(answer, uuid));
    const removed = tables.flatMap((table) => table.removed);
    const moved = rows.filter(({ id }) => removed.some((one) => one.id === id));
    const left = command.remains ?? moved.map((row) => ({ id: row.id, qty: Math.max(added(row, removed), 0) }));
    await ledger.keep({ ...command, remains: left });
    const there = left.filter(({ id }) => rows.some((row) => row.id === id));
    for (const { id, qty } of there.filter((one) => one.qty)) {
        await data.orm.call(LINE, "write", [[id], { qty }]);
    }
    const gone = there.filter(({ qty }) => !qty).map(({ id }) => id);
    if (gone.length) {
        await data.orm.call(LINE, "unlink", [gone]);
    }
    await ledger.drop(command.id);
    return "done";
}

/**
 * @param {any} data the PosData
 * @param {object} command
 * @param {{keep: Function, drop: Function, again: Function}} ledger
 * @returns {Promise<"undone" | "asked" | "done">} on "undone" it is to be made
 */
export async function lookAtTables(data, command, ledger) {
    const { tables } = command;
    if (!tables?.length) {
        return "undone";
    }
    const answer = await readByUuid(data, tables.map(({ uuid }) => uuid));
    if (!command.remains && !tables.some((table) => wentOn(answer, table))) {
        return "undone";
    }
    if (tables.every(({ lines, removed }) => !lines.length && removed?.length)) {
        return takeOff(data, command, answer, ledger);
    }
    const question = {
        title: _t("The table went on"),
        text: _t("It was deleted here without the server, and another terminal has served it since."),
        choices: [
            ["keep", _t("Keep the table")],
            ["delete", _t("Delete it")],
        ],
    };
    return askCashier(command, ledger, question, (choice) =>
        choice === "delete" ? ledger.again({ ...command, tables: undefined }) : ledger.drop(command.id)
    );
}
