/*
 * Whether the server answers. Asked without Odoo's own code, which may be what
 * is not as we know it. A 502 is no answer, nor is anything that Odoo did not say.
 */
import { isAnswer } from "./answers";

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
        return answer.status !== 502 && isAnswer(await answer.text());
    } catch {
        return false;
    }
}
