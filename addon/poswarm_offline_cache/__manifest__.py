{
    "name": "POS Offline Reload",
    # Without the series, which Odoo puts before it: another one makes the addon
    # not installable, also on the builds between two series.
    "version": "1.1.0",
    "category": "Sales/Point of Sale",
    "summary": "The point of sale comes up after any reload during an outage, sells, and loses nothing",
    "author": "poswarm",
    "license": "LGPL-3",
    "depends": ["point_of_sale"],
    "data": [
        "security/ir.model.access.csv",
        "views/pos_index.xml",
        "views/pos_page.xml",
        "views/res_config_settings.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": [
            # Directly behind Odoo's module loader, so that our patches are in
            # place before the point of sale's own modules run.
            (
                "after",
                "web/static/src/module_loader.js",
                "poswarm_offline_cache/static/src/app/**/*.js",
            ),
        ],
    },
    "installable": True,
}
