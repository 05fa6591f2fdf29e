// Waits for a broadcast of the worker, but not for long.
new Promise(done => {
    const c = new BroadcastChannel("poswarm");
    const end = () => { c.close(); done(true); };
    c.onmessage = end;
    setTimeout(end, 250);
})
