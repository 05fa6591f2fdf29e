// Requests, answers and bodies, as far as the worker uses them, without a thread of their own: what
// Node's do with streams would not be the same in each run.

const textOf = (part) => {
    if (part instanceof ArrayBuffer) {
        return new TextDecoder().decode(part);
    }
    return part instanceof SimBlob ? part.data : String(part);
};

export class SimBlob {
    constructor(parts = []) {
        this.data = parts.map(textOf).join("");
        this.size = this.data.length;
    }

    async text() {
        return this.data;
    }

    async arrayBuffer() {
        return new TextEncoder().encode(this.data).buffer;
    }

    slice(from, to) {
        return new SimBlob([this.data.slice(from, to)]);
    }
}

export class SimRequest {
    /** @param {string | SimRequest} input a whole address, or another request, of which all is kept that `init` does not name */
    constructor(input, init = {}) {
        const from = input instanceof SimRequest ? input : {};
        const { method = "GET", body = null, mode = "cors", headers = {}, redirect = "follow", signal } = { ...from, ...init };
        this.url = new URL(from.url || input).href;
        Object.assign(this, { method, body, mode, redirect, signal });
        if (from.mode === "navigate" && Object.keys(init).length) {
            // Fetch, "new Request(input, init)": such a one is no navigation any more.
            this.mode = "same-origin";
        }
        this.headers = new Headers(headers);
    }

    clone() {
        return new SimRequest(this);
    }

    async json() {
        return JSON.parse(this.body);
    }
}

export class SimResponse {
    constructor(body = "", { status = 200, headers = {}, type = "basic", url = "", redirected = false } = {}) {
        this.blobbed = body instanceof SimBlob ? body : new SimBlob([body ?? ""]);
        Object.assign(this, { status, type, url, redirected, ok: status >= 200 && status < 300 });
        this.headers = headers instanceof Headers ? headers : new Headers(headers);
    }

    static error() {
        return new SimResponse("", { status: 0, type: "error" });
    }

    clone() {
        return new SimResponse(this.blobbed, this);
    }

    async text() {
        return this.blobbed.data;
    }

    async json() {
        return JSON.parse(this.blobbed.data);
    }

    async blob() {
        return this.blobbed;
    }

    async arrayBuffer() {
        return this.blobbed.arrayBuffer();
    }
}
