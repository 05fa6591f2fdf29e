import { session } from "./session.js";

/**
 * The page's line to the server's bus, through a worker shared by all tabs.
 * Without that worker (offline, its script cannot be had) the page lives on.
 */
export class Bus extends EventTarget {
    start() {
        const url = `/bus/websocket_worker_bundle?v=${session.websocket_worker_version}`;
        this.tryWorker(url, Boolean(window.SharedWorker));
    }

    tryWorker(url, shared) {
        const worker = shared
            ? new SharedWorker(url, { name: "odoo:bus_shared_worker" })
            : new Worker(url, { name: "odoo:bus_worker" });
        const port = shared ? worker.port : worker;
        worker.onerror = () => {
            if (shared) {
                console.warn("Error while loading SharedWorker, fallback on Worker");
                this.tryWorker(url, false);
            } else {
                console.warn("Worker service failed to initialize");
            }
        };
        port.addEventListener("message", ({ data }) => {
            this.dispatchEvent(new CustomEvent(data.type, { detail: data.data }));
        });
        port.start?.();
        port.postMessage({ action: "BASE:INIT" });
    }
}
