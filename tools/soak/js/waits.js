// Resolves with what still waits for the server, as soon as that is nothing, or
// when the time is over.
async (ms) => {
    const state = () => {
        const { sales, drafts, commands, trouble, problem } = window.poswarm?.waiting ?? {};
        const queue = window.posmodel?.data?.network;
        return { sales, drafts, commands, trouble, problem, offline: queue?.offline, queue: queue?.unsyncData?.length };
    };
    const done = (request) => new Promise((resolve) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => resolve([]) }));
    // What the ledger has otherwise than the server.
    const entries = async () => {
        const bucket = await navigator.storageBuckets.open("poswarm-ledger");
        const database = await done(bucket.indexedDB.open("poswarm-ledger"));
        const all = await done(database.transaction("orders").objectStore("orders").getAll());
        database.close();
        return all.filter(({ trouble }) => trouble?.kind === "differs");
    };
    const told = (records) => ({
        order: records["pos.order"].map(({ state, amount_total: total, user_id: user }) => [state, total, user].join(" ")),
        lines: (records["pos.order.line"] ?? []).map(({ uuid, qty, price_unit: price }) => [uuid, qty, price].join(" ")),
        payments: (records["pos.payment"] ?? []).map(({ uuid, amount }) => [uuid, amount].join(" ")),
    });
    const both = async ({ uuid, records }) => {
        const theirs = await window.posmodel.data.orm.call("pos.order", "read_pos_orders", [[["uuid", "=", uuid]]]).catch(String);
        return { uuid, here: told(records), there: typeof theirs === "string" ? theirs : told(theirs) };
    };
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    await pause(100); // the page shows its ledger 50 ms late (badge.js): what was just sold is not in it
    for (const end = performance.now() + ms; performance.now() < end; await pause(50)) {
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
    const differs = await Promise.all((await entries()).map(both));
    const orders = pos?.models["pos.order"].filter((order) => order.finalized || !order.isSynced);
    return JSON.stringify({
        ...state(),
        why,
        differs,
        orders: orders?.map((order) => [order.uuid, order.state, order.id, order.isDirty()].join(" ")),
        pending: [...(pos?.pendingOrder?.create ?? []), ...(pos?.pendingOrder?.write ?? [])],
        sending: [...(pos?.syncingOrders ?? [])],
        patches: window.poswarm?.patches.filter(({ error }) => error).map(({ name, error }) => `${name}: ${error}`),
    });
}
