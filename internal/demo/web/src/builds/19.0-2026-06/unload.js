/**
 * A session that nobody opened is given up with the page, by a call without a
 * method in its path.
 */
export function leaving({ session }) {
    if (session?.state !== "opening_control") {
        return;
    }
    const params = {
        model: "pos.session",
        method: "delete_opening_control_session",
        args: [[session.id]],
        kwargs: {},
    };
    const call = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params });
    navigator.sendBeacon("/web/dataset/call_kw", new Blob([call], { type: "application/json" }));
}
