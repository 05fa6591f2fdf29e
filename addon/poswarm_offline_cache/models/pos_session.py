from odoo import api, models


class PosSession(models.Model):
    _inherit = "pos.session"

    @api.model
    def poswarm_made(self, uuids):
        """Which of a terminal's commands the server has carried out."""
        return self.env["poswarm.command"]._made(uuids)
