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
    return JSON.stringify(state());
}
