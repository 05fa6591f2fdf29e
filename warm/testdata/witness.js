// Notes in `witness` whatever takes the page from under the cashier's fingers.
(() => {
    window.witness = [];
    for (const name of ["blur", "focus", "pagehide", "visibilitychange", "freeze"]) {
        addEventListener(name, () => window.witness.push(name));
    }
    return true;
})()
