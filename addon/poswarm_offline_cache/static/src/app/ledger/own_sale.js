/*
 * A sale that the server has otherwise, or does not take.
 *
 * Two terminals that do not hear each other can sell one open order: the server keeps
 * what comes first, and answers with it whatever is sent of the order afterwards. But
 * the other customer has paid as well, and has a receipt. Only a human being can say
 * whether it is one sale or two, so whoever looks at the list says it: the sale is
 * booked once more as one of its own, with numbers of its own, or the server is right.
 * The same for one that is refused for good, whose lines another sale has for example.
 */
import { ask } from "../ask";
import { _t } from "../texts";
import { rowsOf, paymentsIn, wordOf } from "./entries";
import { newName } from "./named";
import { isSale, UNNAMED } from "./names";
import { readByUuid } from "./reading";
import { renumber } from "./records";
import { restoreAndQueue, thePos } from "./restore";
import { entryFor, letGo, noteTrouble, replace } from "./waiting";
import { whyWaits } from "./words";

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
    return others;
}

/** What Odoo gives a new order as its number. */
function nextNumber(pos) {
    const given = {};
    pos.setNextOrderRefs(given);
    return given;
}

function anotherEntry(pos, entry) {
    const records = asAnother(entry.records, pos);
    const [order] = records[ORDER];
    const note = [order.general_customer_note, _t("Receipt %s", entry.reference)].filter(Boolean).join("\n");
    Object.assign(order, nextNumber(pos), { name: UNNAMED, access_token: newName(), general_customer_note: note });
    const names = new Map(entry.payments.map(({ method, name }) => [method, name]));
    const payments = paymentsIn(records, names);
    return { ...entry, uuid: order.uuid, reference: order.pos_reference, payments, records, payload: null, trouble: null };
}

/** Nobody sends any more what is no sale by this uuid; what the server has stays as it has it. */
async function dropHere(pos, uuid) {
    const order = pos.models[ORDER].getBy("uuid", uuid);
    if (order && !order.isSynced) {
        pos.removePendingOrder(order);
        await pos.data.localDeleteCascade(order);
    }
}

/** The disk first: a page that ends in between must book it neither twice nor never. */
async function bookAnew(pos, entry) {
    if (await replace(entry.uuid, anotherEntry(pos, entry))) {
        await dropHere(pos, entry.uuid);
        await restoreAndQueue(pos);
        await pos.syncAllOrders();
    }
}

const keep = () => ["keep", _t("Leave it here")];

/** What may become of a sale, and what the server has of it or says to it. */
function questionOn({ trouble }, answer, theirs) {
    if (theirs && isSale(theirs.state)) {
        const lines = rowsOf(answer, theirs);
        return {
            title: _t("The server has this sale otherwise"),
            lines: [_t("On the server: %s", inWords(lines, theirs.amount_total))],
            choices: [keep(), ["own", _t("It is a sale of its own: book it")], ["remove", _t("It is the same sale, and the server is right")]],
        };
    }
    const remove = ["remove", _t("It is in the books otherwise: remove it")];
    const again = ["again", _t("Send it again")];
    const isWhole = trouble?.kind !== "damaged";
    return {
        title: _t("The server does not have this sale"),
        lines: [whyWaits({ kind: "paid", trouble })],
        choices: isWhole ? [keep(), again, ["own", _t("Book it under a new number")], remove] : [keep(), again, remove],
    };
}

const ways = {
    keep: () => {},
    again: async (pos, { uuid }) => {
        await noteTrouble(uuid, null);
        await pos.syncAllOrders({ refusedToo: true });
    },
    own: bookAnew,
    remove: async (pos, { uuid }) => {
        await letGo([uuid], { confirmed: true });
        await dropHere(pos, uuid);
    },
};

function sayUnanswered() {
    return ask({
        title: _t("The server does not answer"),
        lines: [_t("What it has of this sale is not known. Try again when it is there.")],
        choices: [["close", _t("Close")]],
    });
}

/**
 * Asks what becomes of a sale that the server has otherwise or does not take, and does it.
 *
 * @returns {Promise<boolean>} whether anything was decided
 */
export async function decideSale({ uuid }) {
    const pos = thePos();
    let answer;
    try {
        answer = await readByUuid(pos.data, [uuid]);
    } catch {
        await sayUnanswered();
        return false;
    }
    const entry = entryFor(uuid);
    const { word, theirs } = wordOf(entry, answer);
    if (word === "settled") {
        await letGo([uuid], { confirmed: true }); // somebody has mended it there
        return true;
    }
    const { title, lines, choices } = questionOn(entry, answer, theirs);
    const sale = [`${entry.reference}, ${new Date(entry.time).toLocaleString()}`, _t("Sold here: %s", inWords(entry.records[LINE], entry.total))];
    const choice = await ask({ title, lines: [...sale, ...lines], choices });
    await ways[choice](pos, entry);
    return choice !== "keep";
}
