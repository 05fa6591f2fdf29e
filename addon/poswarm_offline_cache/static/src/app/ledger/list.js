/*
 * The list of what waits on this terminal.
 *
 * Plain elements with the classes of Odoo's own dialogs: it must open on every
 * build, whatever becomes of Odoo's components.
 */
import { ask } from "../ask";
import { dropCommand, sendAgain, waitingCommands } from "./commands";
import { wordsFor } from "./command_doubts";
import { saveCopy } from "./copy";
import { decideSale } from "./own_sale";
import { problem } from "./storage";
import { _t } from "../texts";
import { waitingElsewhere, waitingEntries } from "./waiting";
import { whyRed, whyWaits } from "./words";

function element(name, classes, ...children) {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...children);
    return made;
}

function row(...cells) {
    return element("tr", "", ...cells.map((cell) => element("td", "p-2 align-top", cell)));
}

const timeOf = (time) => new Date(time).toLocaleString();

function amountOf({ total }) {
    return Number(total).toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** What the server refuses for good goes when somebody has read why, and never by itself. */
async function decide(command) {
    const choice = await ask({
        title: _t("The server refused it"),
        lines: [`${wordsFor(command)}, ${timeOf(command.time)}`, command.refused],
        choices: [
            ["keep", _t("Leave it here")],
            ["again", _t("Send it again")],
            ["remove", _t("Remove it")],
        ],
    });
    if (choice === "again") {
        await sendAgain(command);
    } else if (choice === "remove") {
        await dropCommand(command.id);
    }
    if (choice !== "keep") {
        showList();
    }
}

function withSettle(words, settle) {
    return element("div", "", words, " ", button(_t("Settle"), "btn-secondary poswarm-settle", settle));
}

function whyCommandWaits(command) {
    if (!command.refused) {
        return _t("Waits for the server.");
    }
    return withSettle(_t("The server refused it: %s", command.refused), () => decide(command));
}

async function decideOn(entry) {
    if (await decideSale(entry)) {
        showList();
    }
}

function whySaleWaits(entry) {
    if (!entry.trouble || entry.kind === "draft") {
        return whyWaits(entry);
    }
    return withSettle(whyWaits(entry), () => decideOn(entry));
}

function rows() {
    const orders = waitingEntries().map((entry) =>
        row(timeOf(entry.time), entry.reference ?? "", amountOf(entry), whySaleWaits(entry))
    );
    const commands = waitingCommands().map((command) =>
        row(timeOf(command.time), wordsFor(command), "", whyCommandWaits(command))
    );
    const others = waitingElsewhere();
    const why = _t("Of other points of sale of this terminal: open them here, and their sales are sent.");
    return [...orders, ...commands, ...(others ? [row("", String(others), "", why)] : [])];
}

function table() {
    const heads = [_t("Time"), _t("Receipt"), _t("Total"), _t("Why")].map((head) => element("th", "p-2", head));
    return element(
        "table",
        "table w-100 text-start",
        element("thead", "", element("tr", "", ...heads)),
        element("tbody", "", ...rows())
    );
}

function button(label, look, press) {
    const made = element("button", `btn btn-lg ${look}`, label);
    made.addEventListener("click", press);
    return made;
}

/** Shows the list; one at a time. */
export function showList() {
    document.querySelector(".poswarm-waiting-list")?.remove();
    const cover = element("div", "modal d-block poswarm-waiting-list");
    const red = problem();
    const body = element("main", "modal-body overflow-auto", ...(red ? [element("p", "text-danger", whyRed(red))] : []), table());
    body.style.maxHeight = "60vh";
    const footer = element(
        "footer",
        "modal-footer gap-1",
        button(_t("Close"), "btn-primary", () => cover.remove()),
        button(_t("Save a copy"), "btn-secondary", () => saveCopy())
    );
    const header = element("header", "modal-header", element("h4", "modal-title", _t("Waiting for the server")));
    cover.append(element("div", "modal-dialog modal-lg", element("div", "modal-content", header, body, footer)));
    cover.setAttribute("role", "dialog");
    cover.style.cssText = "display: block; z-index: 100000; background: rgb(0 0 0 / 50%)";
    document.body.append(cover);
}
