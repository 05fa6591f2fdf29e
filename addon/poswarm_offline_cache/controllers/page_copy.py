from odoo.addons.point_of_sale.controllers.main import PosController
from odoo.http import request, route

from .refusals import asked_config, refuse

# Those that Odoo's own page shows; for any other it opens a new one or none.
SHOWN = ("opening_control", "opened")


class PageCopyController(PosController):
    # Within one transaction, which sees one state of the database: the session
    # that is found here is there when the page is made, so none is opened.
    @route("/poswarm/page/<int:config_id>", type="http", auth="user", methods=["GET"], readonly=True)
    def poswarm_page_copy(self, config_id):
        """The page of a point of sale, for a worker that must not open a session."""
        config, refusal = asked_config(config_id)
        if refusal:
            return refusal
        session = [("config_id", "=", config.id), ("state", "in", SHOWN), ("rescue", "=", False)]
        if not request.env["pos.session"].search_count(session, limit=1):
            return refuse(409, "no-open-session", "no session of this point of sale is open")
        return self.pos_web(config_id=str(config_id))
