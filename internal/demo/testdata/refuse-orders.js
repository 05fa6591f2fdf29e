// A disk that refuses every order, until window.mend is called.
() => {
    posmodel.navigate("LoginScreen");
    const { put } = IDBObjectStore.prototype;
    window.refused = 0;
    IDBObjectStore.prototype.put = function () {
        const request = put.apply(this, arguments);
        if (this.name === "pos.order") {
            window.refused++;
            this.transaction.abort();
        }
        return request;
    };
    window.mend = () => { IDBObjectStore.prototype.put = put; };
}
