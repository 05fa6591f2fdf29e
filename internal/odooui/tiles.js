// Loads product images again and says which do not decode, or have another size
// than when they were seen first: those of the tiles on screen and the ones
// given (seen online). The size is what tells a picture from a placeholder.
async (seen) => {
    const known = new Map((seen ?? []).map((tile) => [tile.url, tile]));
    const onScreen = [...document.querySelectorAll("article.product img")].map((img) => img.currentSrc || img.src);
    const loads = [...new Set([...known.keys(), ...onScreen])].map(
        (url) =>
            new Promise((resolve) => {
                const image = new Image();
                image.onload = () => resolve({ url, width: image.naturalWidth, height: image.naturalHeight });
                image.onerror = () => resolve({ url, width: 0, height: 0 });
                image.src = url;
            })
    );
    const all = await Promise.all(loads);
    const other = ({ url, width, height }) => known.has(url) && (known.get(url).width !== width || known.get(url).height !== height);
    const broken = all.filter((tile) => !tile.width || other(tile)).map(({ url }) => url);
    // A POS can be told to show none (pos.config, "Show product images").
    return { all, broken, wanted: window.posmodel?.config?.show_product_images !== false };
}
