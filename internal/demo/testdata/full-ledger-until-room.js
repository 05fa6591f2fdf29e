// A disk that is full for the ledger until the page asks the worker to make room.
() => {
    const { prototype } = IDBDatabase;
    const stock = prototype.transaction;
    window.full = true;
    prototype.transaction = function (stores, mode) {
        if (window.full && mode === "readwrite" && this.name === "poswarm-ledger") {
            throw new DOMException("no room", "QuotaExceededError");
        }
        return stock.apply(this, arguments);
    };
    const { postMessage } = ServiceWorker.prototype;
    ServiceWorker.prototype.postMessage = function (message, ports) {
        if (message.type === "poswarm/room") {
            window.full = false;
        }
        return postMessage.apply(this, arguments);
    };
}
