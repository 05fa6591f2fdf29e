// Two parts of the page send the same order in the same moment.
async () => {
    const order = posmodel.getOrder();
    let calls = 0;
    let release;
    const both = new Promise((resolve) => { release = resolve; });
    posmodel.preSyncAllOrders = async (orders) => { // a module's work, before which nothing is marked
        if (++calls === 2) release();
        await both;
        return orders;
    };
    await Promise.all([1, 2].map(() => posmodel.syncAllOrders({ orders: [order], throw: true })));
}
