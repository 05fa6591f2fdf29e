from odoo import fields, models

from . import manifest_statics
from .parameters import get_parameter

SCHEMA = 1
# In milliseconds, each a system parameter poswarm_offline_cache.deadline_<name>.
DEADLINES = {"page": 3000, "call": 5000, "ping": 4000}


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _poswarm_manifest(self, dark=False):
        """What one terminal must hold to open this point of sale offline.

        Only reads. `dark` chooses the bundle as the page's cookie does.
        """
        self.ensure_one()
        user = self.env.user
        lang = self.env["res.users"].context_get().get("lang") or "en_US"
        config = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=lang
        )
        session = config.current_session_id
        languages = config._poswarm_languages(lang)
        return {
            "schema": SCHEMA,
            "addon": manifest_statics.addon_version(),
            "database": self.env.cr.dbname,
            "user": user.id,
            "config": {"id": config.id, "name": config.name},
            "company": config.company_id.id,
            "pos_session": session.id or None,
            "pos_session_state": session.state or None,
            "data_version": fields.Datetime.to_string(config.last_data_change),
            "lang": lang,
            "languages": languages,
            "assets": config._poswarm_assets(dark),
            "extras": config._poswarm_extras(),
            "images": config._poswarm_images(),
            "translations": [
                {"lang": code, "url": f"/web/webclient/translations?hash=&lang={code}"}
                for code in languages
            ],
            "offline": config._poswarm_is_on(),
            "after_logout": config.poswarm_after_logout,
            "deadlines": config._poswarm_deadlines(),
        }

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
        return [own, *sorted(installed.intersection(users.mapped("lang")) - {own})]

    def _poswarm_assets(self, dark):
        bundle = "point_of_sale.assets_prod_dark" if dark else "point_of_sale.assets_prod"
        # Never the debug bundle, whose addresses name files that change.
        return self.env["ir.qweb"]._get_asset_links(bundle, debug=False)

    def _poswarm_extras(self):
        """Addresses that the page asks for besides its bundle and its records' images."""
        company = self.company_id.id
        return manifest_statics.existing() + [
            f"/web/image/res.company/{company}/logo/256x256",
            f"/web/image?model=res.company&id={company}&field=logo",
            f"/web/image/res.users/{self.env.uid}/avatar_128",
        ]

    def _poswarm_images(self):
        """Record images, in the very form in which the page asks for them."""
        return [
            *self._poswarm_product_images(),
            *self._poswarm_category_images(),
            *self._poswarm_payment_method_images(),
            *self._poswarm_attribute_images(),
            *self._poswarm_employee_images(),
        ]

    def _poswarm_products(self):
        """The products that the page loads: those on sale, and those that these bring along."""
        Template = self.env["product.template"]
        products = Template.search_fetch(
            Template._load_pos_data_domain({}, self),
            ["write_date", "pos_optional_product_ids", "combo_ids"],
        )
        products |= (self._get_special_products() | self.tip_product_id).product_tmpl_id
        products |= self._poswarm_combo_choices(products).product_tmpl_id
        products |= self._poswarm_loyalty_products().product_tmpl_id
        products |= products.pos_optional_product_ids
        return products._filtered_access("read")

    def _poswarm_combo_choices(self, products):
        return products.combo_ids.combo_item_ids.product_id

    def _poswarm_loyalty_products(self):
        """Gift cards, rewards and what earns them, where the addon for them is installed."""
        if not hasattr(self, "_get_program_ids"):
            return self.env["product.product"]
        programs = self._get_program_ids()
        rewards = programs.reward_ids
        return (
            programs.trigger_product_ids
            | rewards.discount_line_product_id
            | rewards.reward_product_id
            | rewards.reward_product_ids
        )

    def _poswarm_product_images(self):
        if not self.show_product_images:
            return []
        products = self._poswarm_products()
        choices = self._poswarm_combo_choices(products)._filtered_access("read")
        # Also those without a picture: the page asks for them all the same and
        # gets the product's own placeholder (product_template.js, getImageUrl).
        # Of variants it shows only those to choose from in a combo.
        return [
            f"/web/image?model={record._name}&field=image_128&id={record.id}"
            f"&unique={record.write_date:%Y-%m-%dT%H:%M:%S}.000+00:00"
            for records in (products, choices)
            for record in records
        ]

    def _poswarm_holders(self, model, ids, field="image_128"):
        """Those of the records that have the image, found without reading any image."""
        return self.env[model].search([("id", "in", ids), (field, "!=", False)])

    def _poswarm_category_images(self):
        if not self.show_category_images:
            return []
        Category = self.env["pos.category"]
        shown = Category.search(Category._load_pos_data_domain({}, self))
        return [
            f"/web/image?model=pos.category&field=image_128&id={category.id}"
            for category in self._poswarm_holders("pos.category", shown.ids)
        ]

    def _poswarm_payment_method_images(self):
        methods = self._poswarm_holders("pos.payment.method", self.payment_method_ids.ids, "image")
        return [f"/web/image/pos.payment.method/{method.id}/image" for method in methods]

    def _poswarm_attribute_images(self):
        lines = self._poswarm_products().attribute_line_ids
        values = self._poswarm_holders(
            "product.template.attribute.value", lines.product_template_value_ids.ids, "image"
        )
        return [f"/web/image/product.template.attribute.value/{value.id}/image" for value in values]

    def _poswarm_employee_images(self):
        """The cashiers of "Log in with Employees", where that addon is installed and on."""
        # The box is there without the addon as well.
        if "basic_employee_ids" not in self._fields or not self.module_pos_hr:
            return []
        Employee = self.env["hr.employee"]
        employees = Employee.search(Employee._load_pos_data_domain({}, self))
        return [f"/web/image/hr.employee.public/{employee.id}/avatar_128" for employee in employees]

    def _poswarm_deadlines(self):
        asked = {
            name: get_parameter(self.env, f"poswarm_offline_cache.deadline_{name}")
            for name in DEADLINES
        }
        # A mistyped parameter must not take the manifest from every till.
        return {
            name: int(asked[name]) if asked[name].isdecimal() else default
            for name, default in DEADLINES.items()
        }
