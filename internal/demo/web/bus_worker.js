/*
 * The shared worker that holds a page's connection to the server's bus. The
 * demo sends nothing on it; the worker is here because a page needs to live
 * with it, online and offline.
 */
const RETRY = 5000;
const ports = new Set();
let socket = null;

function tell(type, data) {
    for (const port of ports) {
        port.postMessage({ type, data });
    }
}

function connect() {
    if (socket) {
        return;
    }
    const { host, protocol, search } = self.location;
    const version = new URLSearchParams(search).get("v");
    socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/websocket?version=${version}`);
    socket.onopen = () => tell("BUS:CONNECT");
    socket.onclose = () => {
        socket = null;
        tell("BUS:DISCONNECT");
        setTimeout(connect, RETRY);
    };
}

function serve(port) {
    port.onmessage = ({ data }) => {
        if (data.action === "BASE:INIT") {
            port.postMessage({ type: "BASE:INITIALIZED" });
            connect();
        }
    };
    ports.add(port);
    port.start?.();
}

if (self.SharedWorkerGlobalScope) {
    self.onconnect = ({ ports: [port] }) => serve(port);
} else {
    serve(self);
}
