import logging

from odoo import fields, models
from odoo.modules import get_manifest

from .parameters import get_parameter

_logger = logging.getLogger(__name__)

SCHEMA = 1
# In milliseconds, each a system parameter poswarm_offline_cache.deadline_<name>.
DEADLINES = {"page": 3000, "call": 5000, "ping": 4000}
# Days of a terminal's use after which it forgets the snapshots of users whom it does not see any
# more: the system parameter poswarm_offline_cache.keep_days.
KEEP_DAYS = 90


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _poswarm_manifest(self, dark=False):
        """What the server knows of what a terminal must hold to open this point of sale offline.

        The pictures and files that the page asks for the page itself names to the worker.
        Only reads. `dark` chooses the bundle as the page's cookie does. A part that fails is left
        out alone and named: one of them must not take the manifest from every terminal.
        """
        self.ensure_one()
        lang = self.env["res.users"].context_get().get("lang") or "en_US"
        config = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=lang
        )
        manifest = {
            "schema": SCHEMA,
            "database": self.env.cr.dbname,
            "user": self.env.uid,
            "config": {"id": config.id, "name": config.name},
            "company": config.company_id.id,
            "lang": lang,
            "offline": config._poswarm_is_on(),
            "after_logout": config.poswarm_after_logout,
            "failed": [],
        }
        parts = {
            "addon": config._poswarm_version,
            "session": config._poswarm_session,
            "data_version": config._poswarm_data_version,
            "languages": lambda: config._poswarm_languages(lang),
            "assets": lambda: {"assets": config._poswarm_assets(dark)},
            "deadlines": config._poswarm_deadlines,
            "keep_days": config._poswarm_keep_days,
        }
        for name, part in parts.items():
            try:
                # What fails in the database would fail all that follows it.
                with self.env.cr.savepoint(flush=False):
                    manifest.update(part())
            except Exception as error:
                _logger.exception("the part %s of the manifest of %s failed", name, config.name)
                manifest["failed"].append({"part": name, "error": f"{type(error).__name__}: {error}"})
        return manifest

    def _poswarm_version(self):
        return {"addon": get_manifest("poswarm_offline_cache")["version"]}

    def _poswarm_session(self):
        session = self.current_session_id
        return {"pos_session": session.id or None, "pos_session_state": session.state or None}

    def _poswarm_data_version(self):
        return {"data_version": fields.Datetime.to_string(self.last_data_change)}

    def _poswarm_languages(self, own):
        """The languages of all who may open this point of sale, the user's own first."""
        group = self.env.ref("point_of_sale.group_pos_user")
        users = self.env["res.users"].sudo().search(
            [
                ("share", "=", False),
                ("all_group_ids", "in", group.ids),
                ("company_ids", "in", self.company_id.ids),
            ]
        )
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        languages = [own, *sorted(installed.intersection(users.mapped("lang")) - {own})]
        return {
            "languages": languages,
            "translations": [
                {"lang": code, "url": f"/web/webclient/translations?hash=&lang={code}"}
                for code in languages
            ],
        }

    def _poswarm_assets(self, dark):
        bundle = "point_of_sale.assets_prod_dark" if dark else "point_of_sale.assets_prod"
        # Never the debug bundle, whose addresses name files that change.
        return self.env["ir.qweb"]._get_asset_links(bundle, debug=False)

    def _poswarm_deadlines(self):
        return {
            "deadlines": {
                name: self._poswarm_number(f"deadline_{name}", default)
                for name, default in DEADLINES.items()
            }
        }

    def _poswarm_keep_days(self):
        return {"keep_days": self._poswarm_number("keep_days", KEEP_DAYS)}

    def _poswarm_number(self, name, default):
        # A mistyped parameter must not take the others' values.
        asked = get_parameter(self.env, f"poswarm_offline_cache.{name}")
        return int(asked) if asked.isdecimal() and int(asked) else default
