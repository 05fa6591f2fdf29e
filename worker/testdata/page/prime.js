// Has the worker prime a POS, and tells in how many steps.
(images, config) => navigator.serviceWorker.ready.then(r => new Promise(done => {
    const c = new MessageChannel(), steps = [];
    c.port1.onmessage = e => e.data.progress ? steps.push(e.data.progress) : done({steps: steps.length, last: steps.at(-1), ...e.data});
    r.active.postMessage({type: "poswarm/prime", schema: 1, config, images}, [c.port2]);
}))
