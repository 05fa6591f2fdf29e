import re

from odoo.tests import tagged

from .common import PoswarmHttpCommon

# What differs between two renderings of the same page.
VOLATILE = re.compile(r'("csrf_token": "[^"]+"|access_token=[^"\\]+|"\w*access_token": "[^"]+")')


@tagged("post_install", "-at_install")
class TestPageCopy(PoswarmHttpCommon):
    def copy(self, config_id=None):
        return self.url_open(f"/poswarm/page/{config_id or self.config.id}", allow_redirects=False)

    def open_session(self):
        self.config.with_user(self.pos_user).open_ui()

    def assert_refused(self, response, status, code):
        self.assertEqual(response.status_code, status)
        self.assertEqual(response.json()["error"]["code"], code)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_is_the_page(self):
        self.open_session()
        self.log_in(self.pos_user)
        copy = self.copy()
        page = self.url_open(f"/pos/ui/{self.config.id}")
        self.assertEqual(copy.status_code, 200)
        self.assertEqual(copy.headers["Content-Type"], page.headers["Content-Type"])
        self.assertEqual(copy.headers["Cache-Control"], "no-store")
        self.assertEqual(VOLATILE.sub("", copy.text), VOLATILE.sub("", page.text))
        self.assertIn(f'"pos_session_id": {self.config.current_session_id.id}', copy.text)

    def test_only_reads(self):
        self.open_session()
        self.log_in(self.pos_user)
        with self.assertNoLogs("odoo.http", level="WARNING"):
            self.assertEqual(self.copy().status_code, 200)

    def test_session_of_another_user(self):
        self.config.with_user(self.pos_admin).open_ui()
        self.log_in(self.pos_user)
        self.assertEqual(self.copy().status_code, 200)

    def test_opens_no_session(self):
        self.log_in(self.pos_user)
        before = self.sessions()
        self.assert_refused(self.copy(), 409, "no-open-session")
        self.assertEqual(self.sessions(), before)

    def test_session_that_is_being_closed(self):
        self.open_session()
        self.config.current_session_id.state = "closing_control"
        self.log_in(self.pos_user)
        self.assert_refused(self.copy(), 409, "no-open-session")

    def test_rescue_session(self):
        self.open_session()
        self.config.current_session_id.rescue = True
        self.log_in(self.pos_user)
        before = self.sessions()
        self.assert_refused(self.copy(), 409, "no-open-session")
        self.assertEqual(self.sessions(), before)

    def test_archived_point_of_sale(self):
        self.open_session()
        self.env.cr.execute("UPDATE pos_config SET active = false WHERE id = %s", [self.config.id])
        self.env.invalidate_all()
        self.log_in(self.pos_user)
        self.assert_refused(self.copy(), 404, "unknown-config")

    def test_refusals(self):
        self.open_session()
        for user in (self.portal_user, self.plain_user):
            self.log_in(user)
            self.assert_refused(self.copy(), 403, "no-pos-rights")
        self.log_in(self.pos_user)
        missing = self.env["pos.config"].search([], order="id desc", limit=1).id + 1
        self.assert_refused(self.copy(missing), 404, "unknown-config")

    def test_without_login_it_is_the_login_page(self):
        response = self.copy()
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])
