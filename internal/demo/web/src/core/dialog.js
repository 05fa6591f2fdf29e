import { h } from "./dom.js";

/** The dialogs of the page, newest on top. */
export class DialogService {
    constructor() {
        this.open = new Set();
        this.host = null;
        this.early = [];
    }

    /** Dialogs stand in the POS's frame: none is seen before that, or without it. */
    attach(host) {
        this.host = host;
        this.host.append(...this.early);
    }

    /**
     * Shows a dialog and gives the function that closes it.
     *
     * @param {{title: string, body: (Node|string)[], buttons: {label: string, class: string, run?: (close: () => void) => any}[]}} content
     */
    add({ title, body, buttons }) {
        const close = () => {
            overlay.remove();
            this.early = this.early.filter((other) => other !== overlay);
            this.open.delete(close);
            document.body.classList.toggle("modal-open", this.open.size > 0);
        };
        const footer = buttons.map((button) =>
            h(
                "button",
                {
                    class: `button btn btn-lg ${button.class}`,
                    onclick: () => (button.run ? button.run(close) : close()),
                },
                button.label
            )
        );
        const overlay = h(
            "div.modal.o_technical_modal",
            { role: "dialog" },
            h(
                "div.modal-dialog",
                {},
                h(
                    "div.modal-content",
                    {},
                    h("header.modal-header", {}, h("h4.modal-title", {}, title)),
                    h("main.modal-body", {}, ...body),
                    h("footer.modal-footer", {}, ...footer)
                )
            )
        );
        if (this.host) {
            this.host.append(overlay);
        } else {
            this.early.push(overlay);
        }
        this.open.add(close);
        document.body.classList.add("modal-open");
        return close;
    }

    alert(title, text, confirm = "Ok") {
        return this.add({ title, body: [h("p", {}, text)], buttons: [{ label: confirm, class: "btn-primary" }] });
    }

    closeAll() {
        for (const close of [...this.open]) {
            close();
        }
    }
}

/** Covers the screen while something must not be disturbed. */
export class BlockService {
    constructor() {
        this.depth = 0;
    }

    block() {
        if (this.depth++ === 0) {
            this.cover = h("div.o_blockUI", {}, h("img", { src: "/web/static/img/spin.svg", alt: "Loading..." }));
            document.body.append(this.cover);
        }
    }

    unblock() {
        if (--this.depth === 0) {
            this.cover.remove();
        }
    }
}
