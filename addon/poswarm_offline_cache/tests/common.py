from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon
from odoo.tests import new_test_user


class PoswarmHttpCommon(TestPointOfSaleHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config = cls.main_pos_config
        cls.plain_user = new_test_user(cls.env, "poswarm_plain", groups="base.group_user")
        cls.portal_user = new_test_user(cls.env, "poswarm_portal", groups="base.group_portal")

    def log_in(self, user):
        # The login is the password, for these users and for the point of sale's own.
        self.authenticate(user.login, user.login)

    def sessions(self):
        return self.env["pos.session"].search_count([])

    def manifest(self, config=None):
        return self.url_open(f"/poswarm/manifest/{(config or self.config).id}")
