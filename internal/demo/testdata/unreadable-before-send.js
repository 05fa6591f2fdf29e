// Orders cannot be read back until one is sent.
() => {
    const { data } = posmodel;
    const ask = data.orm.call;
    const send = data.call;
    data.call = function (model, method) {
        if (method === "sync_from_ui") {
            data.orm.call = ask;
        }
        return send.apply(this, arguments);
    };
    data.orm.call = function (model, method) {
        if (method === "read_pos_orders") {
            throw new TypeError("undefined is not iterable");
        }
        return ask.apply(this, arguments);
    };
}
