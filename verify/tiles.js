// Loads product images again and says which do not decode: those of the tiles
// on screen and the addresses given (the ones that were seen online).
async (seen) => {
    const onScreen = [...document.querySelectorAll("article.product img")].map((img) => img.currentSrc || img.src);
    const all = [...new Set([...(seen ?? []), ...onScreen])];
    const loads = all.map(
        (src) =>
            new Promise((resolve) => {
                const image = new Image();
                image.onload = () => resolve(null);
                image.onerror = () => resolve(src);
                image.src = src;
            })
    );
    return { all, broken: (await Promise.all(loads)).filter(Boolean) };
}
