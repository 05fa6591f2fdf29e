// A disk that is full for every database of the page, until window.mend is called.
() => {
    const { prototype } = IDBDatabase;
    const stock = prototype.transaction;
    window.mend = () => { prototype.transaction = stock; };
    prototype.transaction = function (stores, mode) {
        if (mode === "readwrite") {
            throw new DOMException("no room", "QuotaExceededError");
        }
        return stock.apply(this, arguments);
    };
}
