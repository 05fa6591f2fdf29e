/**
 * JSON-RPC over XMLHttpRequest, with Odoo's idea of what a lost connection is.
 * Serves as `@web/core/network/rpc`.
 */
export const rpcBus = new EventTarget();

/** rpcBus events carry their payload as `detail`. */
function trigger(type, detail) {
    rpcBus.dispatchEvent(new CustomEvent(type, { detail }));
}

export class RPCError extends Error {
    name = "RPC_ERROR";
}

export class ConnectionLostError extends Error {
    constructor(url, ...rest) {
        super(`Connection to "${url}" couldn't be established or was interrupted`, ...rest);
        this.url = url;
    }
}

export class ConnectionAbortedError extends Error {}

function asError({ code, message, data }) {
    return Object.assign(new RPCError(message), { code, data, exceptionName: data?.name });
}

let nextId = 0;

/** A status of 502 is a lost connection whatever it brings, anything else is
 * judged by its body alone: JSON is an answer, the rest is not. */
function read(request, url) {
    if (request.status === 502) {
        throw new ConnectionLostError(url);
    }
    let body;
    try {
        body = JSON.parse(request.response);
    } catch {
        throw new ConnectionLostError(url);
    }
    if (body.error) {
        throw asError(body.error);
    }
    return body.result;
}

export function rpc(url, params = {}, settings = {}) {
    return rpc._rpc(url, params, settings);
}

rpc._rpc = function (url, params, settings) {
    const request = settings.xhr || new XMLHttpRequest();
    const data = { id: nextId++, jsonrpc: "2.0", method: "call", params };
    let fail;
    const promise = new Promise((resolve, reject) => {
        fail = (error) => {
            trigger("RPC:RESPONSE", { data, settings, error });
            reject(error);
        };
        request.addEventListener("load", () => {
            let result;
            try {
                result = read(request, url);
            } catch (error) {
                fail(error);
                return;
            }
            trigger("RPC:RESPONSE", { data, settings, result });
            resolve(result);
        });
        request.addEventListener("error", () => fail(new ConnectionLostError(url)));
        trigger("RPC:REQUEST", { data, url, settings });
        request.open("POST", url);
        request.setRequestHeader("Content-Type", "application/json");
        request.send(JSON.stringify(data));
    });
    promise.abort = (rejects = true) => {
        request.abort();
        const error = new ConnectionAbortedError("XmlHttpRequestError abort");
        if (rejects) {
            fail(error);
        } else {
            trigger("RPC:RESPONSE", { data, settings, error });
        }
    };
    return promise;
};
