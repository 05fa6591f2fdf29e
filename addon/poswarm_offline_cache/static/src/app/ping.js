/*
 * Whether the server answers. Asked without Odoo's own code, which may be what
 * is not as we know it; the judgement is Odoo's: a 502 and anything that is no
 * JSON are no answer of the server, everything else is.
 */

const PING = "/pos/ping";
/** Milliseconds; a network that swallows everything is no server. */
const DEADLINE = 4000;
const QUESTION = JSON.stringify({ id: 0, jsonrpc: "2.0", method: "call", params: {} });

/** Resolves with whether the server answers, whatever it answers. */
export async function ping() {
    try {
        const answer = await fetch(PING, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: QUESTION,
            signal: AbortSignal.timeout(DEADLINE),
        });
        await answer.json();
        return answer.status !== 502;
    } catch {
        return false;
    }
}
