/*
 * Nothing is sent of a sale but what its receipt said.
 *
 * Between the look at what waits and the send the server is asked, and the page goes on:
 * an older copy of a line may be loaded over a sale, or its marks taken off. A send that
 * does not say what was sold is held back; the sale is put back as its entry says
 * and goes with the next one. The server takes changes to an order only until it has it
 * as paid.
 */
import { hasPiecesOf, isSaleOf } from "./entries";
import { namedIn } from "./whole";
import { entryFor } from "./waiting";

const ORDER = "pos.order";
const LINE = "pos.order.line";
/** Commands that say what is in a line: create, update. */
const SAYS = new Set([0, 1]);

/** How often each was held back; never for good, whatever an addon makes of a line. */
const held = new Map();
const TRIES = 3;

/** The fields by which a line names records that the page loads with its data: its taxes above all. */
function fieldsThatName({ models, opts }) {
    const fields = Object.values(models[LINE].fields);
    return fields.filter(({ type, dummy, relation }) => ["many2many", "many2one"].includes(type) && !dummy && !opts.dynamicModels.includes(relation));
}

const isNothing = (value) => !value || (Array.isArray(value) && !value.length);

/**
 * Odoo sends a record that the page has not loaded as none: a line that was sold with a tax which
 * the office has archived since would be booked without it.
 */
function putBackNames(data, entry, { lines = [] }) {
    const sold = new Map((entry.payload.lines ?? []).map(([, , values]) => [values?.uuid, values]));
    const fields = fieldsThatName(data);
    for (const [, , values] of lines) {
        const was = sold.get(values?.uuid) ?? {};
        for (const { name } of fields.filter((field) => isNothing(values[field.name]) && !isNothing(was[field.name]))) {
            values[name] = was[name];
        }
    }
}

/** @param {object[]} serialized the orders that are about to be sent */
export function putBack(data, serialized) {
    for (const order of serialized) {
        const entry = saleOf(data, order);
        if (entry) {
            putBackNames(data, entry, order);
        }
    }
}

/** The entry of a sale that is in the page as it was made. */
function saleOf({ models }, { uuid }) {
    const entry = entryFor(uuid);
    const order = models[ORDER].getBy("uuid", uuid);
    return entry?.payload && order && isSaleOf(entry, order) ? entry : null;
}

function isAsSold(data, serialized) {
    const { state, lines } = serialized;
    const entry = saleOf(data, serialized);
    if (!entry || state === "draft") {
        return true;
    }
    const lost = namedIn(entry, data.models).filter((name) => serialized[name] === false);
    const said = (lines ?? []).filter(([command]) => SAYS.has(command)).map(([, , values]) => values);
    const sold = new Set(entry.records[LINE]?.map((line) => line.uuid));
    return hasPiecesOf(entry, said) && said.every((line) => sold.has(line.uuid)) && !lost.length;
}

/**
 * @param {any} data the PosData
 * @param {object[]} serialized the orders that are about to be sent
 * @returns {boolean} whether they must wait for the next send
 */
export function mustWait(data, serialized) {
    const wrong = serialized.filter((order) => (held.get(order.uuid) ?? 0) < TRIES && !isAsSold(data, order));
    wrong.forEach(({ uuid }) => {
        held.set(uuid, (held.get(uuid) ?? 0) + 1);
        console.warn("poswarm: not sent, for it is not what was sold:", uuid);
    });
    return wrong.length > 0;
}
