// What the page was made of: the addresses of its bundles and the version of its data, and
// whether the addon's page module is in it, as the server wrote them into it (point_of_sale/views/pos_assets_index.xml);
// and when the worker had all of the snapshot that is shown to this user, "" where it does not tell.
async (database, user, patience) => {
    const completed = async () => {
        const worker = globalThis.poswarm && navigator.serviceWorker?.controller;
        if (!worker) {
            return "";
        }
        const status = await new Promise((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = ({ data }) => resolve(data);
            worker.postMessage({ type: "poswarm/status", schema: 1 }, [channel.port2]);
            setTimeout(resolve, patience);
        });
        const shown = (s) => s.state === "current" && s.config === odoo.pos_config_id && s.database === database && s.user === user;
        return status?.snapshots?.find(shown)?.completed ?? "";
    };
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet][href]")];
    return {
        assets: named.map((element) => new URL(element.src || element.href).pathname),
        ours: Boolean(globalThis.poswarm),
        data_version: globalThis.odoo?.last_data_change || "",
        completed: await completed(),
    };
}
