from odoo import http
from odoo.http import request

DARK_COOKIE = "pos_color_scheme"


class ManifestController(http.Controller):
    # Unlike /pos/ui/<config> this only reads: it opens no POS session.
    @http.route(
        "/poswarm/manifest/<int:config_id>", type="http", auth="user", methods=["GET"], readonly=True
    )
    def poswarm_manifest(self, config_id):
        user = request.env.user
        if not user._is_internal() or not user.has_group("point_of_sale.group_pos_user"):
            return self._refuse(403, "no-pos-rights", "this user may not use the point of sale")
        config = request.env["pos.config"].search([("id", "=", config_id)])
        if not config:
            return self._refuse_unseen(config_id)
        dark = request.cookies.get(DARK_COOKIE) == "dark"
        return self._answer(200, config._poswarm_manifest(dark=dark))

    def _refuse_unseen(self, config_id):
        # Which point of sale has which number is no secret, and the person who
        # reads the message needs the difference.
        if request.env["pos.config"].sudo().search_count([("id", "=", config_id)]):
            return self._refuse(
                403, "no-access", "this user has no access to this point of sale or its company"
            )
        return self._refuse(404, "unknown-config", "there is no such point of sale")

    def _refuse(self, status, code, message):
        return self._answer(status, {"error": {"code": code, "message": message}})

    def _answer(self, status, body):
        return request.make_json_response(body, headers=[("Cache-Control", "no-store")], status=status)
