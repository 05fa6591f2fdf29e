import re

from odoo.tests import tagged
from odoo.tools import file_open

from .common import PoswarmHttpCommon


@tagged("post_install", "-at_install")
class TestFirstVisit(PoswarmHttpCommon):
    def setUp(self):
        super().setUp()
        self.config.with_user(self.pos_user).open_ui()

    def page(self, query=""):
        self.log_in(self.pos_user)
        return self.url_open(f"/pos/ui/{self.config.id}{query}").text

    def first_element(self, page):
        return re.search(r"<head>\s*(<(\w+).*?</\2>)", page, re.DOTALL).group(1)

    def test_script_is_the_first_element_of_the_head(self):
        for query in ("", "?debug=1", "?debug=assets", "?from_backend=True"):
            with self.subTest(query=query):
                self.assertIn("window.poswarm", self.first_element(self.page(query)))

    def test_script_stands_before_the_bundle_and_once(self):
        page = self.page()
        self.assertEqual(page.count("window.poswarm = poswarm"), 1)
        self.assertLess(page.index("window.poswarm = poswarm"), page.index("/web/assets/"))

    def test_script_is_the_file(self):
        with file_open("poswarm_offline_cache/worker/first-visit.js") as script:
            text = script.read()
        self.assertNotIn("</", text, "this would close the script element")
        self.assertNotIn("<!--", text, "this would open a comment")
        self.assertIn(text.strip(), self.page())

    def test_small_page(self):
        self.log_in(self.pos_user)
        sessions = self.sessions()
        response = self.url_open("/pos/poswarm")
        self.assertEqual(response.status_code, 200)
        self.assertIn('<html data-poswarm="page">', response.text)
        self.assertIn("window.poswarm", self.first_element(response.text))
        self.assertNotIn("/web/assets/", response.text)
        self.assertNotIn("pos_config_id =", response.text)
        self.assertEqual(self.sessions(), sessions)

    def test_small_page_is_for_internal_users(self):
        self.log_in(self.portal_user)
        self.assertEqual(self.url_open("/pos/poswarm").status_code, 404)
