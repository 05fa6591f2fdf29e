/*
 * What is an answer of Odoo's, and not JSON of what stands in front of it.
 */

/** Characters in which an answer says that it is one (odoo/http.py, JsonRPCDispatcher). */
const HEAD = 300;
const SAYS_RPC = /"jsonrpc"\s*:\s*"2\.0"/;

/** @param {string} body */
export function isAnswer(body) {
    return SAYS_RPC.test(body.slice(0, HEAD)) || SAYS_RPC.test(body.slice(-HEAD));
}
