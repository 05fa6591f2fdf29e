/*
 * Cash moves of a session that the office closed before they arrived.
 *
 * Odoo writes a move into the session that it names, also into a closed one,
 * whose cash was counted. Whether the money was counted with it only people know.
 */
import { _t } from "../texts";
import { askCashier } from "./command_doubts";

const MOVE = "try_cash_in_out";
const MOVES = new Set([MOVE, "delete_cash_in_out"]);

function choicesFor({ method }) {
    const later = ["later", _t("Decide later")];
    const counted = ["remove", _t("It was counted at the closing: remove it")];
    return method === MOVE
        ? [later, ["here", _t("Put it into the open session")], counted]
        : [later, ["remove", _t("Remove it")]];
}

function movedHere(command) {
    const [, ...rest] = command.options.args;
    const options = { ...command.options, args: [[odoo.pos_session_id], ...rest] };
    return { ...command, session: odoo.pos_session_id, options };
}

/**
 * @param {any} data the PosData
 * @param {object} command
 * @param {{keep: Function, drop: Function, again: Function}} ledger
 * @returns {Promise<"undone" | "asked" | "later">} on "undone" it is to be made; "later"
 *     this page has no other session yet
 */
export async function lookAtSession(data, command, ledger) {
    const { model, method, args } = command.options;
    if (model !== "pos.session" || !MOVES.has(method)) {
        return "undone";
    }
    const [session] = args[0];
    const [found] = await data.orm.call(model, "read", [[session], ["state"]]);
    if (!found) {
        throw new Error(_t("Its session is no longer there."));
    }
    if (found.state !== "closed") {
        return "undone";
    }
    if (session === odoo.pos_session_id) {
        return "later";
    }
    const question = {
        title: _t("The session was closed meanwhile"),
        text: _t("It did not reach the server before the session was closed, so it is not in its books."),
        choices: choicesFor(command.options),
    };
    const ways = {
        later: () => {}, // the next start asks again
        here: () => ledger.again(movedHere(command)),
        remove: () => ledger.drop(command.id),
    };
    return askCashier(command, ledger, question, (answer) => ways[answer]());
}
