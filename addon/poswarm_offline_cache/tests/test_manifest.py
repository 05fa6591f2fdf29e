from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.parameters import set_parameter
from .common import PoswarmHttpCommon


@tagged("post_install", "-at_install")
class TestManifest(PoswarmHttpCommon):
    def read_manifest(self, user=None):
        self.log_in(user or self.pos_user)
        response = self.manifest()
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()

    def assert_refused(self, response, status, code):
        self.assertEqual(response.status_code, status)
        self.assertEqual(response.json()["error"]["code"], code)
        self.assertTrue(response.json()["error"]["message"])

    def test_head(self):
        manifest = self.read_manifest()
        self.assertEqual(manifest["schema"], 1)
        self.assertRegex(manifest["addon"], r"^[\w~]+\.\d+\.\d+\.\d+\.\d+$")
        self.assertEqual(manifest["database"], self.env.cr.dbname)
        self.assertEqual(manifest["user"], self.pos_user.id)
        self.assertEqual(manifest["config"], {"id": self.config.id, "name": self.config.name})
        self.assertEqual(manifest["company"], self.config.company_id.id)
        self.assertEqual(manifest["lang"], "en_US")
        self.assertEqual(manifest["languages"], ["en_US"])
        self.assertEqual(
            manifest["translations"],
            [{"lang": "en_US", "url": "/web/webclient/translations?hash=&lang=en_US"}],
        )
        self.assertEqual(manifest["deadlines"], {"page": 3000, "call": 5000, "ping": 4000})
        self.assertEqual(manifest["keep_days"], 90)

    def test_languages_of_all_who_may_open_it(self):
        for code in ("fr_FR", "de_DE", "es_ES"):
            self.env["res.lang"]._activate_lang(code)
        groups = "base.group_user,point_of_sale.group_pos_user"
        self.pos_user.lang = "fr_FR"
        for login, lang, group in (
            ("poswarm_german", "de_DE", groups),
            ("poswarm_spanish", "es_ES", "base.group_user"),
        ):
            new_test_user(self.env, login, groups=group, lang=lang)
        manifest = self.read_manifest()
        self.assertEqual(manifest["lang"], "fr_FR")
        languages = manifest["languages"]
        self.assertEqual(languages[0], "fr_FR")
        self.assertIn("de_DE", languages)
        self.assertNotIn("es_ES", languages)
        self.assertEqual([entry["lang"] for entry in manifest["translations"]], languages)

    def test_data_version_is_the_one_of_the_page(self):
        manifest = self.read_manifest()
        self.assertEqual(
            manifest["data_version"], self.config.last_data_change.strftime("%Y-%m-%d %H:%M:%S")
        )

    def test_keep_days_is_a_system_parameter(self):
        for text, days in (("365", 365), ("a year", 90), ("-1", 90), ("0", 90)):
            set_parameter(self.env, "poswarm_offline_cache.keep_days", text)
            self.assertEqual(self.read_manifest()["keep_days"], days, text)

    def test_deadline_is_a_system_parameter(self):
        set_parameter(self.env, "poswarm_offline_cache.deadline_page", "7000")
        self.assertEqual(self.read_manifest()["deadlines"]["page"], 7000)

    def test_pos_session(self):
        self.assertIsNone(self.read_manifest()["pos_session"])
        self.config.with_user(self.pos_user).open_ui()
        manifest = self.read_manifest()
        self.assertEqual(manifest["pos_session"], self.config.current_session_id.id)
        self.assertEqual(manifest["pos_session_state"], "opening_control")

    def test_opens_no_session_and_writes_nothing(self):
        self.log_in(self.pos_user)
        before = self.sessions()
        # The tests' read-only cursor makes a write a warning and a second try,
        # and a warning fails a test.
        with self.assertNoLogs("odoo.http", level="WARNING"):
            self.assertEqual(self.manifest().status_code, 200)
        self.assertEqual(self.sessions(), before)
        self.assertFalse(self.config.has_active_session)

    def test_is_not_kept_by_the_browser(self):
        self.log_in(self.pos_user)
        self.assertEqual(self.manifest().headers["Cache-Control"], "no-store")

    def test_assets_are_those_of_the_page(self):
        self.config.with_user(self.pos_user).open_ui()
        for scheme in ("light", "dark"):
            self.log_in(self.pos_user)
            self.opener.cookies["pos_color_scheme"] = scheme
            page = self.url_open(f"/pos/ui/{self.config.id}").text
            assets = self.manifest().json()["assets"]
            self.assertEqual(len(assets), 2)
            for url in assets:
                self.assertIn(f'"{url}"', page)
                self.assertEqual("_dark" in url, scheme == "dark")

    def test_every_address_answers(self):
        for url in self.read_manifest()["assets"]:
            with self.subTest(url=url):
                self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 200)

    def test_nothing_failed(self):
        self.assertEqual(self.read_manifest()["failed"], [])

    def test_a_part_that_fails_is_left_out_alone(self):
        def broken(config):
            config.env.cr.execute("SELECT no_such_column FROM pos_config")

        whole = self.read_manifest()
        model = self.env.registry["pos.config"]
        with (
            patch.object(model, "_poswarm_session", broken),
            mute_logger("odoo.sql_db", "odoo.addons.poswarm_offline_cache.models.pos_config"),
        ):
            manifest = self.read_manifest()
        [failed] = manifest["failed"]
        self.assertEqual(failed["part"], "session")
        self.assertIn("no_such_column", failed["error"])
        without = set(whole) - {"pos_session", "pos_session_state"}
        self.assertEqual(set(manifest), without)
        self.assertEqual(manifest["languages"], whole["languages"])

    def test_portal_user_is_refused(self):
        self.log_in(self.portal_user)
        self.assert_refused(self.manifest(), 403, "no-pos-rights")

    def test_internal_user_without_pos_rights_is_refused(self):
        self.log_in(self.plain_user)
        self.assert_refused(self.manifest(), 403, "no-pos-rights")

    def test_without_login_it_is_the_login_page(self):
        response = self.url_open(f"/poswarm/manifest/{self.config.id}", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_unknown_config(self):
        self.log_in(self.pos_user)
        missing = self.env["pos.config"].search([], order="id desc", limit=1).id + 1
        self.assert_refused(self.url_open(f"/poswarm/manifest/{missing}"), 404, "unknown-config")

    def test_other_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other shop"})
        stranger = new_test_user(
            self.env,
            "poswarm_stranger",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.log_in(stranger)
        self.assert_refused(self.manifest(), 403, "no-access")
