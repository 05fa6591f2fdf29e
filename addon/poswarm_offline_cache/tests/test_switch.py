from odoo.tests import tagged
from odoo.tools import file_open

from ..models.parameters import get_parameter, set_parameter
from ..models.pos_config_switch import SWITCH
from .common import PoswarmHttpCommon

OFF_META = '<meta name="poswarm" content="off"/>'


@tagged("post_install", "-at_install")
class TestSwitch(PoswarmHttpCommon):
    def setUp(self):
        super().setUp()
        self.config.with_user(self.pos_user).open_ui()

    def switch(self, value):
        set_parameter(self.env, SWITCH, value)

    def file(self, name):
        with file_open(name) as text:
            return text.read()

    def worker(self):
        self.log_in(self.pos_user)
        return self.url_open("/pos/service-worker.js").content.decode()

    def page(self, path="/pos/ui"):
        self.log_in(self.pos_user)
        return self.url_open(f"{path}/{self.config.id}").text

    def assert_off(self, page):
        head = page.partition("<head>")[2].lstrip()
        self.assertTrue(head.startswith(OFF_META), head[:200])
        self.assertNotIn("window.poswarm", page)

    def assert_on(self, page):
        self.assertNotIn('name="poswarm"', page)
        self.assertIn("window.poswarm = poswarm", page)

    def test_words_for_off(self):
        for value in ("False", "false", "0", "off", "Off", " no "):
            self.switch(value)
            self.assertFalse(self.config._poswarm_switched_on(), value)
        for value in ("True", "1", "on", "yes", False):
            self.switch(value)
            self.assertTrue(self.config._poswarm_switched_on(), value)

    def test_worker_of_odoo_comes_back_and_cleans_up(self):
        self.switch("False")
        text = self.worker()
        stock = self.file("point_of_sale/static/src/app/service_worker.js")
        lines = self.file("poswarm_offline_cache/worker/switched-off.js")
        self.assertEqual(text, f"{stock}\n{lines}")
        self.switch("True")
        self.assertEqual(self.worker(), self.file("poswarm_offline_cache/worker/service-worker.js"))

    def test_page_without_the_database(self):
        self.assert_on(self.page())
        self.switch("off")
        self.assert_off(self.page())
        self.assert_off(self.page("/poswarm/page"))

    def test_page_without_this_point_of_sale(self):
        self.config.poswarm_offline = False
        self.assert_off(self.page())
        self.assert_off(self.page("/poswarm/page"))
        # The worker is the same for all: the others stay as they are.
        self.assertEqual(self.worker(), self.file("poswarm_offline_cache/worker/service-worker.js"))

    def test_user_without_rights_gets_the_same_page(self):
        self.config.poswarm_offline = False
        self.log_in(self.plain_user)
        self.assert_off(self.url_open(f"/pos/ui/{self.config.id}").text)

    def test_manifest(self):
        self.log_in(self.pos_user)
        manifest = self.manifest().json()
        self.assertIs(manifest["offline"], True)
        self.assertIs(manifest["after_logout"], False)
        self.config.poswarm_after_logout = True
        self.assertIs(self.manifest().json()["after_logout"], True)
        self.config.poswarm_offline = False
        self.assertIs(self.manifest().json()["offline"], False)
        self.config.poswarm_offline = True
        self.switch("0")
        self.assertIs(self.manifest().json()["offline"], False)

    def settings(self, **values):
        values["pos_config_id"] = self.config.id
        settings = self.env["res.config.settings"].create(values)
        settings.execute()
        return self.env["res.config.settings"].create({"pos_config_id": self.config.id})

    def test_settings_of_a_point_of_sale(self):
        self.assertTrue(self.settings().pos_poswarm_offline)
        self.assertFalse(self.settings().pos_poswarm_after_logout)
        self.settings(pos_poswarm_offline=False, pos_poswarm_after_logout=True)
        self.assertFalse(self.config.poswarm_offline)
        self.assertTrue(self.config.poswarm_after_logout)

    def test_settings_of_the_database(self):
        self.assertTrue(self.settings().poswarm_enabled)
        self.assertFalse(get_parameter(self.env, SWITCH), "nothing has changed")
        self.assertFalse(self.settings(poswarm_enabled=False).poswarm_enabled)
        self.assertEqual(get_parameter(self.env, SWITCH), "False")
        self.assertTrue(self.settings(poswarm_enabled=True).poswarm_enabled)
        self.assertEqual(get_parameter(self.env, SWITCH), "True")

    def test_settings_show_both(self):
        view = self.env["res.config.settings"].get_view()["arch"]
        for name in ("pos_poswarm_offline", "pos_poswarm_after_logout", "poswarm_enabled"):
            self.assertIn(f'<field name="{name}"', view)
        self.assertIn("only after its next log-in", view)
