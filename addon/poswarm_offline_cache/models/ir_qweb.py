import functools

from markupsafe import Markup

from odoo import models
from odoo.tools import file_open


@functools.cache
def _first_visit():
    with file_open("poswarm_offline_cache/worker/first-visit.js") as script:
        text = script.read()
    # The text stands inside a script element: nothing in it may close the
    # element or open a comment. In JavaScript both pairs mean the same.
    return Markup(text.replace("</", "<\\/").replace("<!--", "<\\!--"))


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _poswarm_first_visit(self):
        """The script that must run before everything else of a POS page."""
        return _first_visit()

    def _poswarm_is_on(self, config_id):
        """Whether terminals keep this point of sale. Anybody may open its page."""
        return self.env["pos.config"].sudo().browse(config_id)._poswarm_is_on()
