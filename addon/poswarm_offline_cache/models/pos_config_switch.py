from odoo import api, fields, models

from .parameters import get_parameter

SWITCH = "poswarm_offline_cache.enabled"
OFF = {"false", "0", "off", "no"}


class PosConfig(models.Model):
    _inherit = "pos.config"

    poswarm_offline = fields.Boolean(
        string="Offline Reload",
        default=True,
        help="Terminals keep this point of sale and open it while the server is away.",
    )
    poswarm_after_logout = fields.Boolean(
        string="Open Offline After Log-out",
        help="While the server is away, a terminal opens this point of sale also for a user who "
        "has logged out there: whoever stands before it then sells in that user's name.",
    )

    @api.model
    def _poswarm_switched_on(self):
        """Whether this database keeps points of sale on its terminals at all."""
        return get_parameter(self.env, SWITCH).strip().lower() not in OFF

    def _poswarm_is_on(self):
        self.ensure_one()
        return self.poswarm_offline and self._poswarm_switched_on()
