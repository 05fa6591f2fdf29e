// One request with the browser's own cookies, not followed across redirects.
async (method, path, headers, body) => {
    const response = await fetch(path, { method, headers, body: body || undefined, redirect: "manual", cache: "no-store" });
    if (response.type === "opaqueredirect") {
        return { status: 303, headers: {}, body: "" };
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
