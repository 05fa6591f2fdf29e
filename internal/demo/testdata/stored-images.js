// How many images the worker's current snapshot has.
() => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data.snapshots.find(({ state }) => state === "current")?.images.stored);
    navigator.serviceWorker.controller.postMessage({ type: "poswarm/status", schema: 1 }, [port2]);
})
