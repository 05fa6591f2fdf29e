/*
 * Whether the server answers. Asked without Odoo's own code, which may be what
 * is not as we know it. A 502 is no answer, nor is anything that Odoo did not say.
 */
import { isAnswer } from "./answers";

const PING = "/pos/ping";
/** Milliseconds; a network that swallows everything is no server. */
const DEADLINE = 4000;
const QUESTION = JSON.stringify({ id: 0, jsonrpc: "2.0", method: "call", params: {} });

/** Odoo writes one of the two (odoo/http.py, JsonRPCDispatcher). */
const RESULT = /"result"\s*:/;

/** What a server said that answers: the answer that Odoo looks for, or a mistake such as a log-in that ended. */
export const PONG = "pong";
const SOMETHING = "something";

/** Resolves with what the server said: PONG, something else, or nothing at all, which is "". */
export async function ping() {
    try {
        const answer = await fetch(PING, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: QUESTION,
            signal: AbortSignal.timeout(DEADLINE),
        });
        const text = await answer.text();
        if (answer.status === 502 || !isAnswer(text)) {
            return "";
        }
        return RESULT.test(text) ? PONG : SOMETHING;
    } catch {
        return "";
    }
}
