// A start that keeps the processor for longer than it is given.
whenBooted(() => {
    const loader = document.createElement("div");
    loader.className = "pos-loader";
    document.body.append(loader);
    const compute = () => {
        for (const end = performance.now() + 200; performance.now() < end; ) {
            // nobody else has a turn
        }
    };
    setInterval(compute, 1);
});
