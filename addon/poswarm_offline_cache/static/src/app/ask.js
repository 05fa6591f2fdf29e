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
                cover.remove();
                resolve(name);
            });
            return button;
        });
        const content = element(
            "div",
            "modal-content",
            element("header", "modal-header", element("h4", "modal-title", title)),
            element("main", "modal-body", ...paragraphs(lines)),
            element("footer", "modal-footer gap-1", ...buttons)
        );
        const cover = element("div", "modal d-block poswarm-question", element("div", "modal-dialog", content));
        cover.setAttribute("role", "dialog");
        // Over the loader, which lies over everything, and the screen stays shut.
        cover.style.cssText = "display: block; z-index: 100000; background: rgb(0 0 0 / 50%)";
        document.body.append(cover);
        buttons[0].focus();
    });
}
