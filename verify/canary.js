// One request that nothing may answer but the server: random address, no
// stored copy, no cookie (a cookie would rotate the login of a copied profile).
async (url, patience) => {
    try {
        const response = await fetch(url, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(patience) });
        return { answered: true, body: (await response.text()).slice(0, 20000) };
    } catch {
        return { answered: false };
    }
}
