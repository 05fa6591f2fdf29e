import "./core/luxon.js";
import { PosData } from "@build/data_service.js";
import { PosStore } from "@build/pos_store.js";
import { leaving } from "@build/unload.js";
import { startBarcodeReader } from "./core/barcode.js";
import { Bus } from "./core/bus.js";
import { BlockService, DialogService } from "./core/dialog.js";
import { watchErrors } from "./core/errors.js";
import { startLocalization, _t } from "./core/localization.js";
import { ORM } from "./core/orm.js";
import { session } from "./core/session.js";
import { Loader } from "./loader.js";
import { PosRouter } from "./pos/router.js";
import { Chrome } from "./screens/chrome.js";

const FONT_DEADLINE = 5000;

odoo.info = {
    db: session.db,
    server_version: session.server_version,
    server_version_info: session.server_version_info,
    isEnterprise: session.server_version_info.at(-1) === "e",
};

function documentReady() {
    return document.readyState === "loading"
        ? new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve))
        : Promise.resolve();
}

/** Receipts need their fonts, but nobody waits for them for ever. */
function fontsLoaded() {
    return Promise.race([
        Promise.allSettled(["Lato", "Inconsolata"].map((name) => document.fonts.load(`16px ${name}`))),
        new Promise((resolve) => setTimeout(resolve, FONT_DEADLINE)),
    ]);
}

function registerServiceWorker() {
    const urlsToCache = JSON.parse(odoo.urls_to_cache);
    urlsToCache.push("/web/static/lib/zxing-library/zxing-library.js");
    navigator.serviceWorker?.register("/pos/service-worker.js").then(({ installing, waiting, active }) => {
        (installing || waiting || active).postMessage({ urlsToCache });
    });
}

function askBeforeLeaving(pos) {
    window.addEventListener("beforeunload", (event) => {
        if (!pos.data.network.offline) {
            leaving(pos);
        } else {
            event.preventDefault();
            event.returnValue = _t(
                "You are currently offline. Reloading the page may cause you to lose unsaved data."
            );
        }
    });
}

async function startServices(env, loader) {
    const services = { orm: new ORM(), bus_service: new Bus(), dialog: new DialogService(), ui: new BlockService() };
    Object.assign(env.services, services);
    watchErrors(env);
    const barcodes = startBarcodeReader(services.orm);
    try {
        await startLocalization();
    } catch (error) {
        loader.vanish();
        throw error;
    }
    services.barcode_reader = await barcodes;
    services.pos_router = new PosRouter();
    services.pos_data = await PosData.start(env, services);
    const pos = new PosStore();
    await pos.setup(env, services);
    Object.assign(env.services, services, { pos });
    return pos;
}

async function start() {
    await documentReady();
    const loader = new Loader();
    const env = { services: {} };
    try {
        const pos = await startServices(env, loader);
        const chrome = new Chrome(pos);
        window.posmodel = pos;
        await fontsLoaded();
        chrome.mount();
        loader.hide();
        askBeforeLeaving(pos);
        registerServiceWorker();
    } catch (error) {
        loader.fail(error);
        throw error;
    }
}

start();
