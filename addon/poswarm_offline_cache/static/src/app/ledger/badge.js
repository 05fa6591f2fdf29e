/*
 * Shows in the top bar how many sales wait, and that the ledger is in trouble.
 *
 * Odoo draws the bar anew whenever it likes, so the button is put back when it
 * is missing. Relies on: `.pos-rightheader`; without it the button hangs in the
 * corner of the page.
 */
import { definePatch } from "../patches";
import { waitingCommands } from "./commands";
import { showList } from "./list";
import { followProblem, problem } from "./storage";
import { _t } from "../texts";
import { followWaiting, waitingElsewhere, waitingEntries } from "./waiting";

/** Milliseconds in which several changes are one. */
const SOON = 50;

let button = null;
let wanted = false;
let drawn = false;

function isTrouble({ trouble }) {
    return Boolean(trouble);
}

function state() {
    const entries = waitingEntries();
    const commands = waitingCommands();
    return {
        sales: entries.filter(({ kind }) => kind === "paid").length,
        drafts: entries.filter(({ kind }) => kind === "draft").length,
        commands: commands.length,
        elsewhere: waitingElsewhere(),
        trouble: entries.filter(isTrouble).length + commands.filter(({ refused }) => refused).length,
        problem: problem(),
    };
}

function make() {
    const made = document.createElement("button");
    const icon = document.createElement("i");
    icon.className = "fa fa-fw fa-cloud-upload me-1";
    made.append(icon, document.createElement("span"));
    made.addEventListener("click", showList);
    return made;
}

function place() {
    const bar = document.querySelector(".pos-rightheader .status-buttons") ?? document.querySelector(".pos-rightheader");
    const home = bar ?? (document.querySelector(".pos") && document.body);
    button.style.cssText = bar ? "" : "position: fixed; top: 0; right: 0; z-index: 1000";
    if (home && button.parentNode !== home) {
        home.prepend(button);
    }
}

function draw() {
    drawn = false;
    const now = state();
    window.poswarm.waiting = now;
    const number = now.sales + now.drafts + now.commands + now.elsewhere;
    wanted = Boolean(number || now.problem);
    if (!wanted) {
        button?.remove();
        return;
    }
    button ??= make();
    const red = now.problem || now.trouble;
    button.className = `poswarm-waiting btn btn-lg lh-lg ${red ? "btn-danger" : "btn-light"}`;
    const text = now.problem && !number ? "!" : String(number);
    if (button.lastChild.textContent !== text) {
        button.lastChild.textContent = text;
    }
    button.title = _t("Sales that wait for the server: %s", now.sales);
    place();
}

function drawSoon() {
    if (!drawn) {
        drawn = true;
        // Not an animation frame: a tab that nobody looks at has none.
        setTimeout(draw, SOON);
    }
}

definePatch("ledger_view", (_, { safely }) => {
    if (!window.poswarm) {
        return;
    }
    const soon = safely(drawSoon);
    followWaiting(soon);
    followProblem(soon);
    new MutationObserver(() => {
        if (wanted && !button.isConnected) {
            soon();
        }
    }).observe(document.documentElement, { childList: true, subtree: true });
});
