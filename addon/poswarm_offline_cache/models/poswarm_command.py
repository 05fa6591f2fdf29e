import json

from odoo import api, fields, models
from odoo.tools.sql import table_exists

# A terminal that comes back after more than this many days makes its commands as new ones.
KEPT_DAYS = 180


class PoswarmCommand(models.Model):
    """What terminals had the server do, by the terminal's own id, each with its answer.

    A terminal makes a command again whose answer was lost. And a browser sends a request again by
    itself when its connection ends before the answer begins, a POST too (Chromium,
    HttpNetworkTransaction::ShouldResendRequest()): a cash move was in the book twice.
    """

    _name = "poswarm.command"
    _description = "Command of a terminal"
    _log_access = False

    uuid = fields.Char(required=True)
    user_id = fields.Many2one("res.users", ondelete="set null")
    made = fields.Datetime(required=True)
    answer = fields.Text()

    _uuid_unique = models.Constraint("UNIQUE(uuid)", "This command was carried out already.")

    def _once(self, uuid, make):
        """Carries a command out, unless that was done; returns its answer.

        All is one transaction: a command that fails leaves nothing. One that is under way
        elsewhere is waited for by the insertion, which then cannot be serialized; Odoo tries
        again, and finds it done.
        """
        cr = self.env.cr
        if not table_exists(cr, self._table):
            return make()  # the addon's files are there and its database is not upgraded yet
        cr.execute(
            """INSERT INTO poswarm_command (uuid, user_id, made)
               VALUES (%s, %s, now() AT TIME ZONE 'UTC') ON CONFLICT (uuid) DO NOTHING""",
            (uuid, self.env.uid),
        )
        if not cr.rowcount:
            return self._answer(uuid)
        answer = make()
        cr.execute(
            "UPDATE poswarm_command SET answer = %s WHERE uuid = %s",
            (json.dumps(answer, default=str), uuid),
        )
        return answer

    def _answer(self, uuid):
        # Another user's terminal may go on with a command, but its answer is not for everybody.
        self.env.cr.execute(
            "SELECT answer FROM poswarm_command WHERE uuid = %s AND user_id = %s", (uuid, self.env.uid)
        )
        found = self.env.cr.fetchone()
        return json.loads(found[0]) if found and found[0] else None

    def _made(self, uuids):
        if not table_exists(self.env.cr, self._table):
            return []
        return self.sudo().search([("uuid", "in", uuids)]).mapped("uuid")

    @api.autovacuum
    def _gc_commands(self):
        self.env.cr.execute(
            "DELETE FROM poswarm_command WHERE made < now() AT TIME ZONE 'UTC' - %s * interval '1 day'",
            (KEPT_DAYS,),
        )
