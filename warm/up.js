// Waits until the page has told its worker that it is up with its data stored,
// which a large shop's takes long after its products are on screen: only then
// its snapshot can be committed. The page tells nobody else, so look. What the
// worker answered to it is the priming's to find out. Returns why the page is not the
// server's, but one that was stored before; "" when it is.
async (ms) => {
    const end = performance.now() + ms;
    while (!window.poswarm?.up && !window.poswarm?.upError) {
        if (performance.now() > end) {
            throw new Error("the POS did not store its data in time");
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return window.poswarm.offline?.reason ?? "";
}
