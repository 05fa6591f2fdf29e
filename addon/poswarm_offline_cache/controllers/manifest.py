from odoo import http
from odoo.http import request

from .refusals import answer, asked_config

DARK_COOKIE = "pos_color_scheme"


class ManifestController(http.Controller):
    # Unlike /pos/ui/<config> this only reads: it opens no POS session.
    @http.route(
        "/poswarm/manifest/<int:config_id>", type="http", auth="user", methods=["GET"], readonly=True
    )
    def poswarm_manifest(self, config_id):
        config, refusal = asked_config(config_id)
        if refusal:
            return refusal
        dark = request.cookies.get(DARK_COOKIE) == "dark"
        return answer(200, config._poswarm_manifest(dark=dark))
