from odoo.addons.point_of_sale.controllers.main import PosController
from odoo.tools import file_open


class ServiceWorkerController(PosController):
    def _get_pos_service_worker(self):
        # The text is the file and nothing else: settings travel in the
        # manifest, so an unchanged addon gives a byte-identical worker and the
        # browsers keep theirs.
        with file_open("poswarm_offline_cache/worker/service-worker.js") as worker:
            return worker.read()
