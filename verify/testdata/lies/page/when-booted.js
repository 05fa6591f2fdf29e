// What every lie of a page starts from: the page tells the truth as long as the server is there.
function whenBooted(lie) {
    if (!window.poswarmOffline) {
        return;
    }
    Object.defineProperty(window, "posmodel", {
        configurable: true,
        set(pos) {
            Object.defineProperty(window, "posmodel", { value: pos, writable: true });
            lie(pos);
        },
    });
}
