// A disk that is full for the ledger, until window.mend is called.
() => {
    const { prototype } = IDBDatabase;
    window.mend = () => { prototype.transaction = stock; };
    const stock = prototype.transaction;
    prototype.transaction = function () {
        if (this.name === "poswarm-ledger") {
            throw new DOMException("no room", "QuotaExceededError");
        }
        return stock.apply(this, arguments);
    };
}
