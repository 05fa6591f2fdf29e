/*
 * Whether the server has carried out a command whose answer was lost.
 *
 * Some may be made twice without harm; of some the server can tell; for the rest
 * the cashier is asked, once, in words, and what he says is remembered. The
 * question does not hold up what comes after it.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { madeLike } from "./cash_moves";

/** Milliseconds in which a request whose connection broke may still be carried out. */
const LATE = 30000;
/** Milliseconds by which the till's clock may differ from the server's; else the cashier is asked. */
const CLOCKS = 5000;
/** Milliseconds in which a move that left is in the book, if it arrived at all. */
const LONGEST = 300000;

/** A call's model and method, as lists of calls name them. */
export const nameOf = ({ type, model, method }) => `${model}.${method ?? type}`;

export const CANCEL = "pos.order.action_pos_order_cancel";

const REPEATABLE = new Set([
    CANCEL,
    "pos.session.log_partner_message",
    "pos.session.set_opening_control",
]);

/** Made twice it is the same as made once. */
function isRepeatable({ type, model, method }) {
    return type === "write" || type === "delete" || REPEATABLE.has(nameOf({ model, method }));
}

function sameCents(a, b) {
    return Math.round(a * 100) === Math.round(b * 100);
}

/** The server's time is UTC, without saying so. */
function timeOf(sql) {
    return Date.parse(`${String(sql).replace(" ", "T")}Z`);
}

/** @returns {Promise<"done" | "undone" | "unknown">} */
async function lookForCashMove(data, { options, left }) {
    const [[session], type, amount, reason] = options.args;
    const moves = await data.orm.call("pos.session", "get_cash_in_out_list", [session]);
    const signed = type === "in" ? amount : -amount;
    const like = moves.filter((move) => sameCents(move.amount, signed) && String(move.name).includes(reason));
    const known = madeLike(options.args);
    if (!like.length || (known !== null && like.length <= known)) {
        return "undone";
    }
    // One more may be another till's, of before or of another reason; and a clock may be wrong.
    const newest = like.at(-1);
    const since = timeOf(newest.date) - left;
    const isThis = since > -CLOCKS && since < LONGEST && String(newest.name).endsWith(`-${reason}`);
    return known !== null && like.length === known + 1 && isThis ? "done" : "unknown";
}

async function lookForDeletedMove(data, { options }) {
    const [[session], move] = options.args;
    const moves = await data.orm.call("pos.session", "get_cash_in_out_list", [session]);
    return moves.some(({ id }) => id === move) ? "undone" : "done";
}

/** A record that the till made has a uuid, or nothing tells it from another one. */
async function lookForRecord(data, { options }) {
    const uuid = options.values?.[0]?.uuid;
    if (!uuid) {
        return "unknown";
    }
    const found = await data.orm.call(options.model, "search_count", [[["uuid", "=", uuid]]]);
    return found ? "done" : "undone";
}

/** Whether the server has settled the loyalty points of an order: it keeps a history of them. */
export async function hasPoints(data, order) {
    const domain = [
        ["order_model", "=", "pos.order"],
        ["order_id", "=", order],
    ];
    return (await data.orm.call("loyalty.history", "search_count", [domain])) > 0;
}

async function lookForPoints(data, { options }) {
    const [order] = [options.args[0]].flat();
    return (await hasPoints(data, order)) ? "done" : "undone";
}

/** Who can tell, by model and method. */
const LOOKS = new Map([
    ["pos.session.try_cash_in_out", lookForCashMove],
    ["pos.session.delete_cash_in_out", lookForDeletedMove],
    ["pos.order.confirm_coupon_programs", lookForPoints],
]);

async function look(data, command) {
    const { options } = command;
    if (isRepeatable(options)) {
        return "undone";
    }
    if (options.type === "create") {
        return lookForRecord(data, command);
    }
    return (await LOOKS.get(nameOf(options))?.(data, command)) ?? "unknown";
}

/** What a command is, for a cashier. */
export function wordsFor({ options }) {
    const { args = [] } = options;
    if (options.method === "try_cash_in_out") {
        const [, type, amount, reason] = args;
        return type === "in" ? _t("Cash in of %s (%s)", amount, reason) : _t("Cash out of %s (%s)", amount, reason);
    }
    if (options.method === "delete_cash_in_out") {
        return _t("Deletion of a cash move");
    }
    if (options.method === "confirm_coupon_programs") {
        return _t("Loyalty points of a sale");
    }
    if (nameOf(options) === CANCEL) {
        return _t("Deletion of an open order");
    }
    if (options.method === "set_opening_control") {
        return _t("Opening of the register with %s in cash", args[1]);
    }
    return nameOf(options);
}

/**
 * Asks the cashier what becomes of a command. Nothing waits for the answer; a page
 * that ends without one asks again at the next start.
 *
 * @param {object} command
 * @param {{keep: Function}} ledger
 * @param {{title: string, text: string, choices: [string, string][]}} question
 * @param {(answer: string) => any} carryOut
 * @returns {"asked"}
 */
export function askCashier(command, { keep }, { title, text, choices }, carryOut) {
    const lines = [`${wordsFor(command)}, ${new Date(command.time).toLocaleString()}`, text];
    keep({ ...command, asked: "open" })
        .then(() => ask({ title, lines, choices }))
        .then(carryOut)
        .catch((error) => console.warn("poswarm: a command waits for an answer:", error));
    return "asked";
}

/**
 * Looks whether the server has a command; asks the cashier when nobody can tell.
 *
 * @param {any} data the PosData
 * @param {object} command
 * @param {{keep: Function, drop: Function, again: Function}} ledger
 * @returns {Promise<"done" | "undone" | "asked" | "later">} on "undone" it is to be
 *     made; "later" it may still arrive
 */
export async function lookUp(data, command, ledger) {
    const found = await look(data, command);
    if (found === "done") {
        await ledger.drop(command.id);
        return "done";
    }
    if (found === "undone") {
        const age = Date.now() - (command.tried ?? 0); // below 0 where the clock was set back
        const mayArrive = !isRepeatable(command.options) && age >= 0 && age < LATE;
        return mayArrive ? "later" : "undone";
    }
    const question = {
        title: _t("Was this carried out?"),
        text: _t("The server's answer was lost, and it cannot be told whether the server has it."),
        choices: [
            ["done", _t("It is on the server")],
            ["again", _t("Send it again")],
        ],
    };
    return askCashier(command, ledger, question, (answer) =>
        answer === "done" ? ledger.drop(command.id) : ledger.again(command)
    );
}
