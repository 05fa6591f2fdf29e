from odoo.addons.point_of_sale.controllers.main import PosController
from odoo.http import request
from odoo.tools import file_open


def _text(name):
    with file_open(f"poswarm_offline_cache/worker/{name}") as script:
        return script.read()


class ServiceWorkerController(PosController):
    def _get_pos_service_worker(self):
        # The text is the file and nothing else: settings travel in the
        # manifest, so an unchanged addon gives a byte-identical worker and the
        # browsers keep theirs.
        if request.env["pos.config"]._poswarm_switched_on():
            return _text("service-worker.js")
        return super()._get_pos_service_worker() + "\n" + _text("switched-off.js")
