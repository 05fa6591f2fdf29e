from odoo.tests import tagged

from .common import PoswarmHttpCommon

# Only the page knows when it is up; the test browser asks it until it says so.
UP = "Boolean(window.poswarm && window.poswarm.up)"
CHECK = """
if (!navigator.serviceWorker.controller) { throw new Error("no worker in control"); }
if (!window.poswarm.firstVisit) { throw new Error("this was to be the first visit"); }
if (!window.poswarm.up.committed) { throw new Error(JSON.stringify(window.poswarm.up)); }
console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestFirstVisitInBrowser(PoswarmHttpCommon):
    def test_one_visit_is_enough(self):
        self.config.with_user(self.pos_user).open_ui()
        self.browser_js(f"/pos/ui/{self.config.id}", CHECK, ready=UP, login="pos_user")
