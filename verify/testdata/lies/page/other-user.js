// The page of somebody else, as soon as it is up: it would not come up otherwise.
whenBooted((pos) => {
    const watch = setInterval(() => {
        if (!document.querySelector(".pos-loader")) {
            clearInterval(watch);
            Object.defineProperty(pos, "user", { value: { id: pos.user.id + 1 } });
        }
    }, 20);
});
