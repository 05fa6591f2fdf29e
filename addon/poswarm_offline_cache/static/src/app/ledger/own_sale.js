/*
 * A sale that the server has otherwise.
 *
 * Two terminals that do not hear each other can sell one open order: the server keeps
 * what comes first, and answers with it whatever is sent of the order afterwards. But
 * the other customer has paid as well, and has a receipt. Only a human being can say
 * whether it is one sale or two, so whoever looks at the list says it: the sale is
 * booked once more as one of its own, with numbers of its own, or the server is right.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { idOf, wordOf } from "./entries";
import { newName } from "./named";
import { UNNAMED } from "./names";
import { renumber } from "./records";
import { thePos } from "./restore";
import { readByUuid } from "./settle";
import { entryFor, letGo, noteTrouble, replace } from "./waiting";

const ORDER = "pos.order";
const LINE = "pos.order.line";

/** What was sold, for a reader: `2 × Bread Knife; 2.00`. */
function inWords(lines, total) {
    const sold = (lines ?? []).map(({ qty, full_product_name: name }) => `${qty} × ${name}`);
    return [...sold, Number(total).toFixed(2)].join("; ");
}

/** The records of a sale as those of another one, which nobody has seen yet. */
function asAnother(records, { models, data }) {
    const ids = {};
    for (const [model, list] of Object.entries(records)) {
        const own = data.opts.dynamicModels.includes(model) ? list : [];
        ids[model] = new Map(own.map(({ id }) => [id, newName()]));
    }
    const others = renumber(structuredClone(records), ids, models);
    for (const record of Object.keys(ids).flatMap((model) => (ids[model].size ? others[model] : []))) {
        if ("uuid" in record) {
            record.uuid = record.id;
        }
    }
    Object.assign(others[ORDER][0], { name: UNNAMED, access_token: newName() });
    return others;
}

/** In one step: a page that ends in between must book it neither twice nor never. */
async function bookAnew(pos, entry) {
    const { [ORDER]: orders, ...others } = asAnother(entry.records, pos);
    pos.models.loadConnectedData({ [ORDER]: orders, ...others }); // a new order before its lines
    const sale = pos.models[ORDER].getBy("uuid", orders[0].uuid);
    pos.setNextOrderRefs(sale);
    const note = [sale.general_customer_note, _t("Receipt %s", entry.reference)].filter(Boolean).join("\n");
    sale.update({ general_customer_note: note });
    if (await replace(entry.uuid, sale, pos)) {
        pos.addPendingOrder([sale.id]);
        await pos.syncAllOrders();
    } else {
        await pos.data.localDeleteCascade(sale);
    }
}

/**
 * Asks what becomes of a sale that the server has otherwise, and does it.
 *
 * @returns {Promise<boolean>} whether anything was decided
 */
export async function decideSale({ uuid }) {
    const pos = thePos();
    let answer;
    try {
        answer = await readByUuid(pos.data, [uuid]);
    } catch {
        await ask({
            title: _t("The server does not answer"),
            lines: [_t("What it has of this sale is not known. Try again when it is there.")],
            choices: [["close", _t("Close")]],
        });
        return false;
    }
    const entry = entryFor(uuid);
    const { word, theirs } = wordOf(entry, answer);
    if (word !== "differs") {
        await noteTrouble(uuid, null); // somebody has mended it there: it is asked for again
        return true;
    }
    const lines = answer[LINE].filter((line) => idOf(line.order_id) === theirs.id);
    const choice = await ask({
        title: _t("The server has this sale otherwise"),
        lines: [
            `${entry.reference}, ${new Date(entry.time).toLocaleString()}`,
            _t("Sold here: %s", inWords(entry.records[LINE], entry.total)),
            _t("On the server: %s", inWords(lines, theirs.amount_total)),
        ],
        choices: [
            ["keep", _t("Leave it here")],
            ["own", _t("It is a sale of its own: book it")],
            ["remove", _t("It is the same sale, and the server is right")],
        ],
    });
    if (choice === "own") {
        await bookAnew(pos, entry);
    } else if (choice === "remove") {
        await letGo([uuid], { confirmed: true });
    }
    return choice !== "keep";
}
