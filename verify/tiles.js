// Loads product images again, those of the tiles on screen and those given
// (seen online, with their sizes), and says which are not what they were.
async (seen) => {
    const onScreen = [...document.querySelectorAll("article.product img")].map((img) => img.currentSrc || img.src);
    const sizes = {};
    const broken = [];
    const load = (src) =>
        new Promise((resolve) => {
            const image = new Image();
            image.onload = () => {
                sizes[src] = `${image.naturalWidth}x${image.naturalHeight}`;
                if (seen?.[src] && seen[src] !== sizes[src]) {
                    broken.push(`${src} (${sizes[src]} instead of ${seen[src]})`);
                }
                resolve();
            };
            image.onerror = () => {
                sizes[src] = "";
                broken.push(src);
                resolve();
            };
            image.src = src;
        });
    await Promise.all([...new Set([...Object.keys(seen ?? {}), ...onScreen])].map(load));
    return { sizes, broken };
}
