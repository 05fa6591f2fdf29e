/*
 * Whether the server has carried out a command whose answer was lost.
 *
 * Of one that has a name the server can tell, and of a record with a uuid; for the
 * rest the cashier is asked, once, in words, and what he says is remembered. The
 * question does not hold up what comes after it.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { commandName, wasMade } from "./named";

/** A call's model and method, as lists of calls name them. */
export const nameOf = ({ type, model, method }) => `${model}.${method ?? type}`;

export const CANCEL = "pos.order.action_pos_order_cancel";

/** A record that the till made has a uuid, or nothing tells it from another one. */
async function lookForRecord(data, options) {
    const uuid = options.values?.[0]?.uuid;
    if (!uuid) {
        return "unknown";
    }
    const found = await data.orm.call(options.model, "search_count", [[["uuid", "=", uuid]]]);
    return found ? "done" : "undone";
}

/** @returns {Promise<"done" | "undone" | "unknown">} */
async function look(data, { options }) {
    const name = commandName(options);
    if (name) {
        return (await wasMade(data, name)) ? "done" : "undone";
    }
    if (options.type === "create") {
        return lookForRecord(data, options);
    }
    // Made twice it is the same as made once.
    return options.type === "write" || options.type === "delete" ? "undone" : "unknown";
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
 * @returns {Promise<"done" | "undone" | "asked">} on "undone" it is to be made
 */
export async function lookUp(data, command, ledger) {
    const found = await look(data, command);
    if (found === "done") {
        await ledger.drop(command.id);
        return "done";
    }
    if (found === "undone") {
        return "undone";
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
