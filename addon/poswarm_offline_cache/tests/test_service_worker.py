from odoo.tests import tagged
from odoo.tools import file_open

from .common import PoswarmHttpCommon


@tagged("post_install", "-at_install")
class TestServiceWorker(PoswarmHttpCommon):
    def test_worker_is_the_file_and_nothing_else(self):
        self.log_in(self.pos_user)
        response = self.url_open("/pos/service-worker.js")
        with file_open("poswarm_offline_cache/worker/service-worker.js", "rb") as worker:
            self.assertEqual(response.content, worker.read())

    def test_worker_may_control_the_pos(self):
        self.log_in(self.pos_user)
        response = self.url_open("/pos/service-worker.js")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"].partition(";")[0], "text/javascript")
        self.assertEqual(response.headers["Service-Worker-Allowed"], "/pos")

    def test_worker_needs_a_login(self):
        response = self.url_open("/pos/service-worker.js", allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_bundle_holds_the_page_module_and_not_the_worker(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("point_of_sale.assets_prod", css=False)
        ours = [a.url for a in bundle.javascripts if "/poswarm_offline_cache/" in (a.url or "")]
        self.assertTrue(ours)
        self.assertFalse([url for url in ours if "/static/src/app/" not in url])

    def test_page_module_stands_directly_behind_the_module_loader(self):
        bundle = self.env["ir.qweb"]._get_asset_bundle("point_of_sale.assets_prod", css=False)
        urls = [asset.url or "" for asset in bundle.javascripts]
        loader = urls.index("/web/static/src/module_loader.js")
        self.assertIn("/poswarm_offline_cache/static/src/app/", urls[loader + 1])
