from urllib.parse import quote

from odoo import models
from odoo.http import request

# Read by the worker, which then does not open the point of sale of these users offline: of all
# who have logged out on this terminal and not logged in again, the last one last.
TOMBSTONE = "poswarm_logout"
BETWEEN = "&"
ONE_YEAR = 365 * 24 * 60 * 60

# The longest name of a database, quoted, has 189 characters; a browser drops a cookie above 4096.
MOST = 20


def _tombstone_of(user):
    return f"{user}.{quote(request.env.cr.dbname, safe='')}"


def _tombstones():
    return [mark for mark in request.cookies.get(TOMBSTONE, "").split(BETWEEN) if mark]


def _set_tombstones(marks):
    # Readable by scripts: it is what the worker sees of a log-out.
    value = BETWEEN.join(marks[-MOST:])
    max_age = ONE_YEAR if marks else 0
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
            mine = _tombstone_of(user)
            _set_tombstones([mark for mark in _tombstones() if mark != mine] + [mine])

    @classmethod
    def _post_dispatch(cls, response):
        # Log-ins have many ways (form, call, second factor, other providers)
        # and one end: an answer within a session that has a user. Those of
        # others stay: who has logged out is still not to be sold for.
        user = request.session.uid
        marks = _tombstones() if user else []
        mine = _tombstone_of(user) if marks else None
        if mine in marks:
            _set_tombstones([mark for mark in marks if mark != mine])
        super()._post_dispatch(response)
