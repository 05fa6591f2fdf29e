from io import BytesIO

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open
from odoo.tools.translate import trans_export


@tagged("post_install", "-at_install")
class TestTemplate(TransactionCase):
    def terms(self, text):
        return {entry.msgid for entry in polib.pofile(text)}

    def test_template_holds_all_terms_and_no_others(self):
        current = BytesIO()
        trans_export(False, ["poswarm_offline_cache"], current, "po", self.env)
        with file_open("poswarm_offline_cache/i18n/poswarm_offline_cache.pot") as template:
            shipped = self.terms(template.read())
        self.assertEqual(shipped, self.terms(current.getvalue().decode()))
