// Waits until something is there and gives it; names what it waited for.
async (what, ready, ms = 15000) => {
    for (const end = performance.now() + ms; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const found = ready();
        if (found) {
            return found;
        }
        if (performance.now() > end) {
            throw new Error(`waited ${ms} ms for ${what}`);
        }
    }
}
