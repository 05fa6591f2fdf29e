/*
 * Tells the worker that this page came up and that its data is on the disk.
 *
 * The worker makes a page `current` only then: a stored page whose POS session
 * is not the one in the page's own IndexedDB cannot start offline.
 */
import { VITAL } from "./calls";
import { storedRecords } from "./page_database";
import { definePatch, followPatches, patchStates } from "./patches";
import { followWanted, wanted } from "./wanted";
// Its patches go on before ours: what it writes is one of the writes that we wait for.
import { isLoadStored } from "./whole_load";
import { askWorker } from "./worker_link";

/** Milliseconds; tens of thousands of products take half a minute to be written. */
const WRITE_DEADLINE = 120000;
const LOOK_AGAIN = 500;

/** The questions of those that this page got an answer to. */
const told = [];
let mountedYet = false;

function noteTold({ detail }) {
    const { error, data } = detail;
    const params = data?.params;
    if (!mountedYet && !error && VITAL.has(`${params?.model}.${params?.method}`)) {
        // A message takes plain values only.
        told.push(JSON.parse(JSON.stringify(params)));
    }
}

definePatch("told", ({ rpcBus }, { safely }) => {
    rpcBus.addEventListener("RPC:RESPONSE", safely(noteTold));
});

/** Odoo does not wait for these writes; we do. */
const writes = new Set();

definePatch("data_stored", ({ PosData }, { around }) => {
    around(PosData.prototype, {
        synchronizeServerDataInIndexedDB(stock, ...args) {
            const written = stock(...args);
            const write = Promise.resolve(written);
            const done = () => writes.delete(write);
            writes.add(write);
            write.then(done, done);
            return written;
        },
    });
});

function isMounted() {
    return Boolean(window.posmodel) && !document.querySelector(".pos-loader");
}

/** The loader stays when the boot ends in the error box: then never. */
async function mounted() {
    if (isMounted()) {
        return;
    }
    await new Promise((resolve) => {
        const observer = new MutationObserver(() => {
            if (isMounted()) {
                observer.disconnect();
                resolve();
            }
        });
        observer.observe(document.documentElement, { childList: true, subtree: true });
    });
}

/** Odoo only logs a failed write, so look. */
async function dataIsStored() {
    const deadline = performance.now() + WRITE_DEADLINE;
    while (performance.now() < deadline) {
        await Promise.allSettled([...writes]);
        const sessions = await storedRecords("pos.session");
        if (isLoadStored() && sessions.some(({ id }) => id === odoo.pos_session_id)) {
            return true;
        }
        // Nothing tells of a write that Odoo makes in a way that we do not know.
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
    return false;
}

/** The worker in charge; after a forced reload it is there, but not in control. */
async function worker() {
    const container = navigator.serviceWorker;
    if (!window.poswarm.firstVisit) {
        // A message to Odoo's own worker gets no answer and keeps it busy.
        await window.poswarm.control;
    }
    return container.controller ?? (await container.ready).active;
}

/** Milliseconds; a browser that ends the worker over the message, or a disk that refuses, is rare. */
const TELL_AGAIN = 30000;
let triesLeft = 20;

let informed = null;

async function tellUp(recipient) {
    const ask = () =>
        askWorker(recipient, {
            type: "poswarm/up",
            config: odoo.pos_config_id,
            session: odoo.pos_session_id,
            told,
            patches: patchStates(),
            ...wanted(),
        });
    const answer = await ask();
    if (answer?.reason !== "no-snapshot") {
        return answer;
    }
    window.poswarm.handOverAgain?.(recipient);
    return ask();
}

/** Resolves with whether the worker in charge knows. */
async function tell() {
    const recipient = await worker();
    if (recipient === informed) {
        return true;
    }
    if (!(await dataIsStored())) {
        return false;
    }
    informed = recipient;
    try {
        window.poswarm.up = await tellUp(recipient);
    } catch (error) {
        forget(recipient);
        throw error;
    }
    delete window.poswarm.upError;
    // It is about to ask for what it has missed, and its end may come first.
    const isDone = !window.poswarm.up.again;
    if (!isDone) {
        forget(recipient);
    }
    return isDone;
}

/** A worker that has not taken in what it was told is told all of it once more. */
function forget(recipient) {
    informed = informed === recipient ? null : informed;
}

/** More than it said before; a worker that has not heard of this page hears all then. */
function tellMore() {
    const recipient = informed;
    if (recipient) {
        askWorker(recipient, { type: "poswarm/images", urls: wanted().images }).catch(() => {
            forget(recipient);
            tellOrNote();
        });
    }
}

/** What the worker has not heard it is told again: nothing else would make this page its snapshot. */
function tellOrNote() {
    tell()
        .catch((error) => {
            window.poswarm.upError = String(error);
        })
        .then((heard) => {
            if (!heard && triesLeft-- > 0) {
                setTimeout(tellOrNote, TELL_AGAIN);
            }
        });
}

async function report() {
    await mounted();
    mountedYet = true;
    if (document.querySelector(".pos-error")) {
        return;
    }
    // Another worker may take over, as ours does from Odoo's own on the first
    // load after the addon was installed.
    navigator.serviceWorker.addEventListener("controllerchange", tellOrNote);
    followWanted(tellMore);
    followPatches(() => {
        informed = null;
        tellOrNote();
    });
    tellOrNote();
}

definePatch("up", (_, { safely }) => {
    if (window.poswarm && !window.poswarm.unsupported) {
        safely(report)();
    }
});
