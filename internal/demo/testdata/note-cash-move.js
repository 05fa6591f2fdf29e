// Keeps the page's request for a cash move in window.late, for a proxy that sends it later.
() => {
    const { open, send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (method, url) {
        this.url = url;
        return open.apply(this, arguments);
    };
    XMLHttpRequest.prototype.send = function (body) {
        if (String(body).includes("try_cash_in_out")) {
            window.late ??= { url: this.url, body };
        }
        return send.call(this, body);
    };
}
