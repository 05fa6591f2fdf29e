import { h } from "../core/dom.js";
import { openOpeningControl } from "./opening_control_popup.js";

/** The plan of a restaurant: a table with an open order is occupied. */
export class FloorScreen {
    constructor(pos) {
        this.pos = pos;
        this.map = h("div.floor-map");
        this.element = h("div.floor-screen.screen", {}, this.map);
        pos.unsetTable();
        if (pos.session.state === "opening_control") {
            openOpeningControl(pos);
        }
    }

    render() {
        this.map.replaceChildren(...this.pos.models["restaurant.table"].map((table) => this.table(table)));
    }

    table(table) {
        const occupied = this.pos.getTableOrders(table).length ? " occupied" : "";
        return h(
            "div",
            { class: `floor-table table tableId-${table.id}${occupied}`, onclick: () => this.pos.setTable(table) },
            h("div.info", {}, h("div.label", {}, String(table.raw.table_number)))
        );
    }
}
