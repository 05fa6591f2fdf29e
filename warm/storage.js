// What Chrome says of this origin's storage; null for a page that has none,
// such as plain http from another machine.
async () => {
    if (!navigator.storage) {
        return null;
    }
    const [{ usage, quota }, persisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
    return { usage, quota, persisted };
}
