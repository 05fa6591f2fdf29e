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
    // Tables are known by their numbers; an order makes one occupied.
    const number = (table) => Number(table.querySelector(".label")?.innerText);
    const free = async () => {
        await showPlan();
        const table = plan().find((one) => !one.classList.contains("occupied") && !options.taken?.includes(number(one)));
        if (!table) {
            throw new Error("no free table on the floor plan");
        }
        return table;
    };
    const numbered = async () => {
        await showPlan();
        const table = plan().find((one) => number(one) === options.table);
        if (!table) {
            throw new Error(`no table ${options.table} on the floor plan`);
        }
        return table;
    };
    const sit = async () => {
        (await (options.table ? numbered() : free())).click();
        await until("the table's products", () => document.querySelector(".product-screen") && all("article.product").length);
    };
    // Going back to the plan sends the order, which stays open.
    const leave = async () => {
        const order = window.posmodel.getOrder();
        await showPlan();
        await until("the order on the server", () => order.isSynced && !order.isDirty());
        return { uuid: order.uuid, total: order.priceIncl ?? order.amount_total };
    };
    return { free: async () => number(await free()), sit, leave }[step]();
}
