// A canary from a page of no origin: no cookie is sent and nothing of the
// answer can be read, which is all that a positive control needs.
async (url, patience) => {
    try {
        await fetch(url, { mode: "no-cors", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(patience) });
        return { answered: true, opaque: true };
    } catch {
        return { answered: false };
    }
}
