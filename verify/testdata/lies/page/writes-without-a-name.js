// What a page sends when it is left: the address names no method, the body does.
addEventListener("load", () => {
    const body = { jsonrpc: "2.0", method: "call", params: { model: "pos.session", method: "delete_opening_control_session", args: [[1]], kwargs: {} } };
    navigator.sendBeacon("/web/dataset/call_kw", new Blob([JSON.stringify(body)], { type: "application/json" }));
});
