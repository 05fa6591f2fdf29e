/*
 * The shared worker that holds the connection of all pages to the server's
 * bus. It asks for their channels and names the notification it saw last, so
 * that the server sends what came while the line was down. Pauses and their
 * growth are those of Odoo (bus/static/src/workers/websocket_worker.js).
 */
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 60000;
const JITTER = 1000;
const SIGN_OF_LIFE = 60000;
const SETTLING = 300;
const ON_PURPOSE = 1000;

const channels = new Map(); // a set by port
let socket = null;
let last = 0;
let asked = null;
let delay = FIRST_DELAY;
let returning = false;
let retryTimer, settleTimer, lifeTimer;

function tell(type, data) {
    for (const port of channels.keys()) {
        port.postMessage({ type, data });
    }
}

function connect() {
    if (socket && socket.readyState <= WebSocket.OPEN) {
        return;
    }
    const { host, protocol, search } = self.location;
    const version = new URLSearchParams(search).get("v");
    socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/websocket?version=${version}`);
    socket.onopen = opened;
    socket.onmessage = heard;
    socket.onerror = retry;
    socket.onclose = closed;
}

/** Who comes back from an outage reconnects; who was stopped connects anew. */
function opened() {
    tell(returning ? "BUS:RECONNECT" : "BUS:CONNECT");
    delay = FIRST_DELAY;
    returning = false;
    settle();
    showLife();
}

function heard({ data }) {
    showLife();
    const notifications = JSON.parse(data);
    last = notifications.at(-1).id;
    tell("BUS:NOTIFICATION", notifications);
}

/** A try that fails has an error first: that is what the next try follows. */
function closed({ code, reason }) {
    clearInterval(lifeTimer);
    asked = null;
    if (returning) {
        return;
    }
    tell("BUS:DISCONNECT", { code, reason });
    if (code !== ON_PURPOSE) {
        tell("BUS:RECONNECTING", { closeCode: code });
        returning = true;
        retry();
    }
}

function retry() {
    delay = Math.min(delay * 1.5, LONGEST_DELAY) + JITTER * Math.random();
    retryTimer = setTimeout(connect, delay);
}

function stop() {
    clearTimeout(retryTimer);
    clearInterval(lifeTimer);
    delay = FIRST_DELAY;
    returning = false;
    asked = null;
    if (socket) {
        socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
        if (socket.readyState !== WebSocket.CLOSED) {
            socket.close();
            tell("BUS:DISCONNECT", { code: ON_PURPOSE });
        }
        socket = null;
    }
}

/** A line that is dead shows it only to who sends. */
function showLife() {
    clearInterval(lifeTimer);
    lifeTimer = setInterval(() => socket.send(new Uint8Array([0])), SIGN_OF_LIFE);
}

function settle() {
    clearTimeout(settleTimer);
    settleTimer = setTimeout(subscribe, SETTLING);
}

function subscribe() {
    const wanted = [...new Set([...channels.values()].flatMap((set) => [...set]))].sort();
    if (socket?.readyState === WebSocket.OPEN && JSON.stringify(wanted) !== asked) {
        asked = JSON.stringify(wanted);
        socket.send(JSON.stringify({ event_name: "subscribe", data: { channels: wanted, last } }));
        showLife();
    }
}

function serve(port) {
    const actions = {
        "BASE:INIT": () => port.postMessage({ type: "BASE:INITIALIZED" }),
        "BUS:INITIALIZE_CONNECTION": ({ lastNotificationId }) => {
            last = lastNotificationId;
        },
        "BUS:ADD_CHANNEL": (channel) => {
            channels.get(port)?.add(channel);
            settle();
        },
        "BUS:LEAVE": () => {
            channels.delete(port);
            settle();
        },
        "BUS:START": connect,
        "BUS:STOP": stop,
    };
    port.onmessage = ({ data }) => actions[data.action]?.(data.data);
    channels.set(port, new Set());
    port.start?.();
}

if (self.SharedWorkerGlobalScope) {
    self.onconnect = ({ ports: [port] }) => serve(port);
} else {
    serve(self);
}
