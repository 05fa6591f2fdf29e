/*
 * Commands by the terminal's own names.
 *
 * A command whose answer was lost is made again, and a browser sends a request again
 * by itself when its connection ends before the answer begins, a POST too (Chromium,
 * HttpNetworkTransaction::ShouldResendRequest()). The addon's server makes a command
 * of one name once, and gives its answer again (models/poswarm_command.py).
 *
 * Only calls can carry a name: Odoo's `orm.create()` takes no context.
 */

const KEY = "poswarm_command";

/** A name that nobody else gives; `crypto.randomUUID()` is not there without HTTPS. */
export function newName() {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A call under a name, unless it has one. */
export function named(options, name) {
    if (options.type !== "call" || commandName(options)) {
        return options;
    }
    const { kwargs } = options;
    return { ...options, kwargs: { ...kwargs, context: { ...kwargs?.context, [KEY]: name } } };
}

/** @returns {string | undefined} */
export function commandName({ kwargs }) {
    return kwargs?.context?.[KEY];
}

/** Whether the server has made the command of this name. */
export async function wasMade(data, name) {
    return (await data.orm.call("pos.session", "poswarm_made", [[name]])).includes(name);
}
