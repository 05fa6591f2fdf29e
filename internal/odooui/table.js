// Sits down at a restaurant's table and leaves it, by the floor plan. Each step
// waits for the next screen with a deadline and names what it waited for.
(until) => async (step, options) => {
    const all = (css) => [...document.querySelectorAll(css)];
    const plan = () => document.querySelector(".floor-screen") && all(".floor-map .table");
    const showPlan = async () => {
        if (!plan()) {
            window.posmodel.navigate("FloorScreen");
        }
        await until("the floor plan", () => plan()?.length);
    };
    // A table's number need not be its own; its id stands in its class (floor_screen.xml), from
    // saas-19.4 on in an attribute (floor_plan.xml).
    const id = (table) => Number(table.dataset.table_id ?? /tableId-(\d+)/.exec(table.className)?.[1]);
    // Its own order makes a table occupied. One that is joined to another leads to that one's.
    const isTaken = (table) =>
        window.posmodel.models["pos.order"].some((order) => order.table_id?.id === id(table) && !order.finalized);
    const joined = (table) => window.posmodel.models["restaurant.table"].filter((one) => one.id === id(table))[0]?.raw.parent_id;
    const find = async (fits, missing) => {
        await showPlan();
        const table = plan().find(fits);
        if (!table) {
            throw new Error(missing);
        }
        return table;
    };
    const isFree = (table) => !isTaken(table) && !joined(table) && !options.taken?.includes(id(table));
    const free = () => find(isFree, "no free table on the floor plan");
    const known = () =>
        find((table) => id(table) === options.table, `the table with the id ${options.table} is not on the floor plan any more`);
    const sit = async () => {
        (await (options.table ? known() : free())).click();
        await until("the table's products", () => document.querySelector(".product-screen") && all("article.product").length);
        if ((options.fresh || !options.table) && window.posmodel.getOrder()?.lines.length) {
            throw new Error("the table chosen as free now has an order");
        }
    };
    // Going back to the plan sends the order, which stays open.
    const leave = async () => {
        const order = window.posmodel.getOrder();
        await showPlan();
        await until("the order on the server", () => order.isSynced && !order.isDirty());
        return { uuid: order.uuid, total: order.priceIncl ?? order.amount_total };
    };
    return { free: async () => id(await free()), sit, leave }[step]();
}
