import { session } from "./session.js";

/** The network is not ready yet when the browser says so. */
const BACK_ONLINE = 5000;

/** Where all tabs keep what they heard last, as Odoo's legacy_multi_tab names it. */
const LAST = `legacy_multi_tab.${location.origin.replace(/:\/{0,2}/g, "_")}.last_notification_id`;

/**
 * The page's line to the server's bus, through a worker shared by all tabs.
 * Without that worker (offline, its script cannot be had) the page lives on.
 * Events are those of the connection; notifications go to who subscribed.
 */
export class Bus extends EventTarget {
    notifications = new EventTarget();

    addChannel(channel) {
        this.ready ??= this.start();
        this.send("BUS:ADD_CHANNEL", channel);
        this.send("BUS:START");
    }

    /** Calls back as often as it was subscribed, the same function included. */
    subscribe(type, callback) {
        this.notifications.addEventListener(type, ({ detail }) => callback(detail));
    }

    start() {
        let onlineTimer;
        window.addEventListener("pagehide", ({ persisted }) => persisted || this.send("BUS:LEAVE"));
        window.addEventListener("online", () => {
            onlineTimer = setTimeout(() => this.send("BUS:START"), BACK_ONLINE);
        });
        window.addEventListener("offline", () => {
            clearTimeout(onlineTimer);
            this.send("BUS:STOP");
        });
        return new Promise((resolve) => this.tryWorker(Boolean(window.SharedWorker), resolve)).then(() =>
            this.post("BUS:INITIALIZE_CONNECTION", { lastNotificationId: Number(localStorage.getItem(LAST)) })
        );
    }

    tryWorker(shared, started) {
        const url = `/bus/websocket_worker_bundle?v=${session.websocket_worker_version}`;
        const worker = shared
            ? new SharedWorker(url, { name: "odoo:bus_shared_worker" })
            : new Worker(url, { name: "odoo:bus_worker" });
        const port = shared ? worker.port : worker;
        this.post = (action, data) => port.postMessage({ action, data });
        worker.onerror = () => {
            if (shared) {
                console.warn("Error while loading SharedWorker, fallback on Worker");
                this.tryWorker(false, started);
            } else {
                console.warn("Worker service failed to initialize");
            }
        };
        port.addEventListener("message", ({ data: { type, data } }) => {
            if (type === "BASE:INITIALIZED") {
                started();
            } else if (type === "BUS:NOTIFICATION") {
                this.hear(data);
            } else {
                this.dispatchEvent(new CustomEvent(type, { detail: data }));
            }
        });
        port.start?.();
        this.post("BASE:INIT");
    }

    async send(action, data) {
        await this.ready;
        this.post(action, data);
    }

    hear(notifications) {
        localStorage.setItem(LAST, notifications.at(-1).id);
        for (const { message } of notifications) {
            this.notifications.dispatchEvent(new CustomEvent(message.type, { detail: message.payload }));
        }
    }
}
