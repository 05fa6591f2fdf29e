/*
 * Tells the worker that this page came up and that its data is on the disk.
 *
 * The worker makes a page `current` only then: a stored page whose POS session
 * is not the one in the page's own IndexedDB cannot start offline.
 *
 * Relies on PosData: `synchronizeServerDataInIndexedDB()` returning a promise,
 * `indexedDB.readAll([store])` resolving with the records by store; on the page:
 * `.pos-loader`, `.pos-error`, `window.posmodel.data`, `odoo.pos_config_id`,
 * `odoo.pos_session_id`; `rpcBus` triggering "RPC:RESPONSE" with
 * `detail.data.params` and `detail.error`.
 */
import { PosData } from "@point_of_sale/app/services/data_service";
import { rpcBus } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";
import { VITAL } from "./calls";
import { askWorker } from "./worker_link";

/** The questions of those that this page got an answer to. */
const told = [];

function noteTold({ detail }) {
    const { error, data } = detail;
    const params = data?.params;
    if (!error && VITAL.has(`${params?.model}.${params?.method}`)) {
        // A message takes plain values only.
        told.push(JSON.parse(JSON.stringify(params)));
    }
}

/** Odoo does not wait for these writes; we do. */
const writes = new Set();

patch(PosData.prototype, {
    synchronizeServerDataInIndexedDB() {
        const write = Promise.resolve(super.synchronizeServerDataInIndexedDB(...arguments));
        const done = () => writes.delete(write);
        writes.add(write);
        write.then(done, done);
        return write;
    },
});

function isMounted() {
    return Boolean(window.posmodel) && !document.querySelector(".pos-loader");
}

/** The loader stays when the boot ends in the error box: then never. */
function mounted() {
    return new Promise((resolve) => {
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
    await Promise.allSettled([...writes]);
    const stored = await window.posmodel.data.indexedDB.readAll(["pos.session"]);
    return Boolean(stored?.["pos.session"]?.some(({ id }) => id === odoo.pos_session_id));
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

let informed = null;

async function tell() {
    const recipient = await worker();
    if (recipient === informed || !(await dataIsStored())) {
        return;
    }
    informed = recipient;
    window.poswarm.up = await askWorker(recipient, {
        type: "poswarm/up",
        config: odoo.pos_config_id,
        session: odoo.pos_session_id,
        told,
    });
}

function tellOrNote() {
    tell().catch((error) => {
        window.poswarm.upError = String(error);
    });
}

async function report() {
    rpcBus.addEventListener("RPC:RESPONSE", noteTold);
    await mounted();
    rpcBus.removeEventListener("RPC:RESPONSE", noteTold);
    if (document.querySelector(".pos-error")) {
        return;
    }
    // Another worker may take over, as ours does from Odoo's own on the first
    // load after the addon was installed.
    navigator.serviceWorker.addEventListener("controllerchange", tellOrNote);
    tellOrNote();
}

if (window.poswarm && !window.poswarm.unsupported) {
    report();
}
