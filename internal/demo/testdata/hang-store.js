// The first write to a model's store never ends.
(model) => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function () {
        const hold = () => { this.get(0).onsuccess = hold; };
        if (this.name === model && !window.torn) {
            hold();
            window.torn = true;
        }
        return put.apply(this, arguments);
    };
}
