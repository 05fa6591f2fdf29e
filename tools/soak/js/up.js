// Resolves with the milliseconds from the start of the navigation to the POS on
// screen: in the frame in which its loader is gone.
(ms) => new Promise((resolve, reject) => {
    const look = () => {
        if (window.posmodel && !document.querySelector(".pos-loader")) {
            resolve(performance.now());
        } else if (performance.now() > ms) {
            reject(new Error(`not up within ${ms} ms`));
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})
