from odoo import api, fields, models

from .parameters import set_parameter
from .pos_config_switch import SWITCH


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_poswarm_offline = fields.Boolean(related="pos_config_id.poswarm_offline", readonly=False)
    pos_poswarm_after_logout = fields.Boolean(
        related="pos_config_id.poswarm_after_logout", readonly=False
    )
    poswarm_enabled = fields.Boolean(
        string="Offline Reload on All Terminals",
        help="For all points of sale of this database. A terminal learns it at its next visit; one "
        "whose login has expired, only after its next log-in.",
    )

    # Odoo's own `config_parameter` deletes the parameter of a box that is not
    # ticked, and no parameter means on.
    @api.model
    def get_values(self):
        enabled = self.env["pos.config"]._poswarm_switched_on()
        return {**super().get_values(), "poswarm_enabled": enabled}

    def set_values(self):
        super().set_values()
        if self.poswarm_enabled != self.env["pos.config"]._poswarm_switched_on():
            set_parameter(self.env, SWITCH, str(self.poswarm_enabled))
