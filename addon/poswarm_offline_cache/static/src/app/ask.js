/*
 * Asks the cashier a question in front of whatever the page shows.
 *
 * Odoo's dialogs need a point of sale that came up; these questions are asked
 * also over the box of one that did not. The classes are those of Odoo's own
 * dialogs, so it looks like one.
 */

function element(name, classes, ...children) {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...children);
    return made;
}

/** A box over whatever the page shows. */
function cover(name, ...content) {
    const made = element("div", `modal d-block ${name}`, element("div", "modal-dialog", element("div", "modal-content", ...content)));
    made.setAttribute("role", "dialog");
    // Over the loader, which lies over everything, and the screen stays shut.
    made.style.cssText = "display: block; z-index: 100000; background: rgb(0 0 0 / 50%)";
    document.body.append(made);
    return made;
}

function paragraphs(lines) {
    return lines.map((line) => element("p", "", line));
}

/**
 * Resolves with the name of the choice that was pressed. The first choice is
 * the safe one: it has the focus.
 *
 * @param {{title: string, lines: string[], choices: [string, string][]}} question
 *     each choice is a name and its label
 * @returns {Promise<string>}
 */
export function ask({ title, lines, choices }) {
    return new Promise((resolve) => {
        const buttons = choices.map(([name, label], at) => {
            const look = at ? "btn btn-lg btn-secondary" : "btn btn-lg btn-primary";
            const button = element("button", look, label);
            button.dataset.poswarmChoice = name;
            button.addEventListener("click", () => {
                box.remove();
                resolve(name);
            });
            return button;
        });
        const box = cover(
            "poswarm-question",
            element("header", "modal-header", element("h4", "modal-title", title)),
            element("main", "modal-body", ...paragraphs(lines)),
            element("footer", "modal-footer gap-1", ...buttons)
        );
        buttons[0].focus();
    });
}

/** Milliseconds after which a page that was to go is still here, and is used again. */
const LEAVING = 20000;

/**
 * Takes neither touch nor key from now on, for this page makes way: what begins on it would
 * end with it.
 *
 * @param {string} text why
 */
export function showLeaving(text) {
    const box = cover("poswarm-leaving", element("main", "modal-body", ...paragraphs([text])));
    const swallow = (event) => {
        event.stopImmediatePropagation();
        event.preventDefault();
    };
    // A scanner types; Odoo listens at the window's body.
    const keys = ["keydown", "keypress", "keyup"];
    keys.forEach((key) => window.addEventListener(key, swallow, true));
    setTimeout(() => {
        box.remove();
        keys.forEach((key) => window.removeEventListener(key, swallow, true));
    }, LEAVING);
}
