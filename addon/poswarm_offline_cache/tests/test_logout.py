import re
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import HOST

from .common import PoswarmHttpCommon

COOKIE = "poswarm_logout"
ONE_YEAR = 365 * 24 * 60 * 60
MFA = "odoo.addons.base.models.res_users.ResUsersPatchedInTest._mfa_url"


@tagged("post_install", "-at_install")
class TestLogout(PoswarmHttpCommon):
    def tombstone(self):
        return self.opener.cookies.get(COOKIE)

    def mark_of(self, user):
        return f"{user.id}.{self.env.cr.dbname}"

    def assert_away(self, *users):
        self.assertEqual(self.tombstone(), "&".join(map(self.mark_of, users)))

    def get(self, path):
        return self.url_open(path, allow_redirects=False)

    def call(self, path, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(path, json=body).json()

    def call_to_log_in(self, user):
        """Unlike log_in it keeps the cookies."""
        params = {"db": self.env.cr.dbname, "login": user.login, "password": user.login}
        return self.call("/web/session/authenticate", **params)

    def hold(self, tombstones):
        self.opener.cookies.set(COOKIE, tombstones, domain=HOST)

    def log_out(self, path="/web/session/logout"):
        self.log_in(self.pos_user)
        response = self.get(path)
        self.assertEqual(response.status_code, 303)
        self.assert_away(self.pos_user)
        return response

    def submit(self, password):
        """Logs in as a person does, by the form."""
        page = self.url_open("/web/login").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        data = {"login": "pos_user", "password": password, "csrf_token": token}
        return self.url_open("/web/login", data=data, allow_redirects=False)

    def test_log_out_leaves_a_tombstone(self):
        cookie = next(
            value
            for value in self.log_out().raw.headers.getlist("Set-Cookie")
            if value.startswith(COOKIE)
        )
        self.assertIn(f"Max-Age={ONE_YEAR}", cookie)
        self.assertIn("Path=/", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertNotIn("HttpOnly", cookie)

    def test_log_out_by_call(self):
        self.log_in(self.pos_user)
        self.call("/web/session/destroy")
        self.assert_away(self.pos_user)

    def test_log_out_with_another_aim(self):
        self.log_out("/web/session/logout?redirect=/")

    def test_odd_name_of_a_database(self):
        self.log_in(self.pos_user)
        with patch("odoo.addons.poswarm_offline_cache.models.ir_http.quote", return_value="%C3%A4%2E"):
            self.get("/web/session/logout")
        self.assertEqual(self.tombstone(), f"{self.pos_user.id}.%C3%A4%2E")

    def test_log_out_of_nobody(self):
        self.authenticate(None, None)
        self.get("/web/session/logout")
        self.assertIsNone(self.tombstone())

    def test_expired_login_is_no_log_out(self):
        self.log_in(self.pos_user)
        # A changed password makes every session of the user invalid.
        self.pos_user.password = "another one"
        response = self.get("/pos/service-worker.js")
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertIsNone(self.tombstone())

    def test_visits_after_a_log_out_keep_the_tombstone(self):
        self.log_out()
        for path in ("/odoo", "/web/login", f"/pos/ui/{self.config.id}", "/web/health"):
            self.get(path)
            self.assert_away(self.pos_user)

    def test_refused_login_keeps_the_tombstone(self):
        self.log_out()
        self.assertEqual(self.submit("wrong").status_code, 200)
        self.assert_away(self.pos_user)

    def test_login_by_form(self):
        self.log_out()
        self.assertEqual(self.submit("pos_user").status_code, 303)
        self.assertIsNone(self.tombstone())

    def test_login_by_call(self):
        self.log_out()
        reply = self.call_to_log_in(self.pos_user)
        self.assertEqual(reply["result"]["uid"], self.pos_user.id)
        self.assertIsNone(self.tombstone())

    def test_login_of_another_user(self):
        self.log_out()
        self.call_to_log_in(self.plain_user)
        # Nobody has opened the point of sale since, so it is still that of
        # the user who has logged out.
        self.assert_away(self.pos_user)

    def test_everybody_who_has_logged_out_is_away(self):
        for user in (self.pos_user, self.plain_user, self.pos_user):
            self.call_to_log_in(user)
            self.get("/web/session/logout")
        self.assert_away(self.plain_user, self.pos_user)
        self.call_to_log_in(self.plain_user)
        self.assert_away(self.pos_user)

    def test_the_same_user_of_another_database_stays_away(self):
        elsewhere = f"{self.pos_user.id}.elsewhere"
        self.hold(f"{elsewhere}&{self.mark_of(self.pos_user)}")
        self.call_to_log_in(self.pos_user)
        self.assertEqual(self.tombstone(), elsewhere)

    def test_no_browser_drops_the_tombstones_for_their_length(self):
        self.call_to_log_in(self.pos_user)
        self.hold("&".join(f"{user}.{'%C3' * 63}" for user in range(10**6, 10**6 + 20)))
        self.get("/web/session/logout")
        marks = self.tombstone().split("&")
        self.assertEqual((len(marks), marks[-1]), (20, self.mark_of(self.pos_user)))
        self.assertLess(len(COOKIE) + 1 + len(self.tombstone()), 4096)

    def test_second_factor_is_part_of_the_login(self):
        self.log_out()
        with patch(MFA, return_value="/web/login/totp"):
            self.assertEqual(self.submit("pos_user").status_code, 303)
        self.assert_away(self.pos_user)

    def test_login_before_this_visit(self):
        # However the login came about, the next answer finds it.
        self.log_in(self.pos_user)
        self.opener.cookies[COOKIE] = self.mark_of(self.pos_user)
        cookies = self.get(f"/poswarm/manifest/{self.config.id}").raw.headers.getlist("Set-Cookie")
        self.assertTrue([value for value in cookies if value.startswith(f"{COOKIE}=; ")])
