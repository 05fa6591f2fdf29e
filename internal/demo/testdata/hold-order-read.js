// Holds the answer to the next reading of orders until window.goOn is called.
() => {
    const { orm } = posmodel.data;
    const { call } = orm;
    orm.call = async function (model, method, ...rest) {
        const answer = await call.call(this, model, method, ...rest);
        if (method === "read_pos_orders") {
            orm.call = call;
            await new Promise((resolve) => (window.goOn = resolve));
        }
        return answer;
    };
}
