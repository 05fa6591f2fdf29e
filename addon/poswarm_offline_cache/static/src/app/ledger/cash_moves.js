/*
 * Which cash moves this terminal knows the server has made.
 *
 * Two moves alike within minutes are common ("change", 10.00). Whether one whose
 * answer was lost is on the server can be told only by counting: what the server
 * has, less what it has said that it made. The count lives through F5, for an hour.
 */

const METHOD = "try_cash_in_out";
const HOUR = 3600000;

const key = () => `poswarm-cash-moves-${odoo.info?.db}-${odoo.pos_config_id}`;

function made() {
    const all = JSON.parse(localStorage.getItem(key()) ?? "[]");
    return all.filter(({ time }) => Math.abs(Date.now() - time) < HOUR);
}

/** What makes two moves alike. */
function likeness([[session], type, amount, reason]) {
    return JSON.stringify([session, type, amount, reason]);
}

/** The server has answered: it has made this move, or taken one away. */
export function noteMade({ options }) {
    if (options.method === METHOD || options.method === "delete_cash_in_out") {
        const like = options.method === METHOD ? likeness(options.args) : null;
        localStorage.setItem(key(), JSON.stringify([...made(), { like, time: Date.now() }]));
    }
}

/** How many moves alike the server has made, null where one may be deleted since. */
export function madeLike(args) {
    const all = made();
    return all.some(({ like }) => like === null) ? null : all.filter(({ like }) => like === likeness(args)).length;
}
