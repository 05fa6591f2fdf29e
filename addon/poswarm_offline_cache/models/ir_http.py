from urllib.parse import quote

from odoo import models
from odoo.http import request

# Read by the worker, which then does not open this user's point of sale offline.
TOMBSTONE = "poswarm_logout"
ONE_YEAR = 365 * 24 * 60 * 60


def _tombstone_of(user):
    return f"{user}.{quote(request.env.cr.dbname, safe='')}"


def _set_tombstone(value, max_age):
    # Readable by scripts: it is what the worker sees of a log-out.
    request.future_response.set_cookie(TOMBSTONE, value, max_age=max_age, samesite="Lax")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        # Not earlier: while it authenticates a request, Odoo logs out whose
        # login has expired, and nobody asked for that.
        request.poswarm_user = request.session.uid

    @classmethod
    def _post_logout(cls):
        # All log-outs come through here: the menu's, the portal's, the
        # attendance kiosk's, and a revoked device's.
        super()._post_logout()
        user = getattr(request, "poswarm_user", None)
        if user:
            _set_tombstone(_tombstone_of(user), ONE_YEAR)

    @classmethod
    def _post_dispatch(cls, response):
        # Log-ins have many ways (form, call, second factor, other providers)
        # and one end: an answer within a session that has a user. Another
        # user's stays: who has logged out is still not to be sold for.
        user = request.session.uid
        if user and request.cookies.get(TOMBSTONE) == _tombstone_of(user):
            _set_tombstone("", 0)
        super()._post_dispatch(response)
