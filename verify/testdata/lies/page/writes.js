// A write that nobody asked for, while the server is there.
addEventListener("load", () => {
    const body = { jsonrpc: "2.0", method: "call", params: { model: "pos.config", method: "write", args: [[1], {}], kwargs: {} } };
    const headers = { "Content-Type": "application/json" };
    fetch("/web/dataset/call_kw/pos.config/write", { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {});
});
