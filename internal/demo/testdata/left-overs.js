// What is left of ours in a browser a while after the addon was switched off, and of others.
async () => {
    const look = async () => ({
        caches: (await caches.keys()).filter((name) => name.startsWith("poswarm-")),
        databases: (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("poswarm")),
    });
    const end = Date.now() + 8000;
    let ours = await look();
    while ((ours.caches.length || ours.databases.length) && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        ours = await look();
    }
    const pos = (await indexedDB.databases()).some(({ name }) => name.startsWith("point-of-sale-1-"));
    return { ...ours, pos, other: await caches.has("somebody-else") };
}
