// The same fetches as priming's, in the same browser, and nothing is stored.
async (urls, width) => {
    const began = performance.now();
    const queue = [...urls];
    const lane = async () => {
        for (let url = queue.shift(); url; url = queue.shift()) {
            await (await fetch(url, { cache: "no-store" })).blob();
        }
    };
    await Promise.all(Array.from({ length: width }, lane));
    return performance.now() - began;
}
