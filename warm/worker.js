// Talks to the poswarm service worker from a page it controls or from any
// page of its scope. ready: waits until it is there. ask: one question, one
// answer. start and next: a conversation; each next resolves with the messages
// since the last, so that the caller waits for events and looks at no clock.
async (verb, request) => {
    // Odoo's own worker answers nothing; ours replaces it within moments, or
    // Chrome keeps the old one for minutes.
    const takeOver = (ms) =>
        new Promise((resolve, reject) => {
            const error = new Error(`our service worker did not take charge of the page within ${ms / 1000} s: load the POS once more`);
            const timer = setTimeout(() => reject(error), ms);
            window.poswarm.control.then(() => (clearTimeout(timer), resolve()));
        });
    const worker = async () => {
        const inCharge = async () =>
            navigator.serviceWorker?.controller ?? (await navigator.serviceWorker?.getRegistration("/pos/"))?.active;
        let found = await inCharge();
        // On a first visit it may still be on its way.
        if (window.poswarm?.control && !(window.poswarm.firstVisit && found)) {
            await takeOver(15000);
            found = await inCharge();
        }
        if (!found) {
            throw new Error("no active service worker for /pos/");
        }
        return found;
    };
    const send = async (onMessage) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = (event) => onMessage(event.data, channel.port1);
        (await worker()).postMessage(request, [channel.port2]);
    };
    if (verb === "ask") {
        return new Promise((resolve, reject) => {
            send((answer, port) => {
                port.close();
                resolve(answer);
            }).catch(reject);
        });
    }
    if (verb === "ready") {
        await worker();
        return null;
    }
    if (verb === "start") {
        const queue = { messages: [], waiting: null };
        window.poswarmTalk = queue;
        await send((message) => {
            queue.messages.push(message);
            queue.waiting?.();
        });
        return null;
    }
    // verb "next": everything that arrived since the last call.
    const queue = window.poswarmTalk;
    if (queue.messages.every(({ progress }) => progress)) {
        await new Promise((resolve) => {
            queue.waiting = resolve;
            if (queue.messages.length) {
                setTimeout(resolve, 100);
            }
        });
        queue.waiting = null;
    }
    return queue.messages.splice(0);
}
