from odoo.tests import tagged

from .common import PoswarmHttpCommon

# What the page says of a cash move, for its printed slip.
EXTRAS = {"formattedAmount": "7.00", "translatedType": "in"}


@tagged("post_install", "-at_install")
class TestCommands(PoswarmHttpCommon):
    def setUp(self):
        super().setUp()
        # A 19.0 of February 2026 asks who moves cash for the right to journal entries.
        self.pos_admin.group_ids += self.env.ref("account.group_account_invoice")
        self.config.with_user(self.pos_admin).open_ui()
        self.register = self.config.current_session_id
        self.log_in(self.pos_admin)

    def call(self, method, args, name=None):
        kwargs = {"context": {"poswarm_command": name}} if name else {}
        params = {"model": "pos.session", "method": method, "args": args, "kwargs": kwargs}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/pos.session/{method}", params)

    def move(self, reason, name=None):
        return self.call("try_cash_in_out", [[self.register.id], "in", 7.0, reason, False, EXTRAS], name)

    def book(self, reason):
        self.env.invalidate_all()
        moves = self.call("get_cash_in_out_list", [self.register.id])
        return len([move for move in moves if move["name"].endswith(reason)])

    def test_a_command_of_one_name_is_made_once(self):
        self.move("float", "one")
        self.move("float", "one")
        self.assertEqual(self.book("float"), 1)
        self.move("float", "two")
        self.assertEqual(self.book("float"), 2)
        self.assertEqual(sorted(self.call("poswarm_made", [["one", "two", "three"]])), ["one", "two"])

    def test_without_a_name_all_is_as_ever(self):
        self.move("coins")
        self.move("coins")
        self.assertEqual(self.book("coins"), 2)

    def test_the_answer_is_given_again_to_the_same_user_only(self):
        first = self.call("get_cash_in_out_list", [self.register.id], "asked")
        self.move("later")
        self.assertEqual(self.call("get_cash_in_out_list", [self.register.id], "asked"), first)
        self.log_in(self.pos_user)
        self.assertIsNone(self.call("get_cash_in_out_list", [self.register.id], "asked"))

    def test_a_command_that_fails_leaves_nothing(self):
        with self.assertRaises(Exception):
            self.call("no_such_method", [[self.register.id]], "fails")
        self.assertEqual(self.call("poswarm_made", [["fails"]]), [])
        self.move("after", "fails")
        self.assertEqual(self.book("after"), 1)

    def test_old_names_go(self):
        self.move("float", "old")
        self.env.cr.execute("UPDATE poswarm_command SET made = made - interval '181 days' WHERE uuid = 'old'")
        self.env["poswarm.command"]._gc_commands()
        self.assertEqual(self.env["poswarm.command"]._made(["old"]), [])
