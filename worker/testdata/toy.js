// A POS in small: it boots as Odoo's does (translations, barcode rules, fields, data in IndexedDB,
// pictures) and asks the same questions. Tests read what it holds from `window.toy`.
(async () => {
    const info = odoo.__session_info__;
    const { pos_config_id: config, pos_session_id: session } = odoo;
    const toy = (window.toy = { errors: [], offline: window.poswarm?.offline });

    // The page module of the addon holds the first calls, unless it has waited too long.
    const { serviceWorker } = navigator;
    const patience = location.search.includes("hasty") ? 0 : 5000;
    await Promise.race([window.poswarm?.control, new Promise((resolve) => setTimeout(resolve, patience))]);

    let counter = 0;
    const post = async (path, params) => {
        const response = await fetch(path, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ id: counter++, jsonrpc: "2.0", method: "call", params }),
        });
        const body = await response.json();
        if (body.error) {
            throw new Error(body.error.message);
        }
        return body;
    };
    const told = [];
    const rpc = async (model, method, args = [], kwargs = {}) => {
        const context = { ...info.user_context, ...kwargs.context };
        const params = { model, method, args, kwargs: { ...kwargs, context } };
        const { result } = await post(`/web/dataset/call_kw/${model}/${method}`, params);
        told.push(params);
        return result;
    };
    Object.assign(toy, { post, rpc });
    const attempt = (name, promise) => promise.catch((error) => void toy.errors.push(`${name}: ${error}`));

    const asPromise = (request) =>
        new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    const openData = () => {
        const request = indexedDB.open(`point-of-sale-${config}-${info.db}`, 1);
        request.onupgradeneeded = () => {
            request.result.createObjectStore("pos.session", { keyPath: "id" });
            request.result.createObjectStore("product.product", { keyPath: "id" });
        };
        return asPromise(request);
    };

    const lang = info.user_context.lang;
    const known = JSON.parse(localStorage.getItem("translations") || "{}");
    const answer = await fetch(`/web/webclient/translations?hash=${known.hash || ""}&lang=${lang}`, { cache: "no-store" });
    const translations = await answer.json();
    if (translations.hash !== known.hash) {
        Object.keys(translations.modules);
        localStorage.setItem("translations", JSON.stringify(translations));
    }
    toy.translations = translations;

    const fields = Math.random() < 0.5 ? ["name", "upc"] : ["upc", "name"];
    toy.nomenclature = await attempt("nomenclature", rpc("barcode.nomenclature", "read", [[1], fields]));
    toy.rules = await attempt("rules", rpc("barcode.rule", "search_read", [[["nomenclature_id", "=", 1]], ["type"]]));
    toy.params = await attempt("params", rpc("pos.session", "load_data_params", [session]));

    const db = await openData();
    const read = (store) => asPromise(db.transaction(store).objectStore(store).getAll());
    const [local] = await read("pos.session");
    if (local?.id !== session || local.state !== "opened" || odoo.from_backend) {
        toy.asked = local ? "delta" : "full";
        const context = { pos_last_server_date: local ? "2026-11-23 06:10:50" : false, pos_limited_loading: true };
        const data = await attempt("load_data", rpc("pos.session", "load_data", [session, []], { context }));
        await attempt("filter", rpc("pos.session", "filter_local_data", [session, {}]));
        if (data) {
            const tx = db.transaction(["pos.session", "product.product"], "readwrite");
            tx.objectStore("pos.session").clear();
            data["pos.session"].forEach((record) => tx.objectStore("pos.session").put(record));
            data["product.product"].forEach((record) => tx.objectStore("product.product").put(record));
            await new Promise((resolve) => (tx.oncomplete = resolve));
        }
    }
    const [held] = await read("pos.session");
    if (held?.id !== session) {
        throw new Error(`the page is of session ${session}, its data of ${held?.id}`);
    }
    toy.products = await read("product.product");
    toy.session = session;

    await Promise.allSettled([document.fonts.load("16px Toy")]);
    const zone = window.toyZone || "+00:00";
    const hour = String(6 + Number(zone.slice(0, 3))).padStart(2, "0");
    const picture = (id) => `/web/image?model=product.template&field=image_128&id=${id}&unique=2026-11-23T${hour}:10:50.000${zone}`;
    const shown = toy.products.map(({ id }) => picture(id));
    // A page knows pictures that it does not show at once.
    const images = [...shown, ...Array.from({ length: odoo.toy_extra_images }, (_, at) => picture(shown.length + 1 + at))];
    const pictures = shown.map((url) => {
        const image = new Image();
        image.src = url;
        document.body.append(image);
        return image.decode().then(() => "ok", () => "broken");
    });
    toy.pictures = await Promise.all(pictures);
    document.body.dataset.up = "1";

    const registration = await navigator.serviceWorker?.register("/pos/service-worker.js");
    const worker = registration?.installing || registration?.waiting || registration?.active;
    worker?.postMessage({ urlsToCache: [...JSON.parse(odoo.urls_to_cache), "/web/static/lib/zxing/zxing.js"] });
    await serviceWorker?.ready;
    const tell = async () => {
        const channel = new MessageChannel();
        channel.port1.onmessage = (event) => (toy.committed = event.data);
        const { active } = await serviceWorker.ready;
        active.postMessage({ type: "poswarm/up", schema: 1, config, session, told, images }, [channel.port2]);
        // Each of these makes the worker save the snapshot, before, in and after its commit.
        for (let saves = location.search.includes("chatty") ? 100 : 0; saves; saves--) {
            [1, 2, 3, 4, 5].forEach(() => active.postMessage({ urlsToCache: [] }));
            await new Promise((resolve) => setTimeout(resolve));
        }
    };
    serviceWorker?.addEventListener("controllerchange", tell);
    await tell();
})().catch((error) => {
    document.body.dataset.error = String(error?.stack || error);
});
