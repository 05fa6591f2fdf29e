// A disk that refuses every product, until window.mend is called.
() => {
    const { put } = IDBObjectStore.prototype;
    window.mend = () => { IDBObjectStore.prototype.put = put; };
    IDBObjectStore.prototype.put = function () {
        const request = put.apply(this, arguments);
        if (this.name === "product.product") {
            window.refused = true;
            this.transaction.abort();
        }
        return request;
    };
}
