// Resolves with what still waits for the server, as soon as that is nothing, or
// when the time is over.
async (ms) => {
    const state = () => {
        const { sales, drafts, commands, trouble, problem } = window.poswarm?.waiting ?? {};
        const queue = window.posmodel?.data?.network;
        return { sales, drafts, commands, trouble, problem, offline: queue?.offline, queue: queue?.unsyncData?.length };
    };
    for (const end = performance.now() + ms; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const { sales, commands, offline, queue } = state();
        if (!sales && !commands && !queue && offline === false) {
            return null;
        }
    }
    const { posmodel: pos } = window;
    document.querySelector(".poswarm-waiting")?.click();
    const list = document.querySelector(".poswarm-waiting-list");
    const why = list?.innerText;
    list?.remove();
    const orders = pos?.models["pos.order"].filter((order) => order.finalized || !order.isSynced);
    return JSON.stringify({
        ...state(),
        why,
        orders: orders?.map((order) => [order.uuid, order.state, order.id, order.isDirty()].join(" ")),
        pending: [...(pos?.pendingOrder?.create ?? []), ...(pos?.pendingOrder?.write ?? [])],
        sending: [...(pos?.syncingOrders ?? [])],
        patches: window.poswarm?.patches.filter(({ error }) => error).map(({ name, error }) => `${name}: ${error}`),
    });
}
