// The address is that of a question; Odoo does what the body says.
addEventListener("load", () => {
    const body = { jsonrpc: "2.0", method: "call", params: { model: "pos.config", method: "write", args: [[1], {}], kwargs: {} } };
    const headers = { "Content-Type": "application/json" };
    fetch("/web/dataset/call_kw/pos.config/read", { method: "POST", headers, body: JSON.stringify(body) }).catch(() => {});
});
