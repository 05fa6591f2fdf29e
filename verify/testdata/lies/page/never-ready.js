// A loading screen that stays.
whenBooted(() => {
    const loader = document.createElement("div");
    loader.className = "pos-loader";
    document.body.append(loader);
});
