// What the page was made of: the addresses of its bundles and the version of its data, and
// whether the addon's page module is in it, as the server wrote them into it (point_of_sale/views/pos_assets_index.xml).
() => {
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet][href]")];
    return {
        assets: named.map((element) => new URL(element.src || element.href).pathname),
        ours: Boolean(globalThis.poswarm),
        data_version: globalThis.odoo?.last_data_change || "",
    };
}
