// Notes that the page asks for a customer, and that the question ends.
() => {
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) {
        if (String(body).includes("res.partner")) {
            window.asked = true;
            this.addEventListener("loadend", () => { window.ended = true; });
        }
        return send.call(this, body);
    };
}
