"""Addresses of files that are the same on every point of sale of a server."""

import functools

from odoo.modules import get_manifest
from odoo.tools.misc import file_path

# Requested by the page itself, by its styles, or when a screen first needs it.
STATIC = [
    "/point_of_sale/static/src/img/favicon.ico",
    "/point_of_sale/static/src/img/money.png",
    "/point_of_sale/static/src/img/card-bank.png",
    "/point_of_sale/static/src/img/pay-later.png",
    "/point_of_sale/static/src/fonts/Inconsolata.otf",
    "/web/static/lib/zxing-library/zxing-library.js",
    "/web/static/img/odoo_logo.svg",
    "/web/static/img/barcode.svg",
    "/web/static/img/transparent.png",
    "/web/static/img/spin.svg",
    "/pos_restaurant/static/img/plan.svg",
    "/web/static/src/libs/fontawesome/fonts/fontawesome-webfont.woff2?v=4.7.0",
    "/web/static/lib/odoo_ui_icons/fonts/odoo_ui_icons.woff2",
    "/web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "/hr_attendance/static/img/background-light.svg",
]
LATO = ["Reg", "RegIta", "Bol", "BolIta", "Lig", "LigIta", "Hai", "HaiIta", "Bla", "BlaIta"]
SOUNDS = ["error", "bell", "notification", "beep", "order-receive-tone"]


def _candidates():
    return [
        *STATIC,
        *(f"/web/static/fonts/lato/Lato-{style}-webfont.woff" for style in LATO),
        *(f"/point_of_sale/static/src/sounds/{name}.ogg" for name in SOUNDS),
    ]


def _exists(url):
    try:
        file_path(url.partition("?")[0].lstrip("/"))
    except (FileNotFoundError, ValueError):
        return False
    return True


@functools.cache
def existing():
    """The static addresses that this server has: one missing file must not
    keep a terminal from being complete."""
    return [url for url in _candidates() if _exists(url)]


@functools.cache
def addon_version():
    return get_manifest("poswarm_offline_cache")["version"]
