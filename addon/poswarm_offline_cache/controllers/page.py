from odoo import http
from odoo.http import request


class PageController(http.Controller):
    # A page inside the worker's scope without the point of sale's code: asking
    # the worker there opens no POS session and no second point of sale.
    @http.route("/pos/poswarm", type="http", auth="user", methods=["GET"], readonly=True)
    def poswarm_page(self):
        if not request.env.user._is_internal():
            raise request.not_found()
        response = request.render("poswarm_offline_cache.page")
        response.headers["Cache-Control"] = "no-store"
        return response
