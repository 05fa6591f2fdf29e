from functools import partial

from odoo.addons.web.controllers.dataset import DataSet
from odoo.http import request, route


class CommandController(DataSet):
    @route()
    def call_kw(self, model, method, args, kwargs, path=None):
        """A call that names a terminal's command is carried out once, however often it comes."""
        make = partial(super().call_kw, model, method, args, kwargs, path)
        uuid = (kwargs.get("context") or {}).get("poswarm_command")
        if not isinstance(uuid, str):
            return make()
        return request.env["poswarm.command"]._once(uuid, make)
